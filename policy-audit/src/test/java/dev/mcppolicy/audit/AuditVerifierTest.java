package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed in a log is found. */
class AuditVerifierTest {

  private static final boolean THOROUGH = Boolean.getBoolean("mcppolicy.thorough");
  private static final KeyPair KEYS = AuditKeys.generate();

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("audit.jsonl");
  }

  private byte[] log(boolean signed, int calls) throws IOException {
    AuditLogBuilder builder = AuditLog.jsonLines(file).clock(new TestClock());
    if (signed) {
      builder.signWith(KEYS).checkpointAfter(4);
    }
    try (AuditLog log = builder.open()) {
      PolicyEngine engine =
          PolicyEngine.builder(Logs.POLICY).clock(new TestClock()).recorder(log).build();
      for (int i = 0; i < calls; i++) {
        engine
            .check(ToolCall.of(i % 3 == 2 ? "fly" : "run", Map.of("n", i)))
            .reservation()
            .settle(Outcome.OK);
        log.flush(); // so that signatures come where they are expected
      }
    }
    return Files.readAllBytes(file);
  }

  private Verification verify(byte[] bytes) throws IOException {
    return AuditVerifier.create().verify(List.of(Files.write(file, bytes)));
  }

  private Verification verifyWithKey(byte[] bytes) throws IOException {
    return AuditVerifier.create()
        .withKey(KEYS.getPublic())
        .verify(List.of(Files.write(file, bytes)));
  }

  private Verification verify(List<String> lines) throws IOException {
    return verify((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> lines(byte[] bytes) {
    return List.of(new String(bytes, StandardCharsets.UTF_8).split("\n"));
  }

  private static List<String> messages(List<AuditFinding> findings) {
    return findings.stream().map(AuditFinding::message).toList();
  }

  @Test
  void everyChangeOfASingleByteIsFound() throws IOException {
    byte[] log = log(THOROUGH, THOROUGH ? 3 : 0);
    everyChangeIsFound(log, THOROUGH ? 1 : 17);
  }

  @Test
  void everyBitThatIsTurnedIsFound() throws IOException {
    byte[] log = log(true, 1);
    assertThat(verify(log).findings()).isEmpty();
    assertThat(verifyWithKey(log).findings()).isEmpty();
    everyChangeIsFound(log, 256);
  }

  private static void everyChangeIsFound(byte[] log, int step) throws IOException {
    Inspected inspected = new Inspected();
    for (int i = 0; i < log.length; i++) {
      byte was = log[i];
      for (int other = 0; other < 256; other += step) {
        if (other != (was & 0xff)) {
          log[i] = (byte) other;
          assertThat(inspected.isGood(log)).as("byte %s becomes %s", i, other).isFalse();
        }
      }
      for (int bit = THOROUGH ? 0 : i % 8; bit < 8; bit += THOROUGH ? 1 : 8) {
        log[i] = (byte) (was ^ (1 << bit));
        assertThat(inspected.isGood(log)).as("bit %s of byte %s", bit, i).isFalse();
      }
      log[i] = was;
    }
    assertThat(inspected.isGood(log)).isTrue();
  }

  /** Verifies what is in memory, as what is in files is verified. */
  private static final class Inspected {

    boolean isGood(byte[] log) throws IOException {
      Inspection inspection = new Inspection(null, false, 1);
      AuditVerifier.inspect(new java.io.ByteArrayInputStream(log), inspection, true);
      return inspection.end(Path.of("audit.jsonl")).isGood();
    }
  }

  @Test
  void everyTruncationIsFound() throws IOException {
    byte[] log = log(true, 3);
    Inspected inspected = new Inspected();
    for (int length = 0; length < log.length; length++) {
      assertThat(inspected.isGood(Arrays.copyOf(log, length))).as("%s bytes", length).isFalse();
    }
  }

  @Test
  void everyByteThatIsTakenOutOrPutInIsFound() throws IOException {
    byte[] log = log(false, THOROUGH ? 3 : 0);
    Inspected inspected = new Inspected();
    for (int i = 0; i < log.length; i++) {
      byte[] less = new byte[log.length - 1];
      System.arraycopy(log, 0, less, 0, i);
      System.arraycopy(log, i + 1, less, i, less.length - i);
      assertThat(inspected.isGood(less)).as("without byte %s", i).isFalse();
      for (byte added : new byte[] {' ', '\n', '\r', '0', 0}) {
        byte[] more = new byte[log.length + 1];
        System.arraycopy(log, 0, more, 0, i);
        more[i] = added;
        System.arraycopy(log, i, more, i + 1, log.length - i);
        assertThat(inspected.isGood(more)).as("%s before byte %s", added, i).isFalse();
      }
    }
  }

  @Test
  void everyLineThatIsRemovedRepeatedOrMovedIsFound() throws IOException {
    List<String> lines = lines(log(true, 3));
    assertThat(verify(lines).findings()).isEmpty();
    for (int i = 0; i < lines.size(); i++) {
      List<String> less = new ArrayList<>(lines);
      less.remove(i);
      assertThat(verify(less).findings()).as("without %s", i).isNotEmpty();
      for (int to = 0; to <= lines.size(); to++) {
        List<String> more = new ArrayList<>(lines);
        more.add(to, lines.get(i));
        assertThat(verify(more).findings()).as("%s again at %s", i, to).isNotEmpty();
      }
      for (int j = 0; j < i; j++) {
        List<String> swapped = new ArrayList<>(lines);
        swapped.set(i, lines.get(j));
        swapped.set(j, lines.get(i));
        assertThat(verify(swapped).findings()).as("%s and %s", i, j).isNotEmpty();
      }
    }
  }

  @Test
  void saysWhatIsWrongAndWhere() throws IOException {
    List<String> lines = lines(log(false, 3));
    List<String> changed = new ArrayList<>(lines);
    changed.set(2, lines.get(2).replace("\"ok\"", "\"error\""));
    assertThat(verify(changed).findings())
        .containsExactly(
            new AuditFinding(
                file,
                3,
                0,
                "the record was changed: its hash isn't that of its content, which says that it is"
                    + " record 3"));
    List<String> less = new ArrayList<>(lines);
    less.remove(2);
    assertThat(verify(less).findings())
        .containsExactly(new AuditFinding(file, 3, 4, "record 3 is missing"));
    less.remove(2);
    assertThat(verify(less).findings().get(0))
        .hasToString(file + ":3: record 5: records 3 to 4 are missing");
    List<String> twice = new ArrayList<>(lines);
    twice.add(3, lines.get(2));
    assertThat(verify(twice).findings().get(0))
        .isEqualTo(
            new AuditFinding(
                file,
                4,
                3,
                "the record stands twice or in the wrong place: record 4 should be here"));
    assertThat(messages(verify(lines.subList(0, 4)).findings()))
        .containsExactly(
            "the log ends with record 4, which doesn't close it: it is still written to, the"
                + " process died, or the end was cut off");
    assertThat(messages(verify(new byte[0]).findings())).containsExactly("there is no record");
    byte[] unfinished = Files.readAllBytes(Files.writeString(file, lines.get(0)));
    assertThat(messages(verify(unfinished).findings()))
        .containsExactly(
            "the last line isn't finished, at " + unfinished.length + " bytes",
            "there is no record");
  }

  @Test
  void aChainThatWasComputedAnewIsFoundByItsSignaturesOnly() throws IOException {
    List<String> lines = lines(log(true, 5));
    byte[] forged = forge(lines);
    assertThat(verify(forged).findings()).isEmpty();
    assertThat(messages(verifyWithKey(forged).findings()))
        .contains("the signature isn't good: something was changed before it");
  }

  /** Changes a record, and computes all hashes anew, as whoever can write the file can. */
  private static byte[] forge(List<String> lines) {
    StringBuilder out = new StringBuilder();
    String previous = AuditRecord.Link.NONE;
    for (String line : lines) {
      String content =
          line.substring(0, line.lastIndexOf(",\"prev\"")).replace("\"deny\"", "\"allow\"")
              + ",\"prev\":\""
              + previous
              + "\"";
      byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
      previous = Line.hash(bytes, bytes.length);
      String end = new String(Line.end(previous), StandardCharsets.US_ASCII);
      out.append(content).append(end).append('\n');
    }
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anotherKeyOrNoneIsFound() throws IOException {
    byte[] log = log(true, 2);
    Files.write(file, log);
    Verification other =
        AuditVerifier.create().withKey(AuditKeys.generate().getPublic()).verify(List.of(file));
    assertThat(messages(other.findings()))
        .contains(
            "the signature is of another key, " + AuditKeys.fingerprint(KEYS.getPublic()),
            "there is no good signature of this key");
    Files.delete(file);
    assertThat(messages(verifyWithKey(log(false, 2)).findings()))
        .containsExactly(
            "the closing record bears no signature", "there is no good signature of this key");
  }

  @Test
  void aKeyThatSignsNothingIsRefused() throws Exception {
    KeyPair rsa = KeyPairGenerator.getInstance("EC").generateKeyPair();
    assertThatThrownBy(() -> AuditVerifier.create().withKey(rsa.getPublic()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("keys must be an Ed25519 key pair");
    assertThatThrownBy(() -> AuditVerifier.create().beginningAt(0))
        .hasMessage("record must be >= 1: 0");
  }

  @Test
  void whatIsStillWrittenToIsGoodIfThatIsExpectedAndSaysWhatNoSignatureCovers() throws IOException {
    List<String> lines = lines(log(true, 5));
    Files.writeString(file, String.join("\n", lines.subList(0, 9)) + "\n{\"v\"");
    AuditVerifier verifier = AuditVerifier.create().withKey(KEYS.getPublic());
    assertThat(verifier.verify(List.of(file)).findings()).isNotEmpty();
    Verification open = verifier.allowingOpen().verify(List.of(file));
    assertThat(open.findings()).isEmpty();
    assertThat(open.closed()).isFalse();
    assertThat(open.last()).isEqualTo(9);
    assertThat(open.signed()).isEqualTo(7);
    assertThat(messages(open.notes()))
        .containsExactly(
            "the last line isn't finished, at 4 bytes",
            "the last good signature is that of record 7; records 8 to 9 could have been changed,"
                + " and more cut off, by whoever can write the file");
  }

  @Test
  void filesMayBeGivenInAnyOrderAndNoneMayBeMissing() throws IOException {
    List<String> lines = lines(log(true, 8));
    Path first = write("one", lines.subList(0, 5));
    Path second = write("two", lines.subList(5, 9));
    Path third = write("three", lines.subList(9, lines.size()));
    Path empty = Files.createFile(folder.resolve("empty"));
    AuditVerifier verifier = AuditVerifier.create().withKey(KEYS.getPublic());
    assertThat(verifier.verify(List.of(third, first, second)).findings()).isEmpty();
    assertThat(verifier.verify(List.of(empty, third, second, first)).findings()).isEmpty();
    assertThat(messages(verifier.verify(List.of(first, third)).findings()))
        .containsExactly("records 6 to 9 are missing");
    assertThat(messages(verifier.verify(List.of(second, third)).findings()))
        .containsExactly("records 1 to 5 are missing");
    assertThat(verifier.beginningAt(6).verify(List.of(second, third)).findings()).isEmpty();
    assertThat(verifier.verify(List.of(first, second)).findings()).isNotEmpty();
    assertThat(verifier.verify(List.of(first, first, second, third)).findings()).isNotEmpty();
    assertThat(verifier.verify(List.of()).findings()).isNotEmpty();
  }

  private Path write(String name, List<String> lines) throws IOException {
    return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
  }

  @Test
  void anUnfinishedLineWithinTheLogIsFound() throws IOException {
    List<String> lines = lines(log(false, 4));
    Path first = Files.writeString(folder.resolve("one"), String.join("\n", lines.subList(0, 5)));
    Path second = write("two", lines.subList(5, lines.size()));
    assertThat(AuditVerifier.create().allowingOpen().verify(List.of(first, second)).findings())
        .isNotEmpty();
  }

  @Test
  void aLogThatWasNotClosedAndGoesOnIsNoted() throws IOException {
    List<String> lines = lines(log(false, 2));
    Files.writeString(file, String.join("\n", lines.subList(0, lines.size() - 1)) + "\n");
    log(false, 1);
    Verification verification = AuditVerifier.create().verify(List.of(file));
    assertThat(verification.findings()).isEmpty();
    assertThat(messages(verification.notes()))
        .containsExactly(
            "the log was not closed before, since the process died; what it had not yet forced to"
                + " the disk is lost");
  }

  @Test
  void randomBytesGiveFindingsAndNothingElse() throws IOException {
    for (byte[] bytes :
        Stream.of(new byte[100], "\n\n\n".getBytes(StandardCharsets.UTF_8), new byte[] {-1, -2, 10})
            .toList()) {
      assertThat(verify(bytes).findings()).isNotEmpty();
    }
  }

  @Test
  void keysGoToFilesAndBack() throws IOException {
    Path secret = Files.writeString(folder.resolve("key.pem"), AuditKeys.privateToPem(KEYS));
    Path open = Files.writeString(folder.resolve("pub.pem"), AuditKeys.publicToPem(KEYS));
    assertThat(AuditKeys.readPublic(open)).isEqualTo(KEYS.getPublic());
    assertThat(AuditKeys.read(secret, open).getPrivate()).isEqualTo(KEYS.getPrivate());
    Path other =
        Files.writeString(folder.resolve("other"), AuditKeys.publicToPem(AuditKeys.generate()));
    assertThatThrownBy(() -> AuditKeys.read(secret, other))
        .hasMessage(secret + " and " + other + " are no Ed25519 keys that belong together");
    assertThatThrownBy(() -> AuditKeys.readPublic(secret))
        .hasMessage(secret + " holds no Ed25519 PUBLIC KEY");
    for (String broken : List.of("", "!", "AAAA")) {
      Files.writeString(
          other, "-----BEGIN PUBLIC KEY-----\n" + broken + "\n-----END PUBLIC KEY-----\n");
      assertThatThrownBy(() -> AuditKeys.readPublic(other))
          .hasMessage(other + " holds no Ed25519 PUBLIC KEY");
    }
  }
}
