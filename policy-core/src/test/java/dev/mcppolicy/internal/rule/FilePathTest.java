package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.judge;
import static dev.mcppolicy.internal.rule.Truth.FALSE;
import static dev.mcppolicy.internal.rule.Truth.TRUE;
import static dev.mcppolicy.internal.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilePathTest {

  private static Truth within(Object folders, String path) {
    Truth within = judge("within", folders, path);
    assertThat(judge("not_within", folders, path)).isEqualTo(within.not());
    return within;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/app",
        "/app/",
        "/app/x",
        "/app/./x",
        "/app//x",
        "/app/a/../b",
        "/app/a/b/../..",
        "/./app/x",
        "/tmp/../app/x",
        "/../app/x",
        "/../../../app",
        "\\app\\x",
        "/app\\x",
        "/app/sub\\..\\y",
        "/app/x/../../app/y",
        "/app/~root",
        "/app/x~",
        "/app/C:/x",
        "/app/%2e%2e/etc",
        "/app/..%2fetc",
        "/app/...",
        "/app/.. /x",
        "/app/..\u200b",
        "/app/x ",
        "/app/x.",
        "/app/.hidden",
        "/app/x\ny"
      })
  void these_are_inside_app(String path) {
    assertThat(within("/app", path)).isEqualTo(TRUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "\\",
        "/..",
        "/etc/passwd",
        "/application/x",
        "/ap",
        "/app.txt",
        "/app /x",
        "/app./x",
        "/App/x",
        "/аpp/x", // a Cyrillic look-alike
        "/app/..",
        "/app/../etc/passwd",
        "/app/./..//etc",
        "/app/a/../../etc/passwd",
        "/app/../app2",
        "/app\\..\\windows",
        "/app/..\\etc",
        "/app/x/../../../../app2/app",
        "/etc/app",
        "/etc/../app/../etc",
        "/%61pp/x",
        "/app%2fx",
        "/app∕x", // a division slash is no separator
        "/\u200bapp/x",
        "/C:/app/x"
      })
  void these_are_outside_of_app(String path) {
    assertThat(within("/app", path)).isEqualTo(FALSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app/x",
        "./app/x",
        "../app/x",
        "..",
        ".",
        " /app/x",
        "~",
        "~/x",
        "~root/.ssh",
        "~/../../app/x",
        "/app/x\0.png",
        "\0/app",
        "//app/x",
        "\\\\app\\x",
        "/\\app/x",
        "\\/app/x",
        "//",
        "\\\\?\\C:\\app",
        "\\\\.\\pipe\\x",
        "\\??\\C:\\app",
        "file:///app/x",
        "C:",
        "C:app",
        "c:..\\app",
        "C:\\app\\x",
        "c:/app/x",
        "z:\\",
        "1:/app"
      })
  void these_can_not_be_judged_by_app(String path) {
    assertThat(within("/app", path)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\app",
        "c:\\app\\x",
        "C:/app/x",
        "c:/app\\x/../y",
        "C:\\\\app\\\\x",
        "C:\\..\\app",
        "C:\\windows\\..\\app\\x",
        "C:\\app\\.\\x",
        "C:\\app\\PROGRA~1"
      })
  void these_are_inside_a_folder_of_a_drive(String path) {
    assertThat(within("C:\\app", path)).isEqualTo(TRUE);
    assertThat(within("c:/app/", path)).isEqualTo(TRUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:\\",
        "C:\\app\\..\\windows",
        "C:\\application",
        "D:\\app\\x",
        "C:\\App\\x", // drive letters know no case, names do
        "C:\\windows\\..\\..\\app2"
      })
  void these_are_outside_of_a_folder_of_a_drive(String path) {
    assertThat(within("C:\\app", path)).isEqualTo(FALSE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C:",
        "C:app\\x",
        "C:..\\app",
        "/app/x",
        "\\app\\x",
        "C:\\app\\...\\x",
        "C:\\app\\.. \\x",
        "C:\\app\\ \\x",
        "C:\\app\\. .\\x",
        "C:\\app.\\x",
        "C:\\app \\x",
        "C:\\windows.",
        "C:\\app::$INDEX_ALLOCATION\\x",
        "C:\\app\\x.txt:stream",
        "C:\\app\\x\0",
        "\u0130:\\app",
        "\u212a:\\app" // the Kelvin sign
      })
  void these_can_not_be_judged_by_a_folder_of_a_drive(String path) {
    assertThat(within("C:\\app", path)).isEqualTo(UNKNOWN);
  }

  @Test
  void folders_combine_as_or() {
    List<String> folders = List.of("/app", "C:\\app", "/tmp/work");
    assertThat(within(folders, "/tmp/work/x")).isEqualTo(TRUE);
    assertThat(within(folders, "C:\\app\\x")).isEqualTo(TRUE);
    assertThat(within(folders, "/etc")).isEqualTo(UNKNOWN);
    assertThat(within(folders, "C:\\etc")).isEqualTo(UNKNOWN);
    assertThat(within(List.of("/app", "/tmp"), "/etc")).isEqualTo(FALSE);
    assertThat(within(List.of("C:/app", "D:/"), "e:/app")).isEqualTo(FALSE);
  }

  @Test
  void a_root_holds_everything_of_its_kind() {
    assertThat(within("/", "/")).isEqualTo(TRUE);
    assertThat(within("/", "/etc/../..")).isEqualTo(TRUE);
    assertThat(within("/", "C:\\x")).isEqualTo(UNKNOWN);
    assertThat(within("c:\\", "C:/x/..")).isEqualTo(TRUE);
    assertThat(within("c:\\", "D:/x")).isEqualTo(FALSE);
  }

  @Test
  void a_folder_is_resolved_once() {
    assertThat(within("/srv/../app/./x//", "/app/x/y")).isEqualTo(TRUE);
    assertThat(within("\\app\\..\\..", "/etc")).isEqualTo(TRUE);
    assertThat(within("/app/a/..", "/app/b")).isEqualTo(TRUE);
  }

  @Provide
  Arbitrary<String> paths() {
    Arbitrary<String> name = Arbitraries.of("a", "b", "ab", ".", "..", "", "...", " ");
    Arbitrary<String> separator = Arbitraries.of("/", "\\");
    Arbitrary<String> step = Combinators.combine(separator, name).as((s, n) -> s + n);
    Arbitrary<String> root = Arbitraries.of("", "", "C:", "c:", "D:", "~", "x");
    return Combinators.combine(root, step.list().ofMaxSize(6))
        .as((r, steps) -> r + String.join("", steps));
  }

  @Property(tries = 5000)
  void within_is_what_a_stack_of_names_says(
      @ForAll("paths") String folder, @ForAll("paths") String path) {
    if (rootOf(folder).isEmpty()) {
      return;
    }
    assertThat(within(folder, path)).isEqualTo(naively(folder, path));
  }

  private static Truth naively(String folder, String path) {
    String root = rootOf(path);
    String folderRoot = rootOf(folder);
    if (root.isEmpty() || root.length() != folderRoot.length()) {
      return UNKNOWN;
    }
    List<String> names = stack(path, root);
    List<String> outer = stack(folder, folderRoot);
    boolean inside = names.size() >= outer.size() && names.subList(0, outer.size()).equals(outer);
    return Truth.of(root.equalsIgnoreCase(folderRoot) && inside);
  }

  /** Returns {@code /} or {@code C:/}; empty if it can't be judged. */
  private static String rootOf(String path) {
    String slashes = path.replace('\\', '/');
    if (slashes.matches("/([^/].*)?")) {
      return "/";
    }
    boolean odd = slashes.matches(".*/(\\.{3}| )(/.*)?");
    return slashes.matches("[A-Za-z]:/.*") && !odd ? slashes.substring(0, 3) : "";
  }

  private static List<String> stack(String path, String root) {
    List<String> names = new ArrayList<>();
    for (String name : path.replace('\\', '/').substring(root.length()).split("/", -1)) {
      if (name.equals("..")) {
        if (!names.isEmpty()) {
          names.remove(names.size() - 1);
        }
      } else if (!name.isEmpty() && !name.equals(".")) {
        names.add(name);
      }
    }
    return names;
  }

  @Test
  void a_long_path_takes_linear_time() {
    assertThat(within("C:\\a", "C:\\" + "a\\..\\".repeat(200_000) + "a")).isEqualTo(TRUE);
    assertThat(within("/" + "a/".repeat(5_000), "/" + "a/".repeat(200_000))).isEqualTo(TRUE);
  }
}
