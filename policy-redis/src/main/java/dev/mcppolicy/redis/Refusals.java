package dev.mcppolicy.redis;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Refusal;
import java.util.ArrayList;
import java.util.List;

/** Reads what the script says of quotas. */
final class Refusals {

  private Refusals() {}

  /** Reads refusals: charge, quota and how long to wait, which may be empty, of each. */
  static List<Refusal> read(List<String> texts, Timeline time) {
    List<Refusal> refusals = new ArrayList<>(texts.size() / 3);
    for (int i = 0; i < texts.size(); i += 3) {
      String wait = texts.get(i + 2);
      refusals.add(
          new Refusal(
              Refusal.Kind.EXCEEDED,
              Integer.parseInt(texts.get(i)),
              Integer.parseInt(texts.get(i + 1)),
              wait.isEmpty() ? null : time.length(wait)));
    }
    return refusals;
  }

  /** Reads how full the quotas are that have a maximum. */
  static List<Inspection.Usage> usages(List<Charge> charges, List<String> texts) {
    List<Inspection.Usage> usages = new ArrayList<>(texts.size());
    for (int i = 0; i < charges.size(); i++) {
      for (int j = 0; j < charges.get(i).quotas().size(); j++) {
        if (charges.get(i).quotas().get(j).max() != null) {
          Amount spent = Millionths.read(texts.get(usages.size()));
          usages.add(new Inspection.Usage(i, j, spent));
        }
      }
    }
    return usages;
  }
}
