package dev.mcppolicy.reload;

/**
 * Hears what becomes of the files of a {@link PolicySource}.
 *
 * <p>It is called on a thread of its own, one call after the other, and holds up neither calls that
 * are judged nor the next reload nor other listeners. One that throws changes nothing; it is
 * reported once.
 */
@FunctionalInterface
public interface ReloadListener {

  /** Hears that a policy has taken the place of another. */
  void reloaded(Reload reload);

  /** Hears, once, why the policy in force stays though its file is another, or is gone. */
  default void refused(ReloadProblem problem) {}
}
