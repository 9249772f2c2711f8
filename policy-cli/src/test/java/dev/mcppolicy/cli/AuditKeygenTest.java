package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.audit.AuditKeys;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that {@code policy audit keygen} makes. */
class AuditKeygenTest {

  @TempDir private Path folder;

  @Test
  void makesAPairOfWhichTheSecretIsTheOwnersAlone() throws Exception {
    Path secret = folder.resolve("audit.key.pem");
    Path open = folder.resolve("audit.pub.pem");
    Run run = Run.of("audit", "keygen", folder.resolve("audit").toString());
    String fingerprint = AuditKeys.fingerprint(AuditKeys.read(secret, open).getPublic());
    assertThat(run).isEqualTo(new Run(0, secret + "\n" + open + "\n" + fingerprint + "\n", ""));
    if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void leavesAloneWhatIsThere() throws Exception {
    Path secret = Files.writeString(folder.resolve("audit.key.pem"), "mine");
    Run run = Run.of("audit", "keygen", folder.resolve("audit").toString());
    assertThat(run)
        .isEqualTo(new Run(2, "", "policy: " + secret + " is there already, and is left alone\n"));
    assertThat(Files.readString(secret)).isEqualTo("mine");
    Files.delete(secret);
    Path open = Files.writeString(folder.resolve("audit.pub.pem"), "mine");
    run = Run.of("audit", "keygen", folder.resolve("audit").toString());
    assertThat(run)
        .isEqualTo(new Run(2, "", "policy: " + open + " is there already, and is left alone\n"));
    assertThat(secret).doesNotExist();
  }

  @Test
  void printsJson() {
    Run run = Run.of("audit", "keygen", "--format", "json", folder.resolve("k").toString());
    assertThat(run.out()).contains("\"private\"", "\"public\"", "\"fingerprint\": \"sha256:");
    assertThat(Run.of("audit", "keygen", folder.resolve("none/k").toString()).exit()).isEqualTo(2);
  }
}
