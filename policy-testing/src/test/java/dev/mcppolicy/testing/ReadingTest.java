package dev.mcppolicy.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a file of policy tests may hold, and what its author is told of everything else. */
@Timeout(60)
class ReadingTest {

  private static final String POLICY = "{'version': '1', 'default': 'deny', 'tools': {'t': {}}}";

  @TempDir Path folder;
  private Written written;

  @BeforeEach
  void write() {
    written = new Written(folder);
  }

  private List<String> problemsOf(String file) {
    return written.problems(written.file("x.policy-tests.json", file));
  }

  private List<String> problemsOfStep(String step) {
    return problemsOf(
        "{'policy': " + POLICY + ",\n'tests': [{'name': 'n', 'steps': [\n" + step + "]}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          3                                    | 3:1 /tests/0/steps/0: must be a step: an object with call, advance or list, not 3
          {}                                   | 3:1 /tests/0/steps/0: a step makes a "call", lets time "advance", or asks for a "list"; this one does nothing
          {'expect': 'deny'}                   | 3:1 /tests/0/steps/0: a step makes a "call", lets time "advance", or asks for a "list"; this one does nothing
          {'call': 't'}                        | 3:1 /tests/0/steps/0: the key "expect" is missing
          {'call': 3, 'expect': 'deny'}        | 3:10 /tests/0/steps/0/call: must be a text, not 3
          {'call': 't', 'expect': 'alow'}      | 3:25 /tests/0/steps/0/expect: must be "allow", "deny" or "approval", not "alow"; did you mean "allow"?
          {'call': 't', 'expect': 'allow', 'arg': {}} | 3:34 /tests/0/steps/0/arg: unknown key "arg"; did you mean "args"?
          {'call': 't', 'expect': 'allow', 'args': []} | 3:42 /tests/0/steps/0/args: must be an object, not a list
          {'call': 't', 'expect': 'allow', 'caller': 'x'} | 3:44 /tests/0/steps/0/caller: must be an object, not "x"
          {'call': 't', 'expect': 'allow', 'grant': ''} | 3:43 /tests/0/steps/0/grant: a grant's name is never empty; leave the key out for the default grant
          {'call': 't', 'expect': 'allow', 'repeat': 0} | 3:44 /tests/0/steps/0/repeat: must be a whole number from 1 to 1000000
          {'call': 't', 'expect': 'allow', 'repeat': 1.5} | 3:44 /tests/0/steps/0/repeat: must be a whole number from 1 to 1000000
          {'call': 't', 'expect': 'allow', 'repeat': 1e999999999} | 3:44 /tests/0/steps/0/repeat: must be a whole number from 1 to 1000000
          {'call': 't', 'expect': 'allow', 'repeat': 1000001} | 3:44 /tests/0/steps/0/repeat: must be a whole number from 1 to 1000000
          {'call': 't', 'expect': 'allow', 'answer': 'deny'} | 3:34 /tests/0/steps/0/answer: "answer" goes with "expect": "approval" only: nobody else is asked
          {'call': 't', 'expect': 'approval'}  | 3:1 /tests/0/steps/0: the key "answer" is missing
          {'call': 't', 'expect': 'allow', 'outcome': 'lost'} | 3:45 /tests/0/steps/0/outcome: must be "ok", "failure", "error", "timeout" or "open", not "lost"
          {'call': 't', 'expect': 'deny', 'retry_after': '60'} | 3:48 /tests/0/steps/0/retry_after: must be a duration, as in "PT60S"; where no waiting helps, leave the key out
          {'advance': 'PT0S'}                  | 3:13 /tests/0/steps/0/advance: must be a duration longer than zero, as in "PT60S"
          {'advance': 60}                      | 3:13 /tests/0/steps/0/advance: must be a text, not 60
          {'advance': 'P300000D'}              | 3:13 /tests/0/steps/0/advance: the clock of a test goes at most 292 years from its start
          {'advance': 'PT1S', 'call': 't'}     | 3:21 /tests/0/steps/0/call: unknown key "call"; the keys here are advance
          {'list': ['t']}                      | 3:1 /tests/0/steps/0: the key "visible" is missing
          {'list': ['t', 3], 'visible': []}    | 3:16 /tests/0/steps/0/list/1: must be a text, not 3
          """)
  void everyMistakeOfAStepIsLocated(String step, String problem) {
    assertThat(problemsOfStep(step)).contains("x.policy-tests.json:" + problem);
  }

  @Test
  void anUnknownCodeIsNamed() {
    assertThat(problemsOfStep("{'call': 't', 'expect': 'deny', 'code': 'nope'}"))
        .singleElement()
        .asString()
        .startsWith(
            "x.policy-tests.json:3:41 /tests/0/steps/0/code: unknown code \"nope\"; the codes are"
                + " hidden, not_listed, ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                          | 1:1: must be an object with policy and tests, not a list
          {'tests': [], 'policy': 3}  | 1:11 /tests: a file without a test tests nothing; write one, or remove the file
          {'tests': [], 'policy': 3}  | 1:25 /policy: must be a policy, or the path of one as a text, not 3
          {'policy': 'p.json'}        | 1:1: the key "tests" is missing
          {'policy': 'p.json'}        | 1:12 /policy: the policy "p.json" can't be read: there is no such file; paths are relative to the test file
          {'policy': '.'}             | 1:12 /policy: the policy "." is a directory; name a file; paths are relative to the test file
          {'policy': 'a\\u0000b'}     | 1:12 /policy: "a\\u0000b" is no path of a file
          {'policy': {}}              | 1:12 /policy: the key "version" is missing
          {'tests': [{}]}             | 1:12 /tests/0: the key "name" is missing
          {'tests': [{}]}             | 1:12 /tests/0: the key "steps" is missing
          {'tests': [{'steps': []}]}  | 1:22 /tests/0/steps: a test without a step tests nothing; write one, or remove the test
          {'tests': [{'start': 'x'}]} | 1:22 /tests/0/start: must be a moment in UTC, as in "2026-03-01T12:00:00Z", not "x"
          {'tests': [], 'tests': []}  | 1:15 /tests: the key "tests" stands twice in one object; remove one
          {'policy': {'version': '1', 'default': 'deny', 'tools': {'t': {'concurrency': 1e401}}}} | 1:79 /policy/tools/t/concurrency: a number has at most 400 digits and an exponent between -400 and 400
          """)
  void everyMistakeOfAFileIsLocated(String file, String problem) {
    assertThat(problemsOf(file)).contains("x.policy-tests.json:" + problem);
  }

  @Test
  void allProblemsAreReportedTogetherInTheirOrder() {
    assertThat(
            problemsOf(
                "{'policy': {'version': '2', 'default': 'deny'},\n'tests': [{'name': 'n', 'steps':"
                    + " [\n{'call': 't'},\n{'advance': ''}]}]}"))
        .containsExactly(
            "x.policy-tests.json:3:1 /tests/0/steps/0: the key \"expect\" is missing",
            "x.policy-tests.json:4:13 /tests/0/steps/1/advance: must be a duration longer than"
                + " zero, as in \"PT60S\"",
            "x.policy-tests.json:1:24 /policy/version: must be the text \"1\", the version of the"
                + " language, not \"2\"");
  }

  @Test
  void problemsOfAPolicyOfItsOwnAreReportedInItsFile() {
    written.file("policies/p.json", "{'version': '1',\n 'defualt': 'deny'}");
    assertThat(
            problemsOf(
                "{'policy': 'policies/p.json', 'tests': [{'name': 'n', 'steps': [{'advance': 'PT1S'}]}]}"))
        .containsExactly(
            "policies/p.json:1:1: the key \"default\" is missing",
            "policies/p.json:2:2 /defualt: unknown key \"defualt\"; did you mean \"default\"?");
  }

  @Test
  void aPolicyIsFoundRelativeToItsTestFile() {
    written.file("p.json", POLICY);
    Path file =
        written.file(
            "deep/er/x.policy-tests.json",
            "{'policy': '../../p.json', 'tests': [{'name': 'n', 'steps': [{'call': 't', 'expect':"
                + " 'allow'}]}]}");
    FileResult result = PolicyTestFile.read(file).run();
    assertThat(result.passed()).isEqualTo(1);
    assertThat(result.failed()).isZero();
  }

  @Test
  void hostileFilesAreOneClearSentenceEach() {
    byte[] binary = new byte[4096];
    new java.util.Random(7).nextBytes(binary);
    binary[0] = (byte) 0xFF;
    assertThat(written.problems(written.bytes("binary", binary)))
        .containsExactly("binary:1:1: the document is not UTF-8; save it as UTF-8");
    assertThat(written.problems(written.bytes("empty", new byte[0]))).hasSize(1);
    assertThat(written.problems(written.bytes("big", new byte[(1 << 20) + 1])))
        .containsExactly(
            "big: the document has more than 1048576 bytes; split it, or make its lists shorter");
    assertThat(written.problems(written.file("deep", "[".repeat(100_000))))
        .containsExactly("deep:1:65: lists and objects are nested more than 64 deep");
    assertThat(
            written.problems(
                written.bytes("latin", "{\"é\"".getBytes(StandardCharsets.ISO_8859_1))))
        .containsExactly("latin:1:3: the document is not UTF-8; save it as UTF-8");
    assertThat(written.problems(folder)).containsExactly(".: is a directory; name a file");
    assertThat(written.problems(folder.resolve("none")))
        .containsExactly("none: can't be read: there is no such file");
  }

  @Test
  void aFileOfAMebibyteIsReadAndRun() {
    String step = "{'call': 't', 'expect': 'allow'},\n";
    int steps = (1 << 20) / step.length() - 10;
    PolicyTestSuite suite =
        written.suite(
            POLICY, "{'name': 'n', 'steps': [" + step.repeat(steps) + "{'advance': 'PT1S'}]}");
    assertThat(suite.run().isSuccess()).isTrue();
  }

  @Test
  void argumentsPastTheBoundsOfAPolicyAreCalledWith() {
    PolicyTestSuite suite =
        written.suite(
            "{'version': '1', 'default': 'deny', 'tools': {'t': {'require': [{'conditions':"
                + " [{'path': 'args.n', 'op': 'gt', 'value': 1}]}]}}}",
            "{'name': 'n', 'steps': [{'call': 't', 'args': {'n': 1e99999999999}, 'expect': 'deny',"
                + " 'code': 'require_failed'}]}");
    assertThat(suite.run().isSuccess()).isTrue();
  }

  @Test
  void foldersAreSearchedInTheOrderOfTheirNames() throws IOException {
    String file =
        "{'policy': " + POLICY + ", 'tests': [{'name': 'n', 'steps': [{'advance': 'PT1S'}]}]}";
    Path b = written.file("f/b.policy-tests.json", file);
    Path a = written.file("f/sub/a.policy-tests.json", file);
    written.file("f/p.json", POLICY);
    Files.createDirectory(folder.resolve("f/dir.policy-tests.json"));

    assertThat(PolicyTestSuite.read(List.of(folder.resolve("f"), b)).files())
        .extracting(PolicyTestFile::path)
        .containsExactly(b, a);
  }

  @Test
  void symbolicLinksAreFollowedAsTheSystemDoesAndNeverForEver() throws IOException {
    String file =
        "{'policy': '../p.json', 'tests': [{'name': 'n', 'steps': [{'advance': 'PT1S'}]}]}";
    written.file("real/p.json", POLICY);
    Path real = written.file("real/tests/x.policy-tests.json", file);
    Path link = folder.resolve("link");
    Files.createSymbolicLink(link, real.getParent());
    Files.createSymbolicLink(real.resolveSibling("loop"), folder);

    assertThat(PolicyTestSuite.read(List.of(link)).run().isSuccess()).isTrue();
    assertThat(PolicyTestSuite.read(List.of(folder)).files()).hasSize(1);
  }

  @Test
  void foldersBehindLinksAreSearchedAndEachOnce() throws IOException {
    String file = "{'policy': 'p.json', 'tests': [{'name': 'n', 'steps': [{'advance': 'PT1S'}]}]}";
    written.file("elsewhere/deep/p.json", POLICY);
    written.file("elsewhere/deep/x.policy-tests.json", file);
    Path tests = Files.createDirectory(folder.resolve("tests"));
    Files.createSymbolicLink(tests.resolve("one"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(tests.resolve("another"), folder.resolve("elsewhere/deep"));
    Files.createSymbolicLink(folder.resolve("elsewhere/back"), tests);

    assertThat(PolicyTestSuite.read(List.of(tests)).files())
        .extracting(PolicyTestFile::path)
        .containsExactly(tests.resolve("another/x.policy-tests.json"));
  }

  @Test
  void aFileThatIsReachedByTwoNamesIsReadOnceForEachPolicyThatItTests() throws IOException {
    String file = "{'policy': 'p.json', 'tests': [{'name': 'n', 'steps': [{'advance': 'PT1S'}]}]}";
    written.file("v/..2026/p.json", POLICY);
    written.file("v/..2026/x.policy-tests.json", file);
    Path volume = folder.resolve("v");
    Files.createSymbolicLink(volume.resolve("..data"), Path.of("..2026"));
    for (String name : List.of("p.json", "x.policy-tests.json")) {
      Files.createSymbolicLink(volume.resolve(name), Path.of("..data", name));
    }
    assertThat(PolicyTestSuite.read(List.of(volume)).files())
        .extracting(PolicyTestFile::path)
        .containsExactly(volume.resolve("x.policy-tests.json"));

    written.file("v/other/p.json", POLICY);
    Path again = volume.resolve("other/x.policy-tests.json");
    Files.createSymbolicLink(again, volume.resolve("..2026/x.policy-tests.json"));
    assertThat(PolicyTestSuite.read(List.of(volume)).files())
        .extracting(PolicyTestFile::path)
        .containsExactly(again, volume.resolve("x.policy-tests.json"));
  }

  @Test
  void aNameThatLeadsThroughALinkAndBackIsThatOfTheFileItLeadsTo() throws IOException {
    String file = "{'policy': 'p.json', 'tests': [{'name': 'n', 'steps': [{'advance': 'PT1S'}]}]}";
    written.file("deep/p.json", POLICY);
    Path other = written.file("deep/x.policy-tests.json", file);
    Path inner = Files.createDirectory(folder.resolve("deep/inner"));
    written.file("p.json", POLICY);
    Path one = written.file("x.policy-tests.json", file);
    Files.createSymbolicLink(folder.resolve("link"), inner);
    Path around = folder.resolve("link/../x.policy-tests.json");

    assertThat(PolicyTestSuite.read(List.of(one, around, other)).files())
        .extracting(PolicyTestFile::path)
        .containsExactly(one, around);
  }

  @Test
  void aLinkThatLeadsNowhereIsAFileThatFailsIfItsNameIsThatOfOne() throws IOException {
    Path link = folder.resolve("gone.policy-tests.json");
    Files.createSymbolicLink(link, folder.resolve("nowhere"));
    Files.createSymbolicLink(folder.resolve("lock"), folder.resolve("nowhere"));
    PolicyTestSuite suite = PolicyTestSuite.read(List.of(folder));
    assertThat(suite.files()).extracting(PolicyTestFile::path).containsExactly(link);
    assertThat(suite.run().isSuccess()).isFalse();
  }

  /** Whatever a file holds, it is read or refused, and run, without an exception. */
  @Test
  void brokenFilesAreRefusedAndNeverThrow() throws IOException {
    java.util.Random random = new java.util.Random(20261121);
    List<String> pieces =
        List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            "null",
            "\"call\"",
            "\"\"",
            "-1",
            "1e999",
            "\"\\u0000\"",
            "\"advance\":",
            "\"policy\"");
    int refused = 0;
    for (String name :
        List.of("file-features", "scopes", "shadow-entry", "approvals", "sessions")) {
      String good = Files.readString(TestFiles.conformance(name + ".policy-tests.json"));
      for (int i = 0; i < 80; i++) {
        StringBuilder bad = new StringBuilder(good);
        for (int change = random.nextInt(3); change >= 0; change--) {
          int at = random.nextInt(bad.length());
          int to = Math.min(bad.length(), at + random.nextInt(12));
          bad.replace(at, to, pieces.get(random.nextInt(pieces.size())));
        }
        PolicyTestFile file =
            PolicyTestFile.read(
                written.bytes("bad", bad.toString().getBytes(StandardCharsets.UTF_8)));
        FileResult result = file.run();
        refused += file.problems().isEmpty() ? 0 : 1;
        assertThat(result.passed() + result.failed()).isPositive();
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void aFolderWithoutTestsFails() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("none"));
    SuiteResult result = PolicyTestSuite.read(List.of(empty)).run();
    assertThat(result.isSuccess()).isFalse();
    assertThat(result.failed()).isEqualTo(1);
    assertThat(written.shown(result.files().get(0).message()))
        .isEqualTo("none: 1 problem\nnone: there is no *.policy-tests.json in this folder");
  }

  @Test
  void nothingToReadIsAMistake() {
    assertThatThrownBy(() -> PolicyTestSuite.read(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name at least one file or folder of policy tests");
  }
}
