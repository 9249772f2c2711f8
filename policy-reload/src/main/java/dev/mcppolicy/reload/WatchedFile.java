package dev.mcppolicy.reload;

import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.reload.ReloadProblem.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file, and the policy in force that came from it.
 *
 * <p>What a look finds is judged when the next look finds the same, so that nobody judges half of
 * what is being written; and it is judged once, so that a problem is told once. Confined to whoever
 * holds the lock of the source.
 */
final class WatchedFile {

  /** After so many looks at a file that is another each time, this is a problem. */
  private static final int RESTLESS = 10;

  private final @Nullable String grant;
  private final Path file;
  private final ReloadGuard guard;
  private final Past past = new Past();
  private Policy policy;
  private Instant since;
  private @Nullable String judged;
  private String last;
  private int restless;
  private @Nullable ReloadProblem problem;
  private long reloads;
  private long refusals;

  private WatchedFile(
      @Nullable String grant,
      Path file,
      ReloadGuard guard,
      Policy policy,
      Instant since,
      String seen) {
    this.grant = grant;
    this.file = file;
    this.guard = guard;
    this.policy = policy;
    this.since = since;
    this.judged = seen;
    this.last = seen;
  }

  /** Reads the file for the first time. */
  static WatchedFile open(@Nullable String grant, Path file, ReloadGuard guard, Instant now) {
    Sight sight = Sight.of(file, guard.readsSignatures());
    if (!(sight instanceof Sight.Document document)) {
      String message = ((Sight.Unreadable) sight).message();
      throw new UncheckedIOException(message, new IOException(message));
    }
    Policy policy = Policy.parse(document.json(), file.toString());
    ReloadGuard.Refusal refusal = guard.refusesFirst(document);
    if (refusal != null) {
      throw new IllegalStateException(refusal.message());
    }
    return new WatchedFile(grant, file, guard, policy, now, sight.fingerprint());
  }

  @Nullable String grant() {
    return grant;
  }

  Policy policy() {
    return policy;
  }

  /** What a look leads to. */
  sealed interface Finding {}

  /** A policy that is to take the place of the one in force. */
  record Replacement(Policy policy) implements Finding {}

  /** A problem that nobody has heard of yet. */
  record Refused(ReloadProblem problem) implements Finding {}

  /** Looks at the file; null if there is nothing to tell. */
  @Nullable Finding look(Instant now) {
    Sight sight = Sight.of(file, guard.readsSignatures());
    String seen = sight.fingerprint();
    boolean still = seen.equals(last);
    last = seen;
    restless = still ? 0 : restless + 1;
    if (!still) {
      return restless < RESTLESS ? null : unstable(now);
    }
    if (seen.equals(judged)) {
      return null;
    }
    judged = seen;
    return judge(sight, now);
  }

  private @Nullable Finding unstable(Instant now) {
    judged = null;
    return refused(Kind.UNSTABLE, ReloadMessages.unstable(file, RESTLESS), List.of(), now);
  }

  private @Nullable Finding judge(Sight sight, Instant now) {
    if (!(sight instanceof Sight.Document document)) {
      String message = ((Sight.Unreadable) sight).message();
      return refused(Kind.UNREADABLE, message, List.of(), now);
    }
    Policy newer;
    try {
      newer = Policy.parse(document.json(), file.toString());
    } catch (InvalidPolicyException e) {
      return refused(Kind.INVALID, String.valueOf(e.getMessage()), e.problems(), now);
    }
    ReloadGuard.Refusal refusal = guard.refuses(document, policy, newer, past);
    if (refusal != null) {
      return refused(refusal.kind(), refusal.message(), List.of(), now);
    }
    if (newer.equals(policy)) {
      problem = null;
      return null;
    }
    return new Replacement(newer);
  }

  /** Takes note that a policy is in force. */
  Reload replaced(Policy newer, Instant now) {
    Reload reload = new Reload(Optional.ofNullable(grant), file, now, policy, newer);
    if (guard.readsSignatures()) {
      past.add(policy);
    }
    policy = newer;
    since = now;
    problem = null;
    reloads++;
    return reload;
  }

  /** Takes note of a failure that may pass, and has the file judged again. */
  @Nullable Refused failed(Throwable failure, Instant now) {
    judged = null;
    return refused(Kind.FAILED, ReloadMessages.failed(file, failure), List.of(), now);
  }

  private @Nullable Refused refused(
      Kind kind, String message, List<PolicyProblem> problems, Instant now) {
    if (problem != null
        && problem.kind() == kind
        && (kind == Kind.FAILED || problem.message().equals(message))) {
      return null;
    }
    problem = new ReloadProblem(kind, Optional.ofNullable(grant), file, now, message, problems);
    refusals++;
    return new Refused(problem);
  }

  SourceStatus.FileStatus status() {
    return new SourceStatus.FileStatus(
        Optional.ofNullable(grant),
        file,
        policy.digest(),
        since,
        reloads,
        refusals,
        Optional.ofNullable(problem));
  }
}
