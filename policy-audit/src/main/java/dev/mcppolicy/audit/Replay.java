package dev.mcppolicy.audit;

import dev.mcppolicy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges the calls of an audit log by another policy, at the times at which they were made, and
 * says which would have been decided differently.
 *
 * <pre>{@code
 * ReplaySummary summary =
 *     Replay.of(next).run(files, call -> {
 *       if (call.verdict() == ReplayVerdict.DIFFERENT) { show(call); }
 *     });
 * }</pre>
 *
 * <p>What can't be said is said to be {@link ReplayVerdict#UNDECIDED}: where the policy looks at
 * arguments that aren't recorded as they were, where somebody would have been asked for approval
 * who wasn't then, and where a counter depends on such a call. An approval that was asked for is
 * answered as it was.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Replay {

  private final Policy policy;
  private final @Nullable ArgumentSeal seal;

  private Replay(Policy policy, @Nullable ArgumentSeal seal) {
    this.policy = policy;
    this.seal = seal;
  }

  /** Returns a replay that judges the calls of all grants by one policy. */
  public static Replay of(Policy policy) {
    return new Replay(Objects.requireNonNull(policy, "policy"), null);
  }

  /** Returns a replay that opens sealed arguments. */
  public Replay withSeal(ArgumentSeal seal) {
    return new Replay(policy, Objects.requireNonNull(seal, "seal"));
  }

  /**
   * Judges all calls of a log, whose chain is verified first.
   *
   * @param files the files of one log, in any order
   * @param listener hears of every recorded decision, in their order
   * @throws IOException if a file can't be read
   */
  public ReplaySummary run(List<Path> files, Consumer<ReplayedCall> listener) throws IOException {
    Objects.requireNonNull(listener, "listener");
    List<Path> ordered = AuditFiles.inOrder(files);
    ReplayRun run = new ReplayRun(policy, seal, listener);
    for (Path file : ordered) {
      run.read(file);
    }
    Verification verification =
        AuditVerifier.create().allowingOpen().beginningAt(Math.max(1, run.first())).verify(ordered);
    return run.summary(verification);
  }
}
