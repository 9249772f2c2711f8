package dev.mcppolicy.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.text.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is read gives a policy, or problems with their places, and nothing else. */
class ReaderFuzz {

  private static final int MAX_BYTES = 1024 * 1024;

  private static final Set<String> TOPICS =
      Stream.of(Topic.values()).map(Topic::anchor).collect(Collectors.toSet());

  /** What only an implementation says. */
  private static final Pattern LEAK =
      Pattern.compile("dev\\.mcppolicy|com\\.fasterxml|java\\.[a-z]");

  private static final List<byte[]> CORPUS = Corpus.read();

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> everyFileOfTheCorpusIsAPolicyOrHasProblems() {
    return Corpus.files("/fuzz-corpus").stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file.getFileName().toString(), () -> read(Corpus.bytes(file))));
  }

  @Test
  void anyBytesAreAPolicyOrHaveProblems() {
    Fuzzing.times(3_000, this::tryOne);
  }

  @Test
  @Tag("fuzz")
  void anyBytesAreAPolicyOrHaveProblemsForLong() {
    Fuzzing.forLong(this::tryOne);
  }

  @Test
  void aDocumentMayBeAsBigAsItMay() {
    String open = "{\"version\":\"1\",\"default\":\"deny\",\"description\":\"";
    String full = open + "x".repeat(MAX_BYTES - open.length() - 2) + "\"}";
    assertThat(full).hasSize(MAX_BYTES);
    assertThat(Policy.parse(full).description()).isPresent();
    read(full.getBytes(StandardCharsets.UTF_8));
    read((full + " ").getBytes(StandardCharsets.UTF_8));
    read("[".repeat(MAX_BYTES).getBytes(StandardCharsets.UTF_8));
    read(("[" + "1,".repeat(MAX_BYTES / 2 - 1) + "1]").getBytes(StandardCharsets.UTF_8));
    read("9".repeat(MAX_BYTES).getBytes(StandardCharsets.UTF_8));
    read(("1e" + "9".repeat(MAX_BYTES - 2)).getBytes(StandardCharsets.UTF_8));
    read(new byte[MAX_BYTES]);
    byte[] continuations = new byte[MAX_BYTES];
    Arrays.fill(continuations, (byte) 0x80);
    read(continuations);
  }

  private void tryOne(Random random) {
    Corpus corpus = new Corpus(CORPUS, random);
    byte[] bytes =
        switch (random.nextInt(8)) {
          case 0 -> randomBytes(random);
          case 1 -> utf8(randomTokens(random));
          case 2 -> utf8(new RandomJson(random).document());
          case 3 -> nested(random);
          case 4 -> utf8(new RandomJson(random).policy());
          default -> corpus.changed();
        };
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (Arrays.equals(utf8(text), bytes) && random.nextInt(10) > 0) {
      parses(text);
    } else {
      read(bytes);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] randomBytes(Random random) {
    byte[] bytes = new byte[random.nextInt(60)];
    random.nextBytes(bytes);
    Charset[] sets = {
      StandardCharsets.UTF_16,
      StandardCharsets.UTF_16LE,
      Charset.forName("UTF-32"),
      StandardCharsets.ISO_8859_1
    };
    return random.nextInt(3) > 0
        ? bytes
        : "{\"version\":\"1\",\"default\":\"d\u00e9ny\"}"
            .getBytes(sets[random.nextInt(sets.length)]);
  }

  private static String randomTokens(Random random) {
    String[] tokens = {
      "{",
      "}",
      "[",
      "]",
      ":",
      ",",
      "\"",
      "\"a\"",
      "\"version\"",
      "\"1\"",
      "1",
      "-",
      "e",
      ".",
      "0",
      "null",
      "true",
      "\\",
      "\\u00",
      " ",
      "\n",
      "\r",
      "\u0000",
      "\u00e9",
      "\"\\ud83d\\ude00\"",
      "/*",
      "//",
      "#",
      "'",
      "nul"
    };
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(tokens[random.nextInt(tokens.length)]);
    }
    return text.toString();
  }

  private static byte[] nested(Random random) {
    int depth = random.nextInt(4) == 0 ? 60 + random.nextInt(10) : random.nextInt(20_000);
    String open = random.nextBoolean() ? "[" : "{\"any\":[";
    String close = open.equals("[") ? "]" : "]}";
    return utf8(
        "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"t\":{\"require\":[{\"conditions\":"
            + open.repeat(depth)
            + (random.nextBoolean() ? close.repeat(random.nextInt(depth + 1)) : ""));
  }

  /** Reads bytes as a file and as a text, and looks at what comes of it. */
  private void read(byte[] bytes) {
    boolean loads = loads(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean parses = parses(text);
    if (Arrays.equals(utf8(text), bytes)) {
      assertThat(parses).isEqualTo(loads);
    }
    parses(new String(bytes, StandardCharsets.UTF_16BE));
  }

  private boolean loads(byte[] bytes) {
    Path file = folder.resolve("policy.json");
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      isUsable(Policy.load(file));
      return true;
    } catch (InvalidPolicyException e) {
      explains(e, bytes.length > MAX_BYTES, decoded(bytes));
      return false;
    }
  }

  private static boolean parses(String text) {
    try {
      isUsable(Policy.parse(text));
      return true;
    } catch (InvalidPolicyException e) {
      explains(e, utf8(text).length > MAX_BYTES, text);
      return false;
    }
  }

  /** Returns the text; of bytes that are none, one character for each, and no line but by \\n. */
  private static String decoded(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return Arrays.equals(utf8(text), bytes)
        ? text
        : new String(bytes, StandardCharsets.ISO_8859_1).replace('\r', ' ');
  }

  private static void isUsable(Policy policy) {
    String json = policy.toJson();
    // The print has more white space than what was read, and may be too big to be read again
    if (utf8(json).length <= MAX_BYTES) {
      assertThat(Policy.parse(json)).isEqualTo(policy);
    }
    PolicyEngine engine = PolicyEngine.of(policy);
    for (String tool : List.of("t", "run", "read_file")) {
      ToolCall call = ToolCall.of(tool, Map.of("v", "aaaaaaaa", "path", "/app", "amount", 5));
      Decision decision = engine.check(call.withSession("s").withServer("s"));
      assertThat(decision.code()).isNotEqualTo(Optional.of(Code.INTERNAL_ERROR));
      decision.message();
    }
  }

  private static void explains(InvalidPolicyException e, boolean tooBig, String text) {
    assertThat(e.problems()).isNotEmpty();
    assertThat(e.getMessage()).isNotBlank();
    assertThat(e.getMessage().length()).isLessThan(100_000);
    String[] lines = text.split("\r\n|\r|\n", -1);
    for (PolicyProblem problem : e.problems()) {
      String wrong = wrongWith(problem, tooBig, lines);
      if (!wrong.isEmpty()) {
        fail("%s of %s in %s", wrong, problem, text);
      }
    }
  }

  private static String wrongWith(PolicyProblem problem, boolean tooBig, String[] lines) {
    String message = problem.message();
    if (message.isBlank() || message.length() > 2_000 || LEAK.matcher(message).find()) {
      return "the message";
    }
    if (!TOPICS.contains(problem.topic())) {
      return "the topic";
    }
    if (!problem.pointer().isEmpty() && problem.pointer().charAt(0) != '/') {
      return "the pointer";
    }
    if (tooBig) {
      return problem.line() == 0 && problem.column() == 0 ? "" : "the place";
    }
    boolean inside =
        problem.line() >= 1
            && problem.line() <= lines.length
            && problem.column() >= 1
            && problem.column() <= lines[problem.line() - 1].length() + 1;
    return inside ? "" : "the place";
  }
}
