package dev.mcppolicy.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.PolicyClock;
import java.time.Instant;

/**
 * The latest time that the wall clock has shown. It is written with what is kept: if the clock
 * shows an earlier one when that is read again, nobody knows how much time has passed. Not
 * thread-safe.
 */
final class LatestSeen {

  private static final String KEY = "latest";

  private final PolicyClock clock;
  private Instant latest;

  LatestSeen(PolicyClock clock) {
    this.clock = clock;
    this.latest = clock.wall();
  }

  PolicyClock clock() {
    return clock;
  }

  void look() {
    Instant now = clock.wall();
    latest = now.isAfter(latest) ? now : latest;
  }

  /** Returns a document that begins with this. */
  ObjectNode document() {
    look();
    return Json.object().put(KEY, latest.toString());
  }

  /**
   * Says whether the clock was set back since a document was written. One that doesn't say when it
   * was is of an earlier release.
   *
   * @throws java.time.DateTimeException if it says no time
   */
  static boolean isAfterNow(JsonNode document, PolicyClock clock) {
    return Json.optional(document, KEY)
        .map(Instant::parse)
        .filter(latest -> clock.wall().isBefore(latest))
        .isPresent();
  }
}
