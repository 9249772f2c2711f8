package dev.mcppolicy.spring;

import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Effect;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was decided since the application started. */
final class DecisionTally implements DecisionListener {

  private final LongAdder allowed = new LongAdder();
  private final LongAdder denied = new LongAdder();

  @Override
  public void decided(DecisionEvent event) {
    (event.effect() == Effect.ALLOW ? allowed : denied).increment();
  }

  long allowed() {
    return allowed.sum();
  }

  long denied() {
    return denied.sum();
  }
}
