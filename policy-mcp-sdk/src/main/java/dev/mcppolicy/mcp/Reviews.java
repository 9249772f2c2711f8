package dev.mcppolicy.mcp;

import dev.mcppolicy.DefinitionWatch;
import dev.mcppolicy.mcp.Listing.Source;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;

/**
 * Sees to it that a tool was listed before a call of it is judged: whoever needs a list reads it,
 * and all others who do meanwhile wait for that one. Thread-safe.
 */
final class Reviews {

  private final DefinitionWatch watch;
  private final Source source;
  private final Duration time;
  private final ReentrantLock turn = new ReentrantLock();
  private @Nullable Mono<Boolean> running;

  Reviews(DefinitionWatch watch, Source source, Duration time) {
    this.watch = watch;
    this.source = source;
    this.time = Duration.ofNanos(InFlight.nanos(time));
  }

  DefinitionWatch watch() {
    return watch;
  }

  /** Returns a call with what is known of its tool, which may be listed first; blocks nothing. */
  Mono<Asked> review(Asked asked) {
    String tool = asked.tool();
    if (!watch.mustList(tool)) {
      return Mono.just(asked.with(watch.review(tool)));
    }
    return shared().map(listed -> asked.with(listed ? watch.review(tool) : watch.unknown(tool)));
  }

  private synchronized Mono<Boolean> shared() {
    Mono<Boolean> listing = running;
    if (listing == null) {
      listing =
          Listing.of(watch, source, time)
              .timeout(time, Mono.just(false))
              // Before anybody hears of it: nobody joins a list that is old.
              .doOnTerminate(this::ended)
              .cache();
      running = listing;
    }
    return listing;
  }

  private synchronized void ended() {
    running = null;
  }

  /** Does the same on the caller's thread, which waits. */
  Asked reviewHere(Asked asked) {
    String tool = asked.tool();
    return asked.with(
        !watch.mustList(tool) || listHere(tool) ? watch.review(tool) : watch.unknown(tool));
  }

  private boolean listHere(String tool) {
    try {
      if (!turn.tryLock(time.toMillis(), TimeUnit.MILLISECONDS)) {
        return false;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Exceptions.propagate(e);
    }
    try {
      return !watch.mustList(tool)
          || Watchdog.within(
              time, () -> Boolean.TRUE.equals(Listing.of(watch, source, time).block()));
    } finally {
      turn.unlock();
    }
  }
}
