package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Refusal;
import dev.mcppolicy.store.Taking;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to judge several charges together, on counters of which none changes meanwhile. It
 * fails if the counters turn out to be other ones than those looked up, and is then made anew.
 *
 * <p>The counters are locked in one order that holds for the whole store, so nobody ever waits in a
 * circle.
 *
 * <p>A key that isn't there yet gets a counter that nobody else sees, and that is put on its shelf
 * only when everything has been found to fit: a refused call leaves no key behind.
 */
final class Batch {
  private final Shelves store;
  private final Moment moment;
  private final Horizon horizon;

  /** In the order of the charges. */
  private final Part[] parts;

  /** In the order of locking. */
  private final Part[] ordered;

  Batch(Shelves store, List<Charge> charges, Moment moment) {
    this.store = store;
    this.moment = moment;
    this.horizon = store.horizon();
    this.parts = new Part[charges.size()];
    for (int i = 0; i < parts.length; i++) {
      parts[i] = part(charges.get(i), i);
    }
    this.ordered = parts.clone();
    Arrays.sort(ordered);
    for (int i = 1; i < ordered.length; i++) {
      if (ordered[i - 1].compareTo(ordered[i]) == 0) {
        throw new IllegalArgumentException(
            "charges must not name a counter of an owner twice: " + ordered[i].charge().counter());
      }
    }
  }

  private Part part(Charge charge, int position) {
    Counter known = store.find(charge);
    if (known != null) {
      return new Part(charge, position, known, false);
    }
    boolean spacious = store.room().keys() < SpaciousMeter.FIRST;
    Counter blank = Counter.blank(charge, horizon.judged(moment), horizon, spacious);
    return new Part(charge, position, blank, true);
  }

  /** Takes all or none; null if the attempt failed. */
  @Nullable Taking take() {
    Room room = store.room();
    int reserved = store.reserve(newKeys(), moment);
    Outcome outcome = new Outcome();
    try {
      lockAll(() -> takeLocked(reserved, outcome));
    } finally {
      if (!outcome.keysPut) {
        room.release(reserved);
      }
    }
    if (outcome.keysPut && reserved > 0) {
      store.sweeper().stroll(reserved * Sweeper.STEPS_PER_KEY, moment);
    }
    return outcome.taking;
  }

  /** Looks only; null if the attempt failed. */
  @Nullable Inspection inspect() {
    int available = store.available(newKeys(), moment);
    List<Inspection.Usage> usages = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    boolean locked =
        lockAll(
            () -> {
              Moment judged = horizon.judged(moment);
              for (Part part : parts) {
                part.counter().describe(part.charge(), part.position(), judged, horizon, usages);
              }
              List<Refusal> found = judge(available, judged);
              if (found != null) {
                refusals.addAll(found);
              }
            });
    return locked ? new Inspection(usages, refusals) : null;
  }

  /** What came of a taking. */
  private static final class Outcome {
    @Nullable Taking taking;
    boolean keysPut;
  }

  private void takeLocked(int reserved, Outcome outcome) {
    Moment judged = horizon.judged(moment);
    for (Part part : parts) {
      part.counter().complete(part.charge(), judged, horizon);
    }
    List<Refusal> refusals = judge(reserved, judged);
    if (refusals != null) {
      if (reserved < newKeys()) {
        if (someKeyIsThereNow()) {
          return;
        }
        store.room().refused();
      }
      outcome.taking = new Taking.Refused(refusals);
    } else if (putKeys()) {
      outcome.keysPut = true;
      outcome.taking = new Taking.Taken(spend(judged));
    }
  }

  /** Says whether somebody else has put a key meanwhile, so that it needs no room any more. */
  private boolean someKeyIsThereNow() {
    for (Part part : parts) {
      if (part.needsKey() && store.find(part.charge()) != null) {
        return true;
      }
    }
    return false;
  }

  private @Nullable List<Refusal> judge(int available, Moment judged) {
    List<Refusal> refusals = null;
    int keys = available;
    for (Part part : parts) {
      if (part.needsKey() && --keys < 0) {
        refusals = refusals == null ? new ArrayList<>(1) : refusals;
        refusals.add(new Refusal(Refusal.Kind.FULL, part.position(), 0, null));
      }
      refusals =
          part.counter().judge(part.charge(), part.position(), moment, judged, horizon, refusals);
    }
    return refusals;
  }

  private Settlement spend(Moment judged) {
    // A counter that was new when judged may have had a forerunner, dropped since: ask again.
    Moment latest = horizon.judged(moment);
    Receipt[] receipts = new Receipt[parts.length];
    for (Part part : parts) {
      receipts[part.position()] =
          part.counter().charge(part.charge(), store, part.isNew() ? latest : judged, horizon);
    }
    return receipts.length == 1 ? receipts[0] : new Receipts(store, receipts);
  }

  /** Puts all new counters on their shelves, or none if somebody was faster with one. */
  private boolean putKeys() {
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].needsKey() && !store.put(parts[i].charge(), parts[i].counter())) {
        for (int put = 0; put < i; put++) {
          if (parts[put].needsKey()) {
            takeDown(parts[put]);
          }
        }
        return false;
      }
    }
    return true;
  }

  private void takeDown(Part part) {
    part.counter().end();
    store.remove(part.charge(), part.counter());
  }

  private int newKeys() {
    int keys = 0;
    for (Part part : parts) {
      keys += part.needsKey() ? 1 : 0;
    }
    return keys;
  }

  /** Does some work while all counters are locked; false if one was dropped meanwhile. */
  private boolean lockAll(Runnable work) {
    int locked = 0;
    try {
      for (Part part : ordered) {
        if (!part.counter().lock()) {
          return false;
        }
        locked++;
      }
      work.run();
      return true;
    } finally {
      for (int i = 0; i < locked; i++) {
        ordered[i].counter().unlock();
      }
    }
  }
}
