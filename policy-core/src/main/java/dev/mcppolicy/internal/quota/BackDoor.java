package dev.mcppolicy.internal.quota;

import dev.mcppolicy.store.CounterStore;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lets the engine in to the shelves of the built-in store, which its public door doesn't show. */
public final class BackDoor {

  private static volatile @Nullable Function<CounterStore, @Nullable Shelves> key;

  private BackDoor() {}

  /** Takes the key that the built-in store leaves when its class is initialized; only the first. */
  public static void leave(Function<CounterStore, @Nullable Shelves> left) {
    if (key == null) {
      key = left;
    }
  }

  /** Returns the shelves that a store is made of, or null if it isn't the built-in one. */
  public static @Nullable Shelves of(CounterStore store) {
    Function<CounterStore, @Nullable Shelves> found = key;
    return found == null ? null : found.apply(store);
  }
}
