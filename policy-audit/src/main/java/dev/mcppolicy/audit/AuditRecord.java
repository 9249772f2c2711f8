package dev.mcppolicy.audit;

import dev.mcppolicy.Code;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One line of an audit log.
 *
 * <p>Records are immutable and thread-safe.
 */
public sealed interface AuditRecord {

  /** Returns the record's place in the chain. */
  Link link();

  /** Returns the record's number: 1, 2, 3 and so on, over all files of a log. */
  default long number() {
    return link().number();
  }

  /** Returns when that happened which the record is about. */
  default Instant time() {
    return link().time();
  }

  /**
   * A record's place in the chain.
   *
   * @param number the number of the record, from 1
   * @param time when it happened
   * @param previous the hash of the record before, in hexadecimal; zeros for the first
   * @param hash the hash of the record, in hexadecimal
   */
  record Link(long number, Instant time, String previous, String hash) {

    /** What the first record of a log names as the hash of the one before. */
    public static final String NONE = "0".repeat(64);
  }

  /**
   * What was decided of a call, before it took effect.
   *
   * @param id names the decision; its outcome has the same
   * @param server the server, if it has a name
   * @param tool the tool
   * @param grant the grant, if it was known
   * @param session the session, if there was one
   * @param effect whether the call was allowed or denied
   * @param code why it was denied
   * @param rule what denied it, as a JSON Pointer into the policy; otherwise empty
   * @param message what the agent was told; otherwise empty
   * @param retryAfter how long it was told to wait, in whole milliseconds
   * @param waited how long an approver was waited for, if one was asked
   * @param edited whether an approver changed the arguments, so that others were judged than the
   *     agent had sent
   * @param shadow what enforcing would have decided, if only shadow mode let the call through
   * @param policy the digest of the policy, if there was one
   * @param argumentNames the names of the top-level arguments
   * @param argumentsHmac the keyed digest of the arguments, in hexadecimal
   * @param arguments what the host's redactor let through of the arguments
   * @param altered the names of the arguments that the redactor recorded as something else
   * @param caller the caller's attributes, if arguments are recorded
   * @param sealed the encrypted arguments and attributes; see {@link ArgumentSeal}
   * @param cut the names of the fields from which something was left out because it was too long
   */
  record Decided(
      Link link,
      String id,
      Optional<String> server,
      String tool,
      Optional<String> grant,
      Optional<String> session,
      Effect effect,
      Optional<Code> code,
      String rule,
      String message,
      Optional<Duration> retryAfter,
      Optional<Duration> waited,
      boolean edited,
      Optional<Shadow> shadow,
      Optional<String> policy,
      List<String> argumentNames,
      Optional<String> argumentsHmac,
      Optional<Map<String, @Nullable Object>> arguments,
      List<String> altered,
      Optional<Map<String, @Nullable Object>> caller,
      Optional<String> sealed,
      List<String> cut)
      implements AuditRecord {

    /** Copies lists and maps. */
    public Decided {
      argumentNames = List.copyOf(argumentNames);
      arguments = arguments.map(Decided::copy);
      altered = List.copyOf(altered);
      caller = caller.map(Decided::copy);
      cut = List.copyOf(cut);
    }

    private static Map<String, @Nullable Object> copy(Map<String, @Nullable Object> map) {
      return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /** Says whether the call was allowed. */
    public boolean isAllowed() {
      return effect == Effect.ALLOW;
    }
  }

  /**
   * What enforcing would have decided.
   *
   * @param code why it would not have let the call through
   * @param rule what would have decided, as a JSON Pointer into the policy
   */
  record Shadow(Code code, String rule) {}

  /**
   * What became of an allowed call.
   *
   * @param id the id of the decision
   * @param outcome what became of it
   * @param latency how long that took from the decision
   */
  record Settled(Link link, String id, Outcome outcome, Duration latency) implements AuditRecord {}

  /** A writer begins: the first record of a log, and the first after each restart. */
  record Opened(Link link) implements AuditRecord {}

  /**
   * A signature over everything up to here.
   *
   * @param signature the signature
   */
  record Checkpoint(Link link, Signature signature) implements AuditRecord {}

  /**
   * A writer has ended as it should, and has written down everything it was told.
   *
   * @param signature the signature over everything up to here, if the log is signed
   */
  record Closed(Link link, Optional<Signature> signature) implements AuditRecord {}

  /**
   * Some decisions could not be written down. Unless the host chose to go on, their calls were
   * denied.
   *
   * @param count how many
   */
  record Dropped(Link link, long count) implements AuditRecord {}

  /**
   * A line that was never finished, since the writer ended in the middle of it, was cut off.
   *
   * @param bytes how many bytes were cut off
   * @param begin the first of them, in Base64; at most 4096
   */
  record Torn(Link link, long bytes, String begin) implements AuditRecord {}

  /**
   * A signature over a chain of records.
   *
   * @param key the fingerprint of the key: {@code sha256:} and the SHA-256 of the public key's
   *     encoding, in hexadecimal
   * @param value the Ed25519 signature, in Base64
   */
  record Signature(String key, String value) {

    /** Requires both. */
    public Signature {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(value, "value");
    }
  }
}
