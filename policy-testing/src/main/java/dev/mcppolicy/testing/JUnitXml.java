package dev.mcppolicy.testing;

import java.util.List;

/**
 * Prints results in the XML that build servers read as the report of JUnit tests: a suite for each
 * file, a case for each test.
 */
public final class JUnitXml {

  private static final String READING = "reading the file";

  private JUnitXml() {}

  /** Returns a report; the same results give the same text. */
  public static String of(SuiteResult result) {
    StringBuilder out = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.append("<testsuites name=\"policy tests\"");
    counts(result.passed() + result.failed(), result.failed(), out);
    out.append(">\n");
    result.files().forEach(file -> suite(file, out));
    return out.append("</testsuites>\n").toString();
  }

  private static void suite(FileResult file, StringBuilder out) {
    String name = file.file().toString();
    out.append("  <testsuite");
    attribute("name", name, out);
    counts(file.passed() + file.failed(), file.failed(), out);
    out.append(">\n");
    if (!file.problems().isEmpty()) {
      List<TestProblem> problems = file.problems();
      failure(name, READING, problems.get(0).toString(), file.message(), out);
    }
    for (TestResult test : file.tests()) {
      test.failure()
          .ifPresentOrElse(
              step -> failure(name, test.name(), summary(step), step.message(), out),
              () -> {
                begin(name, test.name(), out);
                out.append("/>\n");
              });
    }
    out.append("  </testsuite>\n");
  }

  private static String summary(StepResult step) {
    return "expected " + step.expected() + ", but was " + step.actual();
  }

  private static void begin(String file, String name, StringBuilder out) {
    out.append("    <testcase");
    attribute("classname", file, out);
    attribute("name", name, out);
    out.append(" time=\"0\"");
  }

  private static void failure(
      String file, String name, String summary, String message, StringBuilder out) {
    begin(file, name, out);
    out.append(">\n      <failure");
    attribute("message", summary, out);
    out.append(">");
    escape(message, false, out);
    out.append("</failure>\n    </testcase>\n");
  }

  private static void counts(int tests, int failures, StringBuilder out) {
    out.append(" tests=\"").append(tests).append("\" failures=\"").append(failures);
    out.append("\" errors=\"0\" skipped=\"0\" time=\"0\"");
  }

  private static void attribute(String name, String value, StringBuilder out) {
    out.append(' ').append(name).append("=\"");
    escape(value, true, out);
    out.append('"');
  }

  /** Writes what XML 1.0 can hold; of everything else, a replacement character. */
  private static void escape(String text, boolean inAttribute, StringBuilder out) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append("&quot;");
                case '\r', '\t' -> out.append("&#").append(c).append(';');
                case '\n' -> out.append(inAttribute ? "&#10;" : "\n");
                default -> out.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
  }

  private static boolean isXml(int c) {
    return (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) || c >= 0x10000;
  }
}
