package dev.mcppolicy.store;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/**
 * What one call spends from one counter, and the quotas that it has to fit.
 *
 * @param counter the counter
 * @param owner whose count it is: a text that is distinct for each grant, session or {@code per}
 *     value; empty where all share one
 * @param amount what the call spends, at least 0
 * @param quotas every window that is counted for this counter, those that only another call's
 *     limits look at included; never empty
 */
public record Charge(CounterId counter, String owner, Amount amount, List<Quota> quotas) {

  /** The most digits that an amount may have before its point, and after it. */
  private static final int MAX_DIGITS = 1_000;

  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if there are no quotas, or if {@code amount} has more than
   *     1,000 digits before or after its point: sums are exact, and two such amounts would fill the
   *     memory
   */
  public Charge {
    Objects.requireNonNull(counter, "counter");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(amount, "amount");
    if (!amount.isWhole()) {
      requireWritable(amount.value());
    }
    quotas = List.copyOf(quotas);
    if (quotas.isEmpty()) {
      throw new IllegalArgumentException("quotas must not be empty");
    }
  }

  private static void requireWritable(BigDecimal amount) {
    long digitsBefore = (long) amount.precision() - amount.scale();
    if (digitsBefore > MAX_DIGITS || amount.scale() > MAX_DIGITS) {
      throw new IllegalArgumentException(
          "amount must have at most 1000 digits before and after its point: "
              + digitsBefore
              + " and "
              + amount.scale());
    }
  }
}
