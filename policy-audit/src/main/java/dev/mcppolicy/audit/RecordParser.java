package dev.mcppolicy.audit;

import dev.mcppolicy.Code;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.audit.AuditRecord.Checkpoint;
import dev.mcppolicy.audit.AuditRecord.Closed;
import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.AuditRecord.Dropped;
import dev.mcppolicy.audit.AuditRecord.Link;
import dev.mcppolicy.audit.AuditRecord.Opened;
import dev.mcppolicy.audit.AuditRecord.Settled;
import dev.mcppolicy.audit.AuditRecord.Shadow;
import dev.mcppolicy.audit.AuditRecord.Signature;
import dev.mcppolicy.audit.AuditRecord.Torn;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns the bytes of a line into a record. What isn't exactly one is refused. */
final class RecordParser {

  /** The version of the format. */
  static final int VERSION = 1;

  private static final Map<String, Code> CODES = byId(Code.values(), Code::id);
  private static final Map<String, Outcome> OUTCOMES = byId(Outcome.values(), Outcome::id);
  private static final Map<String, Effect> EFFECTS =
      Map.of("allow", Effect.ALLOW, "deny", Effect.DENY);

  private RecordParser() {}

  private static <T> Map<String, T> byId(T[] values, Function<T, String> id) {
    return Arrays.stream(values).collect(Collectors.toMap(id, Function.identity()));
  }

  /**
   * Reads a line.
   *
   * @throws Fields.WrongException if it is no record
   */
  static AuditRecord parse(byte[] line) {
    Fields fields = new Fields(JsonObjects.read(line));
    if (fields.needCount("v") != VERSION) {
      throw new Fields.WrongException(AuditMessages.otherVersion());
    }
    Link link =
        new Link(
            fields.needCount("n"),
            fields.needTime("time"),
            fields.needHash("prev"),
            fields.needHash("hash"));
    String type = fields.needText("type");
    AuditRecord parsed = record(type, link, fields);
    fields.requireNoMore();
    return parsed;
  }

  private static AuditRecord record(String type, Link link, Fields fields) {
    return switch (type) {
      case "decision" -> decided(link, fields);
      case "outcome" ->
          new Settled(
              link,
              fields.needText("id"),
              fields.need("outcome", fields.oneOf("outcome", OUTCOMES::get)),
              fields.need("latency_ms", fields.millis("latency_ms")));
      case "opened" -> new Opened(link);
      case "checkpoint" -> new Checkpoint(link, fields.need("signature", signature(fields)));
      case "closed" -> new Closed(link, signature(fields));
      case "dropped" -> new Dropped(link, fields.needCount("count"));
      case "torn" -> new Torn(link, fields.needCount("bytes"), fields.needText("begin"));
      default -> throw new Fields.WrongException(AuditMessages.unknownValue("type", type));
    };
  }

  private static Decided decided(Link link, Fields fields) {
    return new Decided(
        link,
        fields.needText("id"),
        fields.text("server"),
        fields.needText("tool"),
        fields.text("grant"),
        fields.text("session"),
        fields.need("effect", fields.oneOf("effect", EFFECTS::get)),
        fields.oneOf("code", CODES::get),
        fields.text("rule").orElse(""),
        fields.text("message").orElse(""),
        fields.millis("retry_after_ms"),
        fields.millis("waited_ms"),
        fields.flag("edited"),
        fields.object("shadow").map(RecordParser::shadow),
        fields.text("policy"),
        fields.texts("args"),
        fields.text("args_hmac"),
        fields.object("arguments"),
        fields.texts("altered"),
        fields.object("caller"),
        fields.text("sealed"),
        fields.texts("cut"));
  }

  private static Shadow shadow(Map<String, @Nullable Object> object) {
    Fields fields = new Fields(object);
    Shadow shadow =
        new Shadow(
            fields.need("code", fields.oneOf("code", CODES::get)), fields.text("rule").orElse(""));
    fields.requireNoMore();
    return shadow;
  }

  private static Optional<Signature> signature(Fields fields) {
    Optional<String> key = fields.text("key");
    Optional<String> value = fields.text("signature");
    if (key.isPresent() != value.isPresent()) {
      throw new Fields.WrongException(
          AuditMessages.missingField(key.isPresent() ? "signature" : "key"));
    }
    return key.map(given -> new Signature(given, value.orElseThrow()));
  }
}
