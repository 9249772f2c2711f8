package dev.mcppolicy;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** A store that takes on other threads, and so has to be waited for. */
final class FarStore extends ForwardingStore {

  private final Executor threads;

  FarStore(CounterStore store, Executor threads) {
    super(store);
    this.threads = threads;
  }

  @Override
  public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
    return CompletableFuture.supplyAsync(() -> store.take(charges, now), threads)
        .thenCompose(Function.identity());
  }
}
