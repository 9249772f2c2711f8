package dev.mcppolicy.audit;

import dev.mcppolicy.PolicyClock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Objects;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Builds audit logs. Not thread-safe. */
public final class AuditLogBuilder {

  private static final int SHORTEST_KEY = 16;

  private final Path file;
  private final Disk disk;
  private int capacity = 8192;
  private WhenUnavailable whenUnavailable = WhenUnavailable.DENY;
  private Flush flush = Flush.perRecord();
  private long rotateAt = 100L * 1024 * 1024;
  private Duration rotateAfter = Duration.ZERO;
  private long checkpointRecords = 1000;
  private Duration checkpointInterval = Duration.ofMinutes(1);
  private @Nullable SecretKey argumentsKey;
  private @Nullable ArgumentRedactor redactor;
  private @Nullable ArgumentSeal seal;
  private @Nullable Signer signer;
  private PolicyClock clock = PolicyClock.system();

  AuditLogBuilder(Path file) {
    this(file, new RealDisk());
  }

  AuditLogBuilder(Path file, Disk disk) {
    this.file = Objects.requireNonNull(file, "file");
    this.disk = disk;
  }

  /** Says what becomes of calls that can't be written down; they are denied unless given. */
  public AuditLogBuilder whenUnavailable(WhenUnavailable whenUnavailable) {
    this.whenUnavailable = Objects.requireNonNull(whenUnavailable, "whenUnavailable");
    return this;
  }

  /** Says when records are forced to the disk; each before its call goes out unless given. */
  public AuditLogBuilder flush(Flush flush) {
    this.flush = Objects.requireNonNull(flush, "flush");
    return this;
  }

  /**
   * Says how many decisions may wait to be written; 8192 unless given.
   *
   * @throws IllegalArgumentException if {@code decisions} is less than 1
   */
  public AuditLogBuilder capacity(int decisions) {
    this.capacity = (int) atLeastOne("decisions", decisions);
    return this;
  }

  /**
   * Begins another file when one holds so many bytes; 100 MiB unless given.
   *
   * @throws IllegalArgumentException if {@code bytes} is less than 1
   */
  public AuditLogBuilder rotateAt(long bytes) {
    this.rotateAt = atLeastOne("bytes", bytes);
    return this;
  }

  /**
   * Begins another file when the first record of one is so old; whatever its age unless given.
   *
   * @throws IllegalArgumentException if {@code age} isn't longer than zero
   */
  public AuditLogBuilder rotateAfter(Duration age) {
    this.rotateAfter = longerThanZero("age", age);
    return this;
  }

  /**
   * Adds a digest of the arguments to each decision, HMAC-SHA-256 of their canonical JSON, so that
   * whoever has the key can tell whether a call had certain arguments, and nobody else can.
   *
   * @throws IllegalArgumentException if the key is shorter than 16 bytes
   */
  public AuditLogBuilder argumentsKey(byte[] key) {
    if (key.length < SHORTEST_KEY) {
      throw new IllegalArgumentException(AuditMessages.shortDigestKey(key.length));
    }
    return argumentsKey(new SecretKeySpec(key, "HmacSHA256"));
  }

  /** Adds a digest of the arguments to each decision, with a key that may be kept elsewhere. */
  public AuditLogBuilder argumentsKey(SecretKey key) {
    this.argumentsKey = Objects.requireNonNull(key, "key");
    return this;
  }

  /** Records the values of arguments, as far as a redactor lets them through; none unless given. */
  public AuditLogBuilder recordArguments(ArgumentRedactor redactor) {
    this.redactor = Objects.requireNonNull(redactor, "redactor");
    return this;
  }

  /** Encrypts the values of arguments that are recorded. */
  public AuditLogBuilder seal(ArgumentSeal seal) {
    this.seal = Objects.requireNonNull(seal, "seal");
    return this;
  }

  /**
   * Signs the log from time to time, and when it is closed.
   *
   * @throws IllegalArgumentException if the keys are no Ed25519 key pair
   */
  public AuditLogBuilder signWith(KeyPair keys) {
    this.signer = Signer.of(keys);
    return this;
  }

  /**
   * Says how many records may come without a signature; 1000 unless given.
   *
   * @throws IllegalArgumentException if {@code records} is less than 1
   */
  public AuditLogBuilder checkpointAfter(long records) {
    this.checkpointRecords = atLeastOne("records", records);
    return this;
  }

  /**
   * Says how long records may stay without a signature; a minute unless given.
   *
   * @throws IllegalArgumentException if {@code age} isn't longer than zero
   */
  public AuditLogBuilder checkpointAfter(Duration age) {
    this.checkpointInterval = longerThanZero("age", age);
    return this;
  }

  /** Takes the time from a clock; from this machine's unless given. */
  public AuditLogBuilder clock(PolicyClock clock) {
    this.clock = Objects.requireNonNull(clock, "clock");
    return this;
  }

  /**
   * Opens the log. If the file is there, the log goes on after its last record; a line that was
   * never finished, because the process ended in the middle of it, is cut off, and a record says
   * so.
   *
   * @throws AuditFormatException if the file isn't what a log has written
   * @throws IOException if it can't be opened or written, or another log is writing there
   * @throws IllegalStateException if something is to be encrypted and nothing to be recorded
   */
  public AuditLog open() throws IOException {
    if (seal != null && redactor == null) {
      throw new IllegalStateException(AuditMessages.nothingToSeal());
    }
    ArgumentFields arguments = ArgumentFields.of(argumentsKey, seal);
    Settings settings =
        new Settings(
            flush,
            whenUnavailable,
            rotateAt,
            rotateAfter,
            checkpointRecords,
            checkpointInterval,
            clock);
    LogStorage.Opened opened = LogStorage.open(disk, file);
    try {
      Intake intake = new Intake(capacity, whenUnavailable, flush.isPerRecord());
      Chain chain = new Chain(arguments, signer, opened.found().mark());
      Writer writer = new Writer(intake, opened.storage(), chain, settings);
      writer.begin(opened.found());
      return new AuditLog(intake, writer, redactor);
    } catch (Throwable e) {
      opened.storage().close();
      throw e;
    }
  }

  private static long atLeastOne(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(AuditMessages.lessThanOne(name, value));
    }
    return value;
  }

  private static Duration longerThanZero(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(AuditMessages.notLongerThanZero(name, value));
    }
    return value;
  }
}
