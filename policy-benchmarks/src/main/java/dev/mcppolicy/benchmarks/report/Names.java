package dev.mcppolicy.benchmarks.report;

import java.util.Map;

/** How anchors are called on the page. */
final class Names {

  private static final Map<String, String> SHORT =
      Map.ofEntries(
          Map.entry("Anchor.lookUpAndCount", "A"),
          Map.entry("Anchor.caffeineAndCount", "Caffeine"),
          Map.entry("Peers.Limits.bucket4jKeyed", "Bucket4j behind Caffeine"),
          Map.entry("Peers.CelJava.threeConditions", "CEL"),
          Map.entry("Peers.CedarJava.threeConditions", "Cedar"),
          Map.entry("Regexes.typicalJdk", "the JDK's engine"),
          Map.entry("Cold.jacksonAndCaffeine", "Jackson and Caffeine alone"),
          Map.entry("Clients.call[place=STDIO,way=INTERCEPT]", "Intercept"),
          Map.entry("Redis.ping", "PING"),
          Map.entry("Redis.ping@8", "PING, 8 threads"),
          Map.entry("Redis.ping[keys=own]@8", "PING, 8 threads"),
          Map.entry("Redis.bucket4j", "Bucket4j"),
          Map.entry("Redis.bucket4j[keys=own]@8", "Bucket4j, 8 threads"),
          Map.entry("Redis.bucket4j@8", "Bucket4j, 8 threads"));

  private Names() {}

  static String shown(String id) {
    return SHORT.getOrDefault(id, "`" + id + "`");
  }
}
