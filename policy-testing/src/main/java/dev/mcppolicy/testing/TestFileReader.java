package dev.mcppolicy.testing;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Fields;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.document.Pointers;
import dev.mcppolicy.internal.document.PolicyReader;
import dev.mcppolicy.internal.text.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one file of policy tests, and reports everything that is wrong with it. */
final class TestFileReader {

  private static final List<String> FILE = List.of("policy", "tests");
  private static final List<String> TEST =
      List.of("name", "start", "grant", "caller", "server", "session", "definition", "steps");

  private final Path file;
  private final Findings findings = new Findings();
  private final List<TestProblem> elsewhere = new ArrayList<>();

  private TestFileReader(Path file) {
    this.file = file;
  }

  static PolicyTestFile read(Path file) {
    return new TestFileReader(file).read();
  }

  private PolicyTestFile read() {
    Node root = null;
    try {
      root = document(file, JsonReader.Numbers.ANY, findings);
    } catch (UnreadableException e) {
      elsewhere.add(TestProblem.of(file, e.why));
    }
    PolicySource policy = null;
    List<PolicyTest> tests = new ArrayList<>();
    Fields fields =
        root == null
            ? null
            : Fields.of(root, "", FILE, "an object with policy and tests", findings);
    if (fields != null) {
      Node written = fields.require("policy");
      policy = written == null ? null : policy(written);
      if (fields.require("tests") != null) {
        tests(fields, tests);
      }
    }
    List<TestProblem> problems = new ArrayList<>();
    for (PolicyProblem problem : findings.inOrder()) {
      problems.add(TestProblem.of(file, "", problem));
    }
    problems.addAll(elsewhere);
    if (policy == null || !problems.isEmpty()) {
      return new PolicyTestFile(file, null, problems, List.of());
    }
    return new PolicyTestFile(file, policy, List.of(), tests);
  }

  /** Says why a file can't be read at all. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String why;

    UnreadableException(String why) {
      super(why);
      this.why = why;
    }
  }

  /** Reads a document, or returns null after reporting why it is none. */
  private static @Nullable Node document(Path path, JsonReader.Numbers numbers, Findings found)
      throws UnreadableException {
    if (Files.isDirectory(path)) {
      throw new UnreadableException(ReadingMessages.isADirectory());
    }
    try {
      return JsonReader.read(Documents.bytes(path), found, numbers);
    } catch (UncheckedIOException e) {
      throw new UnreadableException(
          ReadingMessages.cantBeRead(Objects.requireNonNull(e.getCause())));
    }
  }

  private @Nullable PolicySource policy(Node written) {
    if (written instanceof TextNode relative) {
      return policyFile(relative);
    }
    if (!(written instanceof ObjectNode)) {
      findings.add(
          "/policy", written.place(), Topic.WRONG_VALUE, ReadingMessages.notAPolicy(written));
      return null;
    }
    Findings inPolicy = new Findings();
    PolicyReader.check(written, inPolicy);
    inPolicy.inOrder().forEach(one -> elsewhere.add(TestProblem.of(file, "/policy", one)));
    return inPolicy.isEmpty() && findings.isEmpty() ? parsed(file, "/policy", written) : null;
  }

  private @Nullable PolicySource policyFile(TextNode relative) {
    Path path;
    try {
      path = tidy(file.resolveSibling(relative.text()));
    } catch (InvalidPathException e) {
      findings.add(
          "/policy", relative.place(), Topic.WRONG_VALUE, ReadingMessages.noPath(relative.text()));
      return null;
    }
    Findings inPolicy = new Findings();
    Node document;
    try {
      document = document(path, JsonReader.Numbers.BOUNDED, inPolicy);
    } catch (UnreadableException e) {
      findings.add(
          "/policy",
          relative.place(),
          Topic.UNREADABLE,
          ReadingMessages.policyFile(relative.text(), e.why));
      return null;
    }
    if (document != null) {
      PolicyReader.check(document, inPolicy);
    }
    inPolicy.inOrder().forEach(one -> elsewhere.add(TestProblem.of(path, "", one)));
    return document == null || !inPolicy.isEmpty() ? null : parsed(path, "", document);
  }

  /** Leaves out {@code .} and {@code ..} where that leads to the same file. */
  private static Path tidy(Path path) {
    Path tidy = path.normalize();
    try {
      return Files.exists(path) && !Files.isSameFile(path, tidy) ? path : tidy;
    } catch (IOException e) {
      return path;
    }
  }

  private @Nullable PolicySource parsed(Path at, String under, Node document) {
    try {
      return new PolicySource(at, document, Policy.parse(Documents.compact(document)));
    } catch (InvalidPolicyException e) {
      e.problems().forEach(one -> elsewhere.add(TestProblem.of(at, under, one)));
      return null;
    }
  }

  private void tests(Fields fields, List<PolicyTest> tests) {
    List<Node> written = fields.list("tests", "a list of tests");
    if (written.isEmpty() && fields.get("tests") instanceof Node.ListNode) {
      fields.wrong("tests", Topic.WRONG_VALUE, ReadingMessages.noTest());
    }
    for (int i = 0; i < written.size(); i++) {
      String pointer = Pointers.child("/tests", i);
      Fields test = Fields.of(written.get(i), pointer, TEST, "a test: an object", findings);
      if (test != null) {
        test(test, tests);
      }
    }
  }

  private void test(Fields test, List<PolicyTest> tests) {
    test.require("name");
    String name = test.text("name");
    Instant start = start(test);
    StepReader reader = new StepReader(file, findings, start);
    Who who = reader.who(test);
    List<Step> steps = new ArrayList<>();
    if (test.require("steps") != null) {
      List<Node> written = test.list("steps", "a list of steps");
      if (written.isEmpty() && test.get("steps") instanceof Node.ListNode) {
        test.wrong("steps", Topic.WRONG_VALUE, ReadingMessages.noStep());
      }
      for (int i = 0; i < written.size(); i++) {
        Step step = reader.step(written.get(i), Pointers.child(test.pointer("steps"), i), who);
        if (step != null) {
          steps.add(step);
        }
      }
    }
    SourceLocation location = new SourceLocation(file, test.place().line(), test.place().column());
    tests.add(new PolicyTest(name == null ? "" : name, location, start, steps));
  }

  private static Instant start(Fields test) {
    String text = test.text("start");
    if (text == null) {
      return Instant.EPOCH;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      test.wrong("start", Topic.WRONG_VALUE, ReadingMessages.noMoment(text));
      return Instant.EPOCH;
    }
  }
}
