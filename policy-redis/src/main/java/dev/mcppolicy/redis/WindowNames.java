package dev.mcppolicy.redis;

import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * How windows are written in a counter: their kind, and what tells them apart. A host can read a
 * window on the clock back, since it may meet one that another host's policy counts.
 */
final class WindowNames {

  private final Timeline time;

  WindowNames(Timeline time) {
    this.time = time;
  }

  String of(Window window) {
    if (window instanceof Window.Sliding sliding) {
      return "s" + time.ticks(sliding.length());
    }
    if (window instanceof Window.Calendar calendar) {
      return "c" + calendar.length().toNanos() + ":" + calendar.zone().getId();
    }
    return window instanceof Window.Lifetime ? "l" : "i";
  }

  /** The window on the clock of this name. */
  static Window.Calendar calendar(String name) {
    int colon = name.indexOf(':');
    Duration length = Duration.ofNanos(Long.parseLong(name.substring(1, colon)));
    return new Window.Calendar(length, ZoneId.of(name.substring(colon + 1)));
  }

  /** Four starts of the three windows in a row of which the middle one holds an instant. */
  List<String> startsAround(Window.Calendar window, Instant at) {
    Instant start = window.start(at);
    Instant end = window.end(at);
    List<String> starts = new ArrayList<>(4);
    starts.add(time.ticks(start.equals(Instant.MIN) ? start : window.start(start.minusNanos(1))));
    starts.add(time.ticks(start));
    starts.add(time.ticks(end));
    starts.add(time.ticks(end.equals(Instant.MAX) ? end : window.end(end)));
    return starts;
  }
}
