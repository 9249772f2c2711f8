package dev.mcppolicy.conformance;

import dev.mcppolicy.Policy;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of policy tests, as the page "Policy tests" describes it. Strict: an unknown key fails.
 */
record PolicyTestFile(Policy policy, List<Case> tests) {

  /** One test of a file. */
  record Case(String name, Instant start, Who who, List<Step> steps) {}

  /** Who calls where, as far as it is said. */
  record Who(
      @Nullable String grant,
      @Nullable Map<String, ?> caller,
      @Nullable String server,
      @Nullable String session) {
    Who or(Who other) {
      return new Who(
          grant == null ? other.grant : grant,
          caller == null ? other.caller : caller,
          server == null ? other.server : server,
          session == null ? other.session : session);
    }
  }

  /** One step of a test. */
  sealed interface Step {}

  /** A call, and what is expected of it. */
  record Call(
      String tool,
      @Nullable Object args,
      Who who,
      int repeat,
      String expect,
      @Nullable String answer,
      String outcome,
      @Nullable String code,
      @Nullable String rule,
      @Nullable String message,
      @Nullable Duration retryAfter,
      @Nullable String shadow)
      implements Step {}

  /** A step of the clock. */
  record Advance(Duration by) implements Step {}

  /** A list of tools, and what of it is visible. */
  record Listing(Who who, List<String> tools, List<String> visible) implements Step {}

  private static final Set<String> FILE = Set.of("policy", "tests");
  private static final Set<String> WHO = Set.of("grant", "caller", "server", "session");
  private static final Set<String> TEST = with(WHO, "name", "start", "steps");
  private static final Set<String> CALL =
      with(
          WHO,
          "call",
          "args",
          "repeat",
          "expect",
          "answer",
          "outcome",
          "code",
          "rule",
          "message",
          "retry_after",
          "shadow");
  private static final Set<String> LISTING = with(WHO, "list", "visible");

  static PolicyTestFile read(Path file) {
    try {
      Findings findings = new Findings();
      Node root = JsonReader.read(Files.readAllBytes(file), findings, JsonReader.Numbers.ANY);
      if (!findings.isEmpty()) {
        throw new IllegalArgumentException(file + ": " + findings.inOrder());
      }
      ObjectNode object = object(Objects.requireNonNull(root), FILE);
      Node policy = required(object, "policy");
      List<Case> tests = new ArrayList<>();
      for (Node test : list(required(object, "tests"))) {
        tests.add(test(object(test, TEST)));
      }
      if (tests.isEmpty()) {
        throw new IllegalArgumentException(file + ": no test");
      }
      return new PolicyTestFile(policy(policy, file), tests);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Policy policy(Node policy, Path file) {
    return policy instanceof TextNode relative
        ? Policy.load(file.resolveSibling(relative.text()))
        : Policy.parse(Documents.print(policy));
  }

  private static Case test(ObjectNode test) {
    List<Step> steps = new ArrayList<>();
    for (Node step : list(required(test, "steps"))) {
      steps.add(step(step));
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("a test without a step");
    }
    String start = text(test, "start");
    return new Case(
        Objects.requireNonNull(text(test, "name"), "name"),
        start == null ? Instant.EPOCH : Instant.parse(start),
        who(test),
        steps);
  }

  private static Step step(Node node) {
    ObjectNode step = (ObjectNode) node;
    if (step.get("advance") != null) {
      Duration by = Duration.parse(text(object(step, Set.of("advance")), "advance"));
      if (by.isZero() || by.isNegative()) {
        throw new IllegalArgumentException("advance must be longer than zero");
      }
      return new Advance(by);
    }
    if (step.get("list") != null) {
      object(step, LISTING);
      return new Listing(
          who(step), texts(required(step, "list")), texts(required(step, "visible")));
    }
    object(step, CALL);
    String expect = oneOf(text(step, "expect"), "allow", "deny", "approval");
    String answer = text(step, "answer");
    if (expect.equals("approval")) {
      oneOf(answer, "approve", "deny", "timeout");
    } else if (answer != null) {
      throw new IllegalArgumentException("answer goes with approval");
    }
    String outcome = text(step, "outcome");
    String retryAfter = text(step, "retry_after");
    Node args = step.get("args");
    if (args != null && !(args instanceof ObjectNode)) {
      throw new IllegalArgumentException("args must be an object");
    }
    return new Call(
        Objects.requireNonNull(text(step, "call"), "call"),
        args == null ? null : args.toPlain(),
        who(step),
        repeat(step),
        expect,
        answer,
        outcome == null ? "ok" : oneOf(outcome, "ok", "failure", "error", "timeout", "open"),
        text(step, "code"),
        text(step, "rule"),
        text(step, "message"),
        retryAfter == null ? null : Duration.parse(retryAfter),
        text(step, "shadow"));
  }

  private static int repeat(ObjectNode step) {
    Node repeat = step.get("repeat");
    int times = repeat == null ? 1 : ((NumberNode) repeat).value().intValueExact();
    if (times < 1) {
      throw new IllegalArgumentException("repeat must be at least 1");
    }
    return times;
  }

  private static Who who(ObjectNode node) {
    Node caller = node.get("caller");
    @SuppressWarnings("unchecked")
    Map<String, ?> attributes =
        caller == null ? null : (Map<String, ?>) ((ObjectNode) caller).toPlain();
    return new Who(text(node, "grant"), attributes, text(node, "server"), text(node, "session"));
  }

  private static ObjectNode object(Node node, Set<String> known) {
    if (!(node instanceof ObjectNode object)) {
      throw new IllegalArgumentException("must be an object");
    }
    object
        .members()
        .forEach(
            member -> {
              if (!known.contains(member.name())) {
                throw new IllegalArgumentException("unknown key " + member.name());
              }
            });
    return object;
  }

  private static Node required(ObjectNode object, String key) {
    return Objects.requireNonNull(object.get(key), key);
  }

  private static List<Node> list(Node node) {
    return ((ListNode) node).elements();
  }

  private static List<String> texts(Node node) {
    return list(node).stream().map(element -> ((TextNode) element).text()).toList();
  }

  private static @Nullable String text(ObjectNode object, String key) {
    Node node = object.get(key);
    return node == null ? null : ((TextNode) node).text();
  }

  private static String oneOf(@Nullable String text, String... known) {
    if (text == null || !List.of(known).contains(text)) {
      throw new IllegalArgumentException(text + " is none of " + List.of(known));
    }
    return text;
  }

  private static Set<String> with(Set<String> keys, String... more) {
    Set<String> all = new java.util.HashSet<>(keys);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }
}
