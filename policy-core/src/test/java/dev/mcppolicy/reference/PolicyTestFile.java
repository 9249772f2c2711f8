package dev.mcppolicy.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A {@code *.policy-tests.json}, run through the reference as the page's section "Policy tests"
 * says. What doesn't hold is an {@link AssertionError}.
 */
record PolicyTestFile(Map<String, @Nullable Object> policy, List<Map<?, ?>> tests) {

  private static final Set<String> WHO = Set.of("grant", "caller", "server", "session");
  private static final Set<String> OF_A_TEST = Set.of("name", "start", "steps");
  private static final Set<String> OF_A_CALL =
      Set.of(
          "call",
          "args",
          "expect",
          "answer",
          "outcome",
          "code",
          "rule",
          "message",
          "retry_after",
          "shadow",
          "repeat");

  /** The session of a test that names none. */
  private static final String OWN_SESSION = "the test's own session";

  static PolicyTestFile read(Path file) {
    Map<String, @Nullable Object> document = object(JsonText.parse(text(file)));
    assertThat(document).containsOnlyKeys("policy", "tests");
    Object policy = document.get("policy");
    if (policy instanceof String other) {
      policy = JsonText.parse(text(Objects.requireNonNull(file.getParent()).resolve(other)));
    }
    List<Map<?, ?>> tests = new ArrayList<>();
    for (Object test : (List<?>) Objects.requireNonNull(document.get("tests"))) {
      tests.add((Map<?, ?>) test);
    }
    assertThat(tests).as("tests of %s", file).isNotEmpty();
    return new PolicyTestFile(object(policy), tests);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    return (Map<String, @Nullable Object>) Objects.requireNonNull(value);
  }

  void runAll() {
    for (Map<?, ?> test : tests) {
      run(test);
    }
  }

  void run(Map<?, ?> test) {
    for (Object key : test.keySet()) {
      assertThat(OF_A_TEST.contains(key) || WHO.contains(key)).as("key %s", key).isTrue();
    }
    Object start = test.get("start");
    ReferenceEngine engine =
        new ReferenceEngine(policy, start == null ? Instant.EPOCH : Instant.parse((String) start));
    List<?> steps = (List<?>) Objects.requireNonNull(test.get("steps"));
    assertThat(steps).as("steps").isNotEmpty();
    int number = 0;
    for (Object each : steps) {
      Map<?, ?> step = (Map<?, ?>) each;
      if (step.containsKey("advance")) {
        assertThat(step.keySet()).isEqualTo(Set.of("advance"));
        Duration time = Duration.parse((String) step.get("advance"));
        assertThat(time).isPositive();
        engine.advance(time);
      } else if (step.containsKey("list")) {
        assertThat(step.keySet()).isEqualTo(Set.of("list", "visible"));
        assertThat(engine.visible(texts(step.get("list")))).isEqualTo(step.get("visible"));
      } else {
        Object repeat = step.get("repeat");
        int times = repeat == null ? 1 : ((BigDecimal) repeat).intValueExact();
        for (int i = 0; i < times; i++) {
          call(engine, number++, step, test);
        }
      }
    }
  }

  private static List<String> texts(@Nullable Object list) {
    List<String> texts = new ArrayList<>();
    for (Object each : (List<?>) Objects.requireNonNull(list)) {
      texts.add((String) each);
    }
    return texts;
  }

  private static void call(ReferenceEngine engine, int number, Map<?, ?> step, Map<?, ?> test) {
    for (Object key : step.keySet()) {
      assertThat(OF_A_CALL.contains(key) || WHO.contains(key)).as("key %s", key).isTrue();
    }
    Object args = step.get("args");
    Object caller = who("caller", step, test);
    Object session = who("session", step, test);
    Object answer = step.get("answer");
    Verdict verdict =
        engine.call(
            number,
            (String) Objects.requireNonNull(step.get("call")),
            args == null ? Map.of() : object(args),
            (String) who("grant", step, test),
            caller == null ? Map.of() : object(caller),
            (String) who("server", step, test),
            session == null ? OWN_SESSION : (String) session,
            answer == null
                ? Answer.NO_APPROVER
                : Answer.valueOf(((String) answer).toUpperCase(Locale.ROOT)));
    String seen = JsonText.write(step) + " was " + verdict;
    String expect = (String) Objects.requireNonNull(step.get("expect"));
    boolean approval = expect.equals("approval");
    boolean allowed = expect.equals("allow") || approval && "approve".equals(answer);
    assertThat(verdict.asked()).as(seen).isEqualTo(approval);
    assertThat(verdict.allowed()).as(seen).isEqualTo(allowed);
    if (step.containsKey("code")) {
      assertThat(verdict.code()).as(seen).isEqualTo(step.get("code"));
    }
    if (step.containsKey("rule")) {
      assertThat(verdict.rules().keySet().contains(step.get("rule"))).as(seen).isTrue();
    }
    if (step.containsKey("message")) {
      assertThat(verdict.rules().values().contains(step.get("message"))).as(seen).isTrue();
    }
    if (step.containsKey("retry_after")) {
      Duration wait = Duration.parse((String) step.get("retry_after"));
      assertThat(verdict.retryAfter()).as(seen).isEqualTo(wait);
    }
    if (step.containsKey("shadow")) {
      assertThat(verdict.shadow()).as(seen).isEqualTo(step.get("shadow"));
    }
    if (allowed) {
      settle(engine, number, step.get("outcome"));
    }
  }

  private static void settle(ReferenceEngine engine, int number, @Nullable Object outcome) {
    String name = outcome == null ? "ok" : (String) outcome;
    assertThat(name).isIn("ok", "failure", "error", "timeout", "open");
    if (!name.equals("open")) {
      engine.settle(number, Reply.valueOf(name.toUpperCase(Locale.ROOT)));
    }
  }

  private static @Nullable Object who(String key, Map<?, ?> step, Map<?, ?> test) {
    return step.containsKey(key) ? step.get(key) : test.get(key);
  }
}
