package dev.mcppolicy.audit;

import dev.mcppolicy.Code;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.Effect;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.audit.AuditRecord.Link;
import dev.mcppolicy.audit.AuditRecord.Signature;
import dev.mcppolicy.audit.LinePrinter.Printed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes lines, each with the hash of the one before. What was made and could not be written is
 * taken back by returning to a {@link Mark}. Not thread-safe.
 */
final class Chain {

  private static final int NAMES = 200;
  private static final int SHORT = 1_000;
  private static final int LONG = 10_000;

  private final ArgumentFields arguments;
  private final @Nullable Signer signer;
  private Mark mark;

  /**
   * How far a chain has come.
   *
   * @param number the number of the last record
   * @param hash its hash
   * @param dropped how many dropped decisions were told
   * @param unsigned how many records came after the last signature
   */
  record Mark(long number, String hash, long dropped, long unsigned) {

    /** The begin of a log. */
    static final Mark BEGIN = new Mark(0, Link.NONE, 0, 0);

    static Mark after(Link last) {
      return new Mark(last.number(), last.hash(), 0, 0);
    }
  }

  Chain(ArgumentFields arguments, @Nullable Signer signer, Mark mark) {
    this.arguments = arguments;
    this.signer = signer;
    this.mark = mark;
  }

  Mark mark() {
    return mark;
  }

  void returnTo(Mark earlier) {
    mark = earlier;
  }

  boolean signs() {
    return signer != null;
  }

  byte[] decision(Entry.Decided decided) {
    DecisionEvent event = decided.event();
    List<String> cut = new ArrayList<>();
    LinePrinter line =
        line(event.time(), "decision")
            .text("id", event.id())
            .text("server", shortened("server", event.server().orElse(null), SHORT, cut))
            .text("tool", shortened("tool", event.tool(), SHORT, cut))
            .text("grant", shortened("grant", event.grant().orElse(null), SHORT, cut))
            .text("session", shortened("session", event.session().orElse(null), SHORT, cut))
            .text("effect", event.effect() == Effect.ALLOW ? "allow" : "deny");
    event.code().ifPresent(code -> line.text("code", code.id()));
    line.said("rule", event.rule());
    line.text(
        "message",
        event.message().isEmpty() ? null : shortened("message", event.message(), LONG, cut));
    event.retryAfter().ifPresent(wait -> line.number("retry_after_ms", ceilMillis(wait)));
    event.waited().ifPresent(wait -> line.number("waited_ms", millis(wait).toPlainString()));
    line.flag("edited", event.edited());
    event.shadow().ifPresent(code -> line.json("shadow", shadow(code, event.shadowRule())));
    line.text("policy", event.policy().orElse(null));
    line.texts("args", names(event.argumentNames(), cut));
    arguments.print(decided, line, cut);
    if (!cut.isEmpty()) {
      line.texts("cut", cut);
    }
    return end(line);
  }

  byte[] outcome(SettlementEvent event) {
    return end(
        line(event.time(), "outcome")
            .text("id", event.id())
            .text("outcome", event.outcome().id())
            .number("latency_ms", millis(event.latency()).toPlainString()));
  }

  byte[] opened(Instant time) {
    return end(line(time, "opened"));
  }

  byte[] torn(Instant time, long bytes, String begin) {
    return end(line(time, "torn").number("bytes", Long.toString(bytes)).text("begin", begin));
  }

  byte[] dropped(Instant time, long total) {
    byte[] line = end(line(time, "dropped").number("count", Long.toString(total - mark.dropped())));
    mark = new Mark(mark.number(), mark.hash(), total, mark.unsigned());
    return line;
  }

  byte[] checkpoint(Instant time) {
    return signed(time, "checkpoint");
  }

  byte[] closed(Instant time) {
    return signed(time, "closed");
  }

  private byte[] signed(Instant time, String type) {
    byte[] line = end(line(time, type).signature(signature(time)));
    mark = new Mark(mark.number(), mark.hash(), mark.dropped(), 0);
    return line;
  }

  private @Nullable Signature signature(Instant time) {
    try {
      return signer == null ? null : signer.sign(mark.number() + 1, time, mark.hash());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(AuditMessages.cantSign(), e);
    }
  }

  private LinePrinter line(Instant time, String type) {
    return new LinePrinter(mark.number() + 1, time, type);
  }

  private byte[] end(LinePrinter line) {
    Printed printed = line.end(mark.hash());
    if (printed.bytes().length > Line.LONGEST) {
      throw new IllegalStateException(AuditMessages.tooLong());
    }
    mark = new Mark(mark.number() + 1, printed.hash(), mark.dropped(), mark.unsigned() + 1);
    return printed.bytes();
  }

  private static Map<String, String> shadow(Code code, String rule) {
    Map<String, String> shadow = new LinkedHashMap<>();
    shadow.put("code", code.id());
    shadow.put("rule", rule);
    return shadow;
  }

  private static @Nullable String shortened(
      String field, @Nullable String text, int most, List<String> cut) {
    if (text == null || text.length() <= most) {
      return text;
    }
    cut.add(field);
    return text.substring(0, most);
  }

  private static List<String> names(List<String> names, List<String> cut) {
    if (names.size() <= NAMES && names.stream().allMatch(name -> name.length() <= SHORT)) {
      return names;
    }
    cut.add("args");
    return names.stream()
        .limit(NAMES)
        .map(name -> name.substring(0, Math.min(SHORT, name.length())))
        .toList();
  }

  private static BigDecimal millis(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .movePointRight(3)
        .add(BigDecimal.valueOf(duration.getNano(), 6))
        .stripTrailingZeros();
  }

  private static String ceilMillis(Duration duration) {
    return millis(duration).setScale(0, RoundingMode.CEILING).toPlainString();
  }
}
