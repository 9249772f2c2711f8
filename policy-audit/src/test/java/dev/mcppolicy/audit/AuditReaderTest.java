package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Code;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.audit.AuditRecord.Checkpoint;
import dev.mcppolicy.audit.AuditRecord.Closed;
import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.AuditRecord.Dropped;
import dev.mcppolicy.audit.AuditRecord.Opened;
import dev.mcppolicy.audit.AuditRecord.Settled;
import dev.mcppolicy.audit.AuditRecord.Torn;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditReaderTest {

  private static final String ZEROS = "0".repeat(64);
  private static final String LINK =
      "{\"v\":1,\"n\":7,\"time\":\"2026-11-21T10:00:00.5Z\",\"type\":";
  private static final String END = ",\"prev\":\"" + ZEROS + "\",\"hash\":\"" + ZEROS + "\"}";

  private static final String BOTH = "{\"arguments\":{\"amount\":5},\"caller\":{\"id\":\"alice\"}}";

  @TempDir private Path folder;

  private List<AuditRecord> read(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("audit.jsonl"), text);
    List<AuditRecord> records = new ArrayList<>();
    try (AuditReader reader = AuditReader.open(file)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    }
    return records;
  }

  private AuditRecord one(String type, String fields) throws IOException {
    return read(LINK + "\"" + type + "\"" + fields + END + "\n").get(0);
  }

  @Test
  void readsADecisionWithEverything() throws Exception {
    Decided decided =
        (Decided)
            one(
                "decision",
                ",\"id\":\"a-1\",\"server\":\"s\",\"tool\":\"t\\ud83d\",\"grant\":\"g\",\"session\":\"x\","
                    + "\"effect\":\"deny\",\"code\":\"limit_exceeded\",\"rule\":\"/tools/t/limits/0\","
                    + "\"message\":\"Wait.\",\"retry_after_ms\":1500,"
                    + "\"shadow\":{\"code\":\"denied\",\"rule\":\"/tools/t/action\"},"
                    + "\"policy\":\"sha256:00\",\"args\":[\"b\",\"a\"],\"args_hmac\":\"ff\","
                    + "\"arguments\":{\"a\":1.10,\"b\":[null,true,9007199254740993]},"
                    + "\"caller\":{\"id\":\"alice\"},\"sealed\":\"AA==\",\"cut\":[\"args\"]");
    assertThat(decided.number()).isEqualTo(7);
    assertThat(decided.time()).isEqualTo(Instant.parse("2026-11-21T10:00:00.5Z"));
    assertThat(decided.id()).isEqualTo("a-1");
    assertThat(decided.server()).contains("s");
    assertThat(decided.tool()).isEqualTo("t\ud83d");
    assertThat(decided.grant()).contains("g");
    assertThat(decided.session()).contains("x");
    assertThat(decided.effect()).isEqualTo(Effect.DENY);
    assertThat(decided.isAllowed()).isFalse();
    assertThat(decided.code()).contains(Code.LIMIT_EXCEEDED);
    assertThat(decided.rule()).isEqualTo("/tools/t/limits/0");
    assertThat(decided.message()).isEqualTo("Wait.");
    assertThat(decided.retryAfter()).contains(Duration.ofMillis(1500));
    assertThat(decided.shadow()).contains(new AuditRecord.Shadow(Code.DENIED, "/tools/t/action"));
    assertThat(decided.policy()).contains("sha256:00");
    assertThat(decided.argumentNames()).containsExactly("b", "a");
    assertThat(decided.argumentsHmac()).contains("ff");
    Map<String, Object> arguments = decided.arguments().orElseThrow();
    assertThat(arguments.get("a")).isEqualTo(new BigDecimal("1.10"));
    assertThat(arguments.get("b").toString()).isEqualTo("[null, true, 9007199254740993]");
    assertThat(decided.caller().orElseThrow()).containsEntry("id", "alice");
    assertThat(decided.sealed()).contains("AA==");
    assertThat(decided.cut()).containsExactly("args");
  }

  @Test
  void readsADecisionWithWhatItNeeds() throws Exception {
    Decided decided =
        (Decided) one("decision", ",\"id\":\"a\",\"tool\":\"\",\"effect\":\"allow\",\"args\":[]");
    assertThat(decided.isAllowed()).isTrue();
    assertThat(decided.code()).isEmpty();
    assertThat(decided.rule()).isEmpty();
    assertThat(decided.arguments()).isEmpty();
  }

  @Test
  void readsEveryOtherKind() throws Exception {
    Settled settled =
        (Settled) one("outcome", ",\"id\":\"a\",\"outcome\":\"not_sent\",\"latency_ms\":1.000001");
    assertThat(settled.outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(settled.latency()).isEqualTo(Duration.ofNanos(1_000_001));
    assertThat(one("opened", "")).isInstanceOf(Opened.class);
    assertThat(((Closed) one("closed", "")).signature()).isEmpty();
    assertThat(((Closed) one("closed", ",\"key\":\"k\",\"signature\":\"s\"")).signature())
        .contains(new AuditRecord.Signature("k", "s"));
    assertThat(((Checkpoint) one("checkpoint", ",\"key\":\"k\",\"signature\":\"s\"")).signature())
        .isEqualTo(new AuditRecord.Signature("k", "s"));
    assertThat(((Dropped) one("dropped", ",\"count\":3")).count()).isEqualTo(3);
    assertThat(((Torn) one("torn", ",\"bytes\":2,\"begin\":\"AA==\"")).bytes()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"opened\",\"more\":1|the field \"more\" is unknown",
        "\"opend\"|the field \"type\" is \"opend\", which is unknown",
        "\"dropped\"|the field \"count\" is missing",
        "\"dropped\",\"count\":-1|the field \"count\" must be a whole number from 0",
        "\"dropped\",\"count\":1.0|the field \"count\" must be a whole number from 0",
        "\"dropped\",\"count\":99999999999999999999|the field \"count\" must be a whole number from 0",
        "\"dropped\",\"count\":\"1\"|the field \"count\" must be a number",
        "\"dropped\",\"count\":null|the field \"count\" must be a number",
        "\"checkpoint\"|the field \"signature\" is missing",
        "\"checkpoint\",\"signature\":\"s\"|the field \"key\" is missing",
        "\"outcome\",\"id\":\"a\",\"outcome\":\"OK\"|the field \"outcome\" is \"OK\", which is unknown",
        "\"outcome\",\"id\":\"a\",\"outcome\":\"ok\",\"latency_ms\":1e999999999|the field \"latency_ms\" must be a length of time",
        "\"outcome\",\"id\":\"a\",\"outcome\":\"ok\",\"latency_ms\":1e2147483647|the field \"latency_ms\" must be a length of time",
        "\"outcome\",\"id\":\"a\",\"outcome\":\"ok\",\"latency_ms\":1e-999999999|the field \"latency_ms\" must be a length of time",
        "\"outcome\",\"id\":\"a\",\"outcome\":\"ok\",\"latency_ms\":-1|the field \"latency_ms\" must be a length of time",
        "\"decision\",\"id\":\"a\",\"tool\":\"t\",\"effect\":\"ask\"|the field \"effect\" is \"ask\", which is unknown",
        "\"decision\",\"id\":\"a\",\"tool\":\"t\",\"effect\":\"deny\",\"args\":[1]|the field \"args\" must be a list of texts",
        "\"decision\",\"id\":\"a\",\"tool\":\"t\",\"effect\":\"deny\",\"shadow\":{\"code\":\"denied\",\"x\":1}|the field \"x\" is unknown",
        "\"opened\",\"n\":8|the line is no JSON at column 65, or a name stands twice there",
      })
  void saysWhyALineIsNoRecord(String fields, String problem) {
    assertThatThrownBy(() -> read(LINK + "\"opened\"" + END + "\n" + LINK + fields + END + "\n"))
        .isInstanceOfSatisfying(
            AuditFormatException.class,
            e -> {
              assertThat(e.problem()).isEqualTo(problem);
              assertThat(e.line()).isEqualTo(2);
              assertThat(e).hasMessage(folder.resolve("audit.jsonl") + ":2: " + problem);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "[]|the line is no JSON object",
        "{} {}|the line is no JSON object",
        "{\"v\":2}|the record is of another version than 1, which this program can't read",
        "{\"v\":1,\"n\":1,\"time\":\"yesterday\"}|the field \"time\" must be a moment in UTC",
        "{\"v\":1,\"n\":1,\"time\":\"2026-11-21T10:00:00Z\",\"prev\":\"00\"}|the field \"prev\" must be 64 hexadecimal digits",
      })
  void saysWhyALineIsNoLinkOfAChain(String line, String problem) {
    assertThatThrownBy(() -> read(line + "\n"))
        .isInstanceOfSatisfying(
            AuditFormatException.class, e -> assertThat(e.problem()).isEqualTo(problem));
  }

  @Test
  void refusesAnEmptyLineAndNestingWithoutEnd() {
    assertThatThrownBy(() -> read("\n")).isInstanceOf(AuditFormatException.class);
    assertThatThrownBy(() -> read("{\"v\":" + "[".repeat(100_000) + "\n"))
        .isInstanceOf(AuditFormatException.class);
    assertThatThrownBy(() -> read("{\"v\":" + "1".repeat(100_000) + "}\n"))
        .isInstanceOf(AuditFormatException.class);
  }

  @Test
  void refusesALineWithoutEnd() throws Exception {
    byte[] many = new byte[Line.LONGEST + 1];
    java.util.Arrays.fill(many, (byte) 'x');
    Path file = Files.write(folder.resolve("audit.jsonl"), many);
    try (AuditReader reader = AuditReader.open(file)) {
      assertThatThrownBy(reader::next)
          .isInstanceOf(AuditFormatException.class)
          .hasMessageEndingWith(":1: the line is longer than any record");
    }
  }

  @Test
  void leavesOutWhatIsNotFinished() throws Exception {
    String whole = LINK + "\"opened\"" + END;
    assertThat(read(whole + "\n" + whole)).hasSize(1);
    assertThat(read(whole)).isEmpty();
    assertThat(read("")).isEmpty();
  }

  @Test
  void opensWhatWasSealedWithTheKeyAndForItsDecisionOnly() throws Exception {
    ArgumentSeal seal = ArgumentSeal.of("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    String sealed = seal.seal("a", BOTH);
    Decided mine = sealed("a", sealed);
    assertThat(seal.open(mine).orElseThrow().arguments()).containsEntry("amount", 5);
    assertThat(seal.open(mine).orElseThrow().caller()).containsEntry("id", "alice");
    assertThat(sealed).isNotEqualTo(seal.seal("a", BOTH));
    assertThatThrownBy(() -> seal.open(sealed("b", sealed)))
        .isInstanceOf(java.security.GeneralSecurityException.class);
    ArgumentSeal other = ArgumentSeal.of(new byte[32]);
    assertThatThrownBy(() -> other.open(mine))
        .isInstanceOf(java.security.GeneralSecurityException.class);
    for (String broken : List.of("", "AA==", "!", sealed.substring(4))) {
      assertThatThrownBy(() -> seal.open(sealed("a", broken)))
          .isInstanceOf(java.security.GeneralSecurityException.class);
    }
    assertThat(seal.open(sealed("a", null))).isEmpty();
    assertThat(seal).hasToString("ArgumentSeal");
  }

  private Decided sealed(String id, String sealed) throws IOException {
    return (Decided)
        one(
            "decision",
            ",\"id\":\""
                + id
                + "\",\"tool\":\"\",\"effect\":\"allow\",\"args\":[]"
                + (sealed == null ? "" : ",\"sealed\":\"" + sealed + "\""));
  }

  @Test
  void aSealNeedsAKeyForAes() {
    for (int length : new int[] {0, 1, 15, 33}) {
      assertThatThrownBy(() -> ArgumentSeal.of(new byte[length]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("key must be a key for AES, of 16, 24 or 32 bytes");
    }
  }
}
