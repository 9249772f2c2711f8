package dev.mcppolicy.reload;

import dev.mcppolicy.Policy;
import dev.mcppolicy.analysis.PolicyDiff;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy that has taken the place of another.
 *
 * <p>This class is thread-safe.
 */
public final class Reload {

  private final Optional<String> grant;
  private final Path file;
  private final Instant time;
  private final Policy older;
  private final Policy newer;
  private @Nullable PolicyDiff diff;

  Reload(Optional<String> grant, Path file, Instant time, Policy older, Policy newer) {
    this.grant = grant;
    this.file = file;
    this.time = time;
    this.older = older;
    this.newer = newer;
  }

  /** Returns whose policy it is; empty for the one of every other caller. */
  public Optional<String> grant() {
    return grant;
  }

  /** Returns the file that it was read from. */
  public Path file() {
    return file;
  }

  /** Returns when it was taken. */
  public Instant time() {
    return time;
  }

  /** Returns the policy that was in force. */
  public Policy older() {
    return older;
  }

  /** Returns the policy that is in force since. */
  public Policy newer() {
    return newer;
  }

  /**
   * Says, quickly, whether it may let a call through that the older one denies, because of its
   * rules or because a counter may begin anew.
   */
  public boolean mayWiden() {
    return ReloadGuard.mayWiden(older, newer);
  }

  /**
   * Returns what changes, sentence by sentence. It is found out when this is first called, which
   * may take long for large policies.
   */
  public synchronized PolicyDiff diff() {
    if (diff == null) {
      diff = PolicyDiff.between(older, newer);
    }
    return diff;
  }

  /** Names the file and both digests. */
  @Override
  public String toString() {
    return ReloadMessages.reloaded(file, older.digest(), newer.digest());
  }
}
