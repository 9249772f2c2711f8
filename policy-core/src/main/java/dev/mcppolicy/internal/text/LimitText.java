package dev.mcppolicy.internal.text;

import dev.mcppolicy.internal.model.LimitRule;

/**
 * What an agent is told of a limit that has no room and no words of its own, but for the wait: put
 * together once, since nothing else of it depends on the call.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class LimitText {

  private static final long SECOND = 1_000;

  private final String beforeWait;
  private final String forEver;

  private LimitText(String reached) {
    this.beforeWait = reached + ". Try again in ";
    this.forEver = reached + ". Waiting does not help.";
  }

  /** Returns the text of a limit. */
  public static LimitText of(LimitRule limit) {
    String window = limit.windowText();
    return new LimitText(
        "Limit reached: at most "
            + limit.max().value().toPlainString()
            + (window.equals("lifetime") ? " in all" : " in " + named(window)));
  }

  private static String named(String window) {
    return switch (window) {
      case "second", "minute", "day", "week" -> "a " + window;
      case "hour" -> "an hour";
      default -> window;
    };
  }

  /** Says that waiting does not help. */
  public String forEver() {
    return forEver;
  }

  /** Says how long to wait: in milliseconds if that is less than a second, else rounded up. */
  public String waiting(long millis) {
    if (millis < SECOND) {
      return beforeWait + millis + " ms.";
    }
    long seconds = millis / SECOND + (millis % SECOND == 0 ? 0 : 1);
    return beforeWait + seconds + (seconds == 1 ? " second." : " seconds.");
  }
}
