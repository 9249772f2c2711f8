package dev.mcppolicy.store;

import java.util.List;

/**
 * What a store would answer to a taking, and how full its quotas are.
 *
 * @param usages one for each quota that has a maximum, in the order of charges and quotas
 * @param refusals what {@link Taking.Refused} would list; empty if everything would be taken
 */
public record Inspection(List<Usage> usages, List<Refusal> refusals) {

  /** Copies the lists. */
  public Inspection {
    usages = List.copyOf(usages);
    refusals = List.copyOf(refusals);
  }

  /**
   * How full one quota is.
   *
   * @param charge the position of the charge in the list
   * @param quota the position of the quota in the charge
   * @param spent what its window holds now
   */
  public record Usage(int charge, int quota, Amount spent) {}
}
