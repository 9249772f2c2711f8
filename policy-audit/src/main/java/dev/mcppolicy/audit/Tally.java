package dev.mcppolicy.audit;

/**
 * How calls were decided. Each call is in one of the three numbers.
 *
 * @param allowed how many were allowed
 * @param nearlyDenied how many were allowed only because a rule was in shadow mode
 * @param denied how many were denied
 */
public record Tally(long allowed, long nearlyDenied, long denied) {

  /** Nothing. */
  static final Tally NONE = new Tally(0, 0, 0);

  /** Returns how many calls there were. */
  public long calls() {
    return allowed + nearlyDenied + denied;
  }

  Tally plus(Tally other) {
    return new Tally(
        allowed + other.allowed, nearlyDenied + other.nearlyDenied, denied + other.denied);
  }

  /** Returns how one decision counts. */
  static Tally of(AuditRecord.Decided decided) {
    if (!decided.isAllowed()) {
      return new Tally(0, 0, 1);
    }
    return decided.shadow().isPresent() ? new Tally(0, 1, 0) : new Tally(1, 0, 0);
  }
}
