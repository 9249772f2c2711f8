package dev.mcppolicy.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The words of this module; those of failures are told where the failures are. */
class RedisMessagesTest {

  private static void misuse(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    RedisCounterStore.Builder builder = RedisCounterStore.builder(Stores.client());
    misuse(
        () -> builder.prefix("a:b"),
        "prefix must be letters, digits, or any of - . _ /, and not empty: a:b");
    misuse(
        () -> builder.prefix(""),
        "prefix must be letters, digits, or any of - . _ /, and not empty: ");
    misuse(() -> builder.timeout(Duration.ZERO), "timeout must be longer than zero: PT0S");
    misuse(() -> builder.lease(Duration.ofSeconds(-1)), "lease must be longer than zero: PT-1S");
    misuse(() -> builder.maxPending(0), "maxPending must be >= 1: 0");
    misuse(() -> builder.localShare(BigDecimal.ZERO), "share must be above 0 and at most 1: 0");
    misuse(
        () -> builder.localShare(new BigDecimal("1.1")),
        "share must be above 0 and at most 1: 1.1");
  }

  @Test
  void windowThatDoesNotStartAtWholeMicrosecondsIsRefused() {
    try (RedisCounterStore store = RedisCounterStore.builder(Stores.client()).build()) {
      CounterId id = new CounterId("a", "grant", List.of());
      Window fine = new Window.Calendar(Duration.ofNanos(500), ZoneId.of("UTC"));
      misuse(
          () -> store.requireKeepable(Map.of(id, Set.of(fine))),
          "Redis counts time in microseconds, and a window on the clock of PT0.0000005S does not"
              + " start at whole ones; use a length of whole microseconds");
      store.requireKeepable(
          Map.of(
              id,
              Set.of(
                  new Window.Calendar(Duration.ofNanos(5_000), ZoneId.of("UTC")),
                  new Window.Sliding(Duration.ofNanos(1)))));
      assertThat(store.stats().keys()).isEqualTo(-1);
    }
  }

  @Test
  void maximumThatCannotBeWrittenIsRefused() {
    try (RedisCounterStore store = RedisCounterStore.builder(Stores.client()).build()) {
      Quota huge = new Quota(new Window.Lifetime(), Amount.of(new BigDecimal("1e1000000")));
      Charge charge = Spending.call("calls", "alice", huge);
      misuse(
          () -> Spending.take(store, charge),
          "max must have at most 2000 digits before and after its point");
      Charge twice = Spending.call("calls", "alice", Spending.lifetime(1));
      misuse(
          () -> Spending.take(store, twice, twice),
          "charges must not name a counter of an owner twice: " + twice.counter());
    }
  }

  @Test
  void answersThatTheScriptNeverGivesAreKnown() {
    assertThat(Reply.read(said("taken", "1", "end"), 1, false))
        .containsExactly(new Reply("taken", "1", List.of(), false));
    assertThat(Reply.read(said("refused", "1", List.of("0", "0", ""), "end"), 1, false))
        .containsExactly(new Reply("refused", "1", List.of(List.of("0", "0", "")), false));
    assertThat(Reply.read(said("taken", "1", "closed", "2", "end"), 2, false)).hasSize(2);
    for (List<Object> broken :
        Arrays.<List<Object>>asList(
            List.of(),
            List.of("taken"),
            List.of("taken", "1"),
            List.of("taken", "1", "taken", "1", "end"),
            List.of("taken", "1", "end", "end"),
            List.of("taken", "1", List.of(), "end"),
            List.of("refused", "1", "end"),
            List.of("refused", "1", "taken", "end"),
            List.of("seen", "1", List.of(), "end"),
            List.of("allowed", "1", "end"),
            List.of("taken", List.of(), "end"))) {
      assertThat(Reply.read(said(broken.toArray()), 1, false)).as("%s", broken).isNull();
    }
  }

  @Test
  void replyThatIsCutAnywhereAndBeginsAnewIsKnown() {
    byte[] whole = said("refused", "1763000000000000", List.of("0", "0", "59000000"), "end");
    for (int cut = 1; cut < whole.length; cut++) {
      assertThat(Reply.read(Arrays.copyOf(whole, cut), 1, false)).as("cut at %s", cut).isNull();
      byte[] again = Arrays.copyOf(whole, whole.length);
      System.arraycopy(whole, 0, again, cut, whole.length - cut);
      assertThat(Reply.read(again, 1, false)).as("anew at %s", cut).isNull();
    }
  }

  @Test
  void bytesOfAnyKindAreAnAnswerOrNone() {
    long seed = Long.getLong("mcppolicy.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = said("refused", "1", List.of("0", "0", ""), "end");
      for (int j = random.nextInt(4); j >= 0; j--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        Reply.read(bytes, 1 + random.nextInt(2), false);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + Arrays.toString(bytes), e);
      }
    }
  }

  @Test
  void numbersAreToldAsNumbersOnlyIfTheyAreExactThere() {
    assertThat(new Packed().number("0").bytes()).containsExactly(0);
    assertThat(new Packed().number("9007199254740991").bytes()).startsWith(0xcf).hasSize(9);
    for (String text : List.of("", "-", "-1", "1.5", "9007199254740992", "9".repeat(300))) {
      assertThat(new Unpacked(new Packed().number(text).bytes()).text()).isEqualTo(text);
      assertThat(new Packed().number(text).bytes()).isEqualTo(new Packed().text(text).bytes());
    }
  }

  private static byte[] said(Object... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof List<?> list) {
        bytes.write(0x90 | list.size());
        list.forEach(one -> bytes.writeBytes(new Packed().text(one.toString()).bytes()));
      } else {
        bytes.writeBytes(new Packed().text(part.toString()).bytes());
      }
    }
    return bytes.toByteArray();
  }

  @Test
  void anAmountIsToldAsItIsWritten() {
    for (String amount :
        List.of(
            "0",
            "1",
            "0.000001",
            "0.0000001",
            "9007199254",
            "9007199254.740991",
            "9007199254.740992",
            "9007199255",
            "9223372036854",
            "9223372036855",
            "1e30")) {
      Amount told = Amount.of(new BigDecimal(amount));
      assertThat(new Packed().amount(told).bytes())
          .as(amount)
          .isEqualTo(new Packed().number(Millionths.write(told)).bytes());
    }
    assertThat(new Packed().amount(Amount.ONE).bytes()).hasSize(5);
  }

  @Test
  void whatIsToldOfSeveralIsToldInOneGo() {
    Packed both = new Packed().text("one").number(2);
    Packed other = new Packed().text("x".repeat(400)).number(3);
    assertThat(new Packed().all(both).all(other).bytes())
        .isEqualTo(new Packed().text("one").number(2).text("x".repeat(400)).number(3).bytes());
    Packed many = new Packed();
    for (int i = 0; i < 500; i++) {
      many.number(i);
    }
    assertThat(new Unpacked(new Packed().all(many).all(many).number(1).bytes()).texts())
        .hasSize(1_001);
  }

  @Test
  void aTextIsWrittenWithItsLengthBeforeIt() {
    for (int length : new int[] {0, 1, 9, 10, 99, 100, 1_000, 123_456}) {
      String text = "x".repeat(length);
      String bulk = "$" + length + "\r\n" + text + "\r\n";
      assertThat(new String(Bulk.of(text.getBytes(US_ASCII)), US_ASCII)).isEqualTo(bulk);
      byte[] one = text.getBytes(US_ASCII);
      assertThat(new String(Bulk.of(one, new byte[0], one), US_ASCII))
          .isEqualTo(bulk + "$0\r\n\r\n" + bulk);
    }
  }

  @Test
  void aLotThatIsToldIsOneList() {
    Packed packed = new Packed();
    for (int i = 0; i < 1_001; i++) {
      packed.number(i);
    }
    assertThat(new Unpacked(packed.bytes()).texts()).hasSize(1_001).endsWith("1000");
  }

  @Test
  void lengthsAreRoundedUpToMicroseconds() {
    ServerTime time = new ServerTime(InstantSource.system());
    assertThat(time.ticks(Duration.ofNanos(1))).isEqualTo("1");
    assertThat(time.ticks(Duration.ofNanos(1_000))).isEqualTo("1");
    assertThat(time.ticks(Duration.ofNanos(1_001))).isEqualTo("2");
    assertThat(time.ticks(Duration.ofNanos(Long.MAX_VALUE))).isEqualTo("-");
    assertThat(time.ticks(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo("-");
    assertThat(time.length("1500000")).isEqualTo(Duration.ofMillis(1_500));
  }

  @Test
  void wordsOfFailuresThatHardlyHappen() {
    assertThat(RedisMessages.brokenReply())
        .isEqualTo("Redis answered something that is cut or no answer of the script");
    assertThat(RedisMessages.unknownReply("renewed"))
        .isEqualTo("Redis answered `renewed`, which the script does not say here");
    assertThat(RedisMessages.cannotFindWindow(4))
        .isEqualTo("The clock of the server moved out of the windows it was sent 4 times");
    assertThat(RedisMessages.closedReservation())
        .isEqualTo("The reservation was given up before it was made");
    assertThat(RedisMessages.tooManyLocal(100_000))
        .isEqualTo(
            "Redis is away, and 100000 calls wait to be counted there; no more are let through");
  }
}
