package dev.mcppolicy.redis;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the script for one call, in its words.
 *
 * <p>Not thread-safe: one is written, sent, and if need be mended and sent again.
 */
final class Order {

  private final Timeline time;
  private final WindowNames names;
  private final List<Charge> charges;
  private final Moment moment;
  private final String tag;
  private final String id;
  private final List<String> keys = new ArrayList<>();
  private final Packed body = new Packed();
  private @Nullable Request asked;

  /** The windows on the clock, each with its starts. */
  private final Map<String, List<String>> starts = new LinkedHashMap<>();

  /**
   * Writes an order.
   *
   * @throws IllegalArgumentException if a counter of an owner is charged twice, or the keys can't
   *     be on one node
   * @throws IllegalStateException if the time of day is needed and can't be known
   */
  Order(
      Timeline time,
      WindowNames names,
      KeyNames keyNames,
      String id,
      List<Charge> charges,
      Moment moment) {
    this.time = time;
    this.names = names;
    this.charges = charges;
    this.moment = moment;
    this.id = id;
    this.tag = charges.isEmpty() ? "all" : keyNames.tag(charges.get(0));
    keys.add(keyNames.reservation(tag, id));
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < charges.size(); i++) {
      Charge charge = charges.get(i);
      if (i > 0 && !keyNames.tag(charge).equals(tag)) {
        throw new IllegalArgumentException(RedisMessages.differentTags());
      }
      String key = keyNames.counter(tag, charge);
      if (!seen.add(key)) {
        throw new IllegalArgumentException(RedisMessages.chargedTwice(charge.counter()));
      }
      keys.add(key);
      body.amount(charge.amount()).number(charge.quotas().size());
      for (Quota quota : charge.quotas()) {
        Window window = quota.window();
        String name = names.of(window);
        if (window instanceof Window.Calendar calendar) {
          starts.computeIfAbsent(name, any -> names.startsAround(calendar, time.expected(moment)));
        }
        Amount max = quota.max();
        body.text(name);
        if (max == null) {
          body.text("");
        } else {
          body.amount(max);
        }
      }
    }
  }

  /** Takes windows on the clock around what the server's clock reads from now on. */
  void around(Instant wall, List<String> missing) {
    missing.forEach(window -> starts.putIfAbsent(window, List.of()));
    starts.replaceAll((window, old) -> names.startsAround(WindowNames.calendar(window), wall));
  }

  String tag() {
    return tag;
  }

  List<String> keys() {
    return keys;
  }

  /**
   * The request.
   *
   * @param what what to do
   * @param recordMillis how long the reservation is remembered
   * @param lease how long slots are held, or empty for ever
   */
  Request request(String what, String recordMillis, String lease) {
    Packed packed = begun(time, what, id, moment, charges.size());
    packed.text(recordMillis).number(lease).number(starts.size());
    starts.forEach(
        (window, four) -> {
          packed.text(window);
          four.forEach(packed::number);
        });
    packed.all(body);
    asked =
        what.equals("take") && isCommon()
            ? Request.sharing(keys, packed, id)
            : new Request(keys, packed);
    return asked;
  }

  /** The request that was made last. */
  Request asked() {
    return Objects.requireNonNull(asked, "nothing was asked");
  }

  /** Says whether it spends from one sliding window, which has a maximum. */
  private boolean isCommon() {
    if (charges.size() != 1 || charges.get(0).quotas().size() != 1) {
      return false;
    }
    Quota quota = charges.get(0).quotas().get(0);
    return quota.window() instanceof Window.Sliding
        && quota.max() != null
        && !charges.get(0).amount().isZero();
  }

  /** What every request begins with. */
  static Packed begun(Timeline time, String what, String id, Moment moment, int charges) {
    return new Packed()
        .text(what)
        .text(id)
        .number(time.elapsed(moment))
        .number(time.wall(moment))
        .number(charges);
  }
}
