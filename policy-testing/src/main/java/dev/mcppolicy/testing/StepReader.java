package dev.mcppolicy.testing;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.ToolReview;
import dev.mcppolicy.internal.document.Choices;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Fields;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Windows;
import dev.mcppolicy.internal.text.Topic;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the steps of one test. */
final class StepReader {

  /** How often one step may repeat its call. */
  static final int MOST_REPEATS = 1_000_000;

  private static final BigDecimal MOST = BigDecimal.valueOf(MOST_REPEATS);
  private static final String OWN_SESSION = "the session of the test";

  private static final List<String> ADVANCE = List.of("advance");
  private static final List<String> LIST =
      List.of("list", "visible", "grant", "caller", "server", "session", "definition");
  private static final List<String> CALL =
      List.of(
          "call",
          "args",
          "grant",
          "caller",
          "server",
          "session",
          "definition",
          "repeat",
          "expect",
          "answer",
          "outcome",
          "code",
          "rule",
          "message",
          "retry_after",
          "shadow");

  private static final List<String> DEFINITION = List.of("changes", "fits");

  private static final Choices<Step.Expect> EXPECTATIONS =
      Choices.of("allow", Step.Expect.ALLOW)
          .or("deny", Step.Expect.DENY)
          .or("approval", Step.Expect.APPROVAL);
  private static final Choices<Approver.Answer> ANSWERS =
      Choices.of("approve", Approver.Answer.APPROVE)
          .or("deny", Approver.Answer.DENY)
          .or("timeout", Approver.Answer.TIMEOUT);
  private static final Choices<Optional<Outcome>> OUTCOMES =
      Choices.of("ok", Optional.of(Outcome.OK))
          .or("failure", Optional.of(Outcome.FAILURE))
          .or("error", Optional.of(Outcome.ERROR))
          .or("timeout", Optional.of(Outcome.TIMEOUT))
          .or("open", Optional.empty());

  private final Path file;
  private final Findings findings;
  private final VirtualClock clock;

  StepReader(Path file, Findings findings, Instant start) {
    this.file = file;
    this.findings = findings;
    this.clock = new VirtualClock(start);
  }

  /** Reads who calls where, as far as a test or a step says it. */
  Who who(Fields fields) {
    String grant = fields.text("grant");
    if (grant != null && grant.isEmpty()) {
      fields.wrong("grant", Topic.WRONG_VALUE, ReadingMessages.emptyGrant());
      grant = null;
    }
    Who who = new Who(grant, null, fields.text("server"), fields.text("session"), review(fields));
    Map<String, @Nullable Object> attributes = object(fields, "caller");
    if (attributes == null) {
      return who;
    }
    try {
      Caller unused = Caller.byDefault().withAttributes(attributes);
      return new Who(grant, attributes, who.server(), who.session(), who.review());
    } catch (IllegalArgumentException e) {
      fields.wrong("caller", Topic.WRONG_VALUE, String.valueOf(e.getMessage()));
      return who;
    }
  }

  /** Reads what a test takes for known of the tool's definition. */
  private @Nullable ToolReview review(Fields test) {
    Node node = test.get("definition");
    Fields fields =
        node == null
            ? null
            : Fields.of(
                node,
                test.pointer("definition"),
                DEFINITION,
                "an object with changes and fits",
                findings);
    if (fields == null) {
      return null;
    }
    List<String> ids = fields.texts("changes", "a list of changes of definitions");
    Set<DefinitionChange> changes = EnumSet.noneOf(DefinitionChange.class);
    for (String id : ids == null ? List.<String>of() : ids) {
      if (!CHANGES.containsKey(id)) {
        fields.wrong(
            "changes", Topic.WRONG_VALUE, ReadingMessages.unknownChange(id, CHANGES.keySet()));
      } else {
        changes.add(CHANGES.get(id));
      }
    }
    return new AssumedReview(Set.copyOf(changes), !fields.has("fits") || fields.flag("fits"));
  }

  /** Reads a step, or returns null after reporting. */
  @Nullable Step step(Node node, String pointer, Who ofTest) {
    String what = "a step: an object with call, advance or list";
    if (!(node instanceof ObjectNode object)) {
      Fields unused = Fields.of(node, pointer, CALL, what, findings);
      return null;
    }
    SourceLocation at = new SourceLocation(file, node.place().line(), node.place().column());
    if (object.get("advance") != null) {
      return advance(new Fields(object, pointer, ADVANCE, findings), at);
    }
    if (object.get("list") != null) {
      return listing(new Fields(object, pointer, LIST, findings), at, ofTest);
    }
    if (object.get("call") == null) {
      findings.add(pointer, node.place(), Topic.MISSING_KEY, ReadingMessages.noKindOfStep());
      return null;
    }
    return call(new Fields(object, pointer, CALL, findings), at, ofTest);
  }

  private @Nullable Step advance(Fields fields, SourceLocation at) {
    Duration by = Windows.duration(fields.text("advance")).orElse(null);
    if (by == null) {
      fields.wrong("advance", Topic.WINDOW, ReadingMessages.noAdvance());
      return null;
    }
    try {
      clock.advance(by);
      Instant unused = clock.wall();
    } catch (IllegalArgumentException | DateTimeException e) {
      fields.wrong("advance", Topic.WINDOW, ReadingMessages.tooLate());
      return null;
    }
    return new Step.Advance(new PolicyTestStep(TestingMessages.advance(by), at), by);
  }

  private @Nullable Step listing(Fields fields, SourceLocation at, Who ofTest) {
    Who who = who(fields).or(ofTest);
    List<String> tools = fields.texts("list", "a list of tool names");
    List<String> visible =
        fields.require("visible") == null ? null : fields.texts("visible", "a list of tool names");
    if (tools == null || visible == null) {
      return null;
    }
    PolicyTestStep shown = new PolicyTestStep(TestingMessages.listing(tools), at);
    return new Step.Listing(shown, who.asCaller(), who.review(), tools, visible);
  }

  private @Nullable Step call(Fields fields, SourceLocation at, Who ofTest) {
    String tool = fields.text("call");
    Map<String, @Nullable Object> args = object(fields, "args");
    Who who = who(fields).or(ofTest);
    boolean expected = fields.require("expect") != null;
    Step.Expect expect = fields.choice("expect", EXPECTATIONS);
    if (tool == null || !expected) {
      return null;
    }
    Node written = fields.get("args");
    int repeat = repeat(fields);
    String shown =
        TestingMessages.call(
            tool,
            written == null ? "" : Documents.compact(written),
            expect,
            fields.text("answer"),
            repeat);
    String session = who.session();
    ToolCall call =
        ToolCall.of(tool, Arguments.freeze(args))
            .withCaller(who.asCaller())
            .withServer(who.server())
            .withSession(session == null ? OWN_SESSION : session)
            .withReview(who.review());
    return new Step.Call(
        new PolicyTestStep(shown, at),
        call,
        repeat,
        expect,
        answer(fields, expect),
        fields.choice("outcome", OUTCOMES).orElse(null),
        code(fields, "code"),
        fields.text("rule"),
        fields.text("message"),
        retryAfter(fields),
        code(fields, "shadow"));
  }

  private static Approver.Answer answer(Fields fields, Step.Expect expect) {
    if (expect == Step.Expect.APPROVAL) {
      Node unused = fields.require("answer");
      return fields.choice("answer", ANSWERS);
    }
    if (fields.has("answer")) {
      fields.conflict("answer", Topic.UNKNOWN_KEY, ReadingMessages.answerWithoutApproval());
    }
    return Approver.Answer.DENY;
  }

  private static @Nullable String code(Fields fields, String key) {
    String id = fields.text(key);
    if (id != null && CODES.stream().noneMatch(id::equals)) {
      fields.wrong(key, Topic.WRONG_VALUE, ReadingMessages.unknownCode(id, CODES));
    }
    return id;
  }

  private static final Map<String, DefinitionChange> CHANGES =
      Arrays.stream(DefinitionChange.values())
          .collect(
              Collectors.toMap(
                  DefinitionChange::id, change -> change, (one, other) -> one, LinkedHashMap::new));

  private static final List<String> CODES = Arrays.stream(Code.values()).map(Code::id).toList();

  private static @Nullable Duration retryAfter(Fields fields) {
    String text = fields.text("retry_after");
    if (text == null) {
      return null;
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeException e) {
      fields.wrong("retry_after", Topic.WINDOW, ReadingMessages.noWait());
      return null;
    }
  }

  private static int repeat(Fields fields) {
    Node node = fields.get("repeat");
    if (node == null) {
      return 1;
    }
    if (node instanceof NumberNode number && number.toPlain() instanceof Number plain) {
      BigDecimal times = new BigDecimal(plain.toString());
      if (times.compareTo(BigDecimal.ONE) >= 0
          && times.compareTo(MOST) <= 0
          && times.stripTrailingZeros().scale() <= 0) {
        return times.intValueExact();
      }
    }
    fields.wrong("repeat", Topic.NUMBER, ReadingMessages.noRepeat(MOST_REPEATS));
    return 1;
  }

  @SuppressWarnings("unchecked")
  private static @Nullable Map<String, @Nullable Object> object(Fields fields, String key) {
    Node node = fields.get(key);
    if (node == null) {
      return null;
    }
    if (node instanceof ObjectNode object) {
      return (Map<String, @Nullable Object>) object.toPlain();
    }
    fields.wrong(key, Topic.WRONG_VALUE, ReadingMessages.notAnObject(node));
    return null;
  }
}
