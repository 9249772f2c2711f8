package dev.mcppolicy.properties;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import java.io.IOException;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Makes what an engine asks fail now and then, in every way in which Java can. */
final class Faults {

  private final Random random;
  private final double share;
  private boolean fired;

  Faults(Random random, double share) {
    this.random = random;
    this.share = share;
  }

  /** Says whether something failed since this was last asked. */
  boolean fired() {
    boolean was = fired;
    fired = false;
    return was;
  }

  private boolean strikes() {
    boolean strikes = random.nextDouble() < share;
    fired |= strikes;
    return strikes;
  }

  private void mayThrow() {
    if (strikes()) {
      throw Faults.<RuntimeException>unchecked(throwable());
    }
  }

  private Throwable throwable() {
    return switch (random.nextInt(8)) {
      case 0 -> new IllegalStateException("out of order");
      case 1 -> new UnsupportedOperationException();
      case 2 -> new IOException("a checked exception that nobody declared");
      case 3 -> new AssertionError("an error");
      case 4 -> new StackOverflowError();
      case 5 -> new NoClassDefFoundError("dev/mcppolicy/Missing");
      case 6 -> new CompletionException(null);
      default -> new NullPointerException();
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }

  private <T> CompletionStage<T> mayFail(Supplier<CompletionStage<T>> answer, T wrong) {
    if (!strikes()) {
      return answer.get();
    }
    return switch (random.nextInt(5)) {
      case 0 -> CompletableFuture.failedFuture(throwable());
      case 1 -> CompletableFuture.completedFuture(wrong);
      case 2 -> null;
      case 3 -> {
        CompletableFuture<T> cancelled = new CompletableFuture<>();
        cancelled.cancel(true);
        yield cancelled;
      }
      default -> throw Faults.<RuntimeException>unchecked(throwable());
    };
  }

  CounterStore in(CounterStore store) {
    return new CounterStore() {
      @Override
      public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
        return mayFail(() -> store.take(charges, now), null);
      }

      @Override
      public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
        return mayFail(() -> store.settle(ticket, returned), null);
      }

      @Override
      public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
        return mayFail(() -> store.inspect(charges, now), null);
      }

      @Override
      public StoreStats stats() {
        return store.stats();
      }
    };
  }

  Approver in(Approver approver) {
    return new Approver() {
      @Override
      public CompletionStage<Answer> ask(ApprovalRequest request) {
        return mayFail(() -> approver.ask(request), null);
      }
    };
  }

  PolicyClock in(PolicyClock clock) {
    return new PolicyClock() {
      @Override
      public long nanos() {
        mayThrow();
        return clock.nanos();
      }

      @Override
      public Instant wall() {
        mayThrow();
        return clock.wall();
      }
    };
  }

  DecisionListener listener() {
    return new DecisionListener() {
      @Override
      public void decided(DecisionEvent event) {
        mayThrow();
      }

      @Override
      public void settled(SettlementEvent event) {
        mayThrow();
      }
    };
  }
}
