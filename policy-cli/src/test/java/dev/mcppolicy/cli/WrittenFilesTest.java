package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
