package dev.mcppolicy.reload;

import java.util.List;
import java.util.function.Consumer;

/** Tells listeners, each on a thread of its own if there are threads, and keeps a log. */
final class Herald implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  private final List<Seat> seats;

  Herald(List<ReloadListener> listeners, boolean onOwnThreads) {
    this.seats = listeners.stream().map(listener -> new Seat(listener, onOwnThreads)).toList();
  }

  void reloaded(Reload reload) {
    LOG.log(System.Logger.Level.DEBUG, reload::toString);
    tell(listener -> listener.reloaded(reload));
  }

  void refused(ReloadProblem problem) {
    LOG.log(System.Logger.Level.WARNING, problem::toString);
    tell(listener -> listener.refused(problem));
  }

  private void tell(Consumer<ReloadListener> what) {
    seats.forEach(seat -> seat.tell(what));
  }

  /** Lets listeners hear the rest, for a moment that is the same however many there are. */
  @Override
  public void close() {
    seats.forEach(Seat::shut);
    long deadline = System.nanoTime() + Patience.NANOS;
    seats.forEach(seat -> seat.leave(deadline));
  }
}
