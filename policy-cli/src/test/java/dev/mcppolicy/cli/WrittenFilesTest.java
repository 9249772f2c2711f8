package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that commands write. */
class WrittenFilesTest {

  @TempDir private Path folder;

  @Test
  void anImportedPolicyLoadsAndIsNotSuspicious() throws IOException {
    Path file = folder.resolve("policy.json");
    Run imported = Run.of("import", Fixtures.path("intercept.yaml"), "-o", file.toString());
    assertThat(imported).isEqualTo(new Run(0, "", ""));
    assertThat(Files.readString(file))
        .isEqualTo(Run.of("import", Fixtures.path("intercept.yaml")).out());
    assertThat(Run.of("check", file.toString()).exit()).isZero();
    assertThat(Run.of("lint", file.toString()).exit()).isZero();
  }

  @Test
  void aPolicyThatCantBeCarriedOverLeavesTheFileAsItWas() throws IOException {
    Path file = folder.resolve("policy.json");
    Files.writeString(file, "as it was");
    assertThat(Run.of("import", Fixtures.path("foreign.yaml"), "-o", file.toString()).exit())
        .isEqualTo(1);
    assertThat(Files.readString(file)).isEqualTo("as it was");
  }

  @Test
  void aFolderIsNoFileToWrite() {
    assertThat(Run.of("import", Fixtures.path("intercept.yaml"), "-o", folder.toString()))
        .isEqualTo(new Run(2, "", "policy: " + folder + " can't be written: Is a directory\n"));
  }

  @Test
  void aJunitReportIsWrittenBesideTheResult() throws IOException {
    Path file = folder.resolve("report.xml");
    String tests = Fixtures.path("failing.policy-tests.json");
    Run run = Run.of("test", "--junit-xml", file.toString(), tests);
    assertThat(run).isEqualTo(Run.of("test", tests));
    assertThat(Files.readString(file))
        .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites")
        .contains("tests=\"2\" failures=\"1\"", "three lists a minute");
  }

  @Test
  void noFileIsWrittenUnlessAllCanBe() throws IOException {
    Path there = folder.resolve("policy.json");
    Path missing = folder.resolve("none").resolve("tests.json");
    Files.writeString(there, "as it was");
    for (Map<Path, String> texts : List.of(ordered(there, missing), ordered(missing, there))) {
      assertThatThrownBy(() -> NewFile.write(texts))
          .isInstanceOf(UnusableException.class)
          .hasMessage(missing + " can't be written: there is no such folder");
      assertThat(Files.readString(there)).isEqualTo("as it was");
      assertThat(folder)
          .isDirectoryContaining(there::equals)
          .isDirectoryNotContaining("glob:**tmp");
    }
  }

  private static Map<Path, String> ordered(Path first, Path second) {
    Map<Path, String> texts = new LinkedHashMap<>();
    texts.put(first, "new");
    texts.put(second, "new");
    return texts;
  }

  @Test
  void whoMayReadAFileThatIsWrittenAnewStaysAsItWas() throws IOException {
    Path file = folder.resolve("policy.json");
    Files.writeString(file, "as it was");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w----"));

    NewFile.write(file, "new");

    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw--w----"));
    assertThat(folder).isDirectoryNotContaining("glob:**tmp");
  }

  @Test
  void whatALinkLeadsToIsWrittenAndTheLinkStays() throws IOException {
    Path file = Files.writeString(folder.resolve("policy.json"), "as it was");
    Path link = Files.createSymbolicLink(folder.resolve("link.json"), file);

    NewFile.write(link, "new");

    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).isEqualTo("new");
  }

  @Test
  void aDeviceIsWrittenTo() {
    NewFile.write(Path.of("/dev/null"), "new");

    assertThat(Path.of("/dev/null")).exists();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }
}
