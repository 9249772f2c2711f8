package dev.mcppolicy.junit.internal;

import dev.mcppolicy.testing.Coverage;

/** What JUnit shows of policy tests in files. */
final class JUnitMessages {

  private JUnitMessages() {}

  static String reading() {
    return "the file can be read";
  }

  static String coverage(int threshold) {
    return "the tests reach " + threshold + "% of the policies";
  }

  static String tooLittle(int threshold, Coverage coverage) {
    return "the tests have to reach " + threshold + "% of the policies\n" + coverage;
  }

  static String mutation() {
    return "the tests notice every weakening of the policies";
  }

  static String annotation() {
    return "@PolicyTests says what to run";
  }

  static String noPathAtAll(String name) {
    return '"' + name + "\" is no path of a file or folder";
  }

  static String noPath() {
    return "name at least one file or folder, as in @PolicyTests(\"policies/\")";
  }
}
