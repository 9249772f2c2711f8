package dev.mcppolicy;

import dev.mcppolicy.internal.engine.Grounds;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The grounds of one decision alone. */
record OwnGrounds(
    Effect effect,
    @Nullable Code code,
    String rule,
    Supplier<String> words,
    @Nullable Duration pause,
    @Nullable String policy,
    Reservation reservation,
    @Nullable Decision shadow,
    @Nullable Arguments edited)
    implements Grounds {

  @Override
  public String message(int mark) {
    return words.get();
  }

  @Override
  public @Nullable Duration retryAfter(int mark) {
    return pause;
  }
}
