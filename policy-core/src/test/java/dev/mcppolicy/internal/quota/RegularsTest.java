package dev.mcppolicy.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

class RegularsTest {

  private final Regulars regulars = new Regulars();

  @Test
  void anOwnerIsKnownByEveryEqualText() {
    SlidingMeter counter = counter();
    regulars.add(copied("alice"), counter);

    assertThat(regulars.get(copied("alice"))).isSameAs(counter);
    assertThat(regulars.get("Alice")).isNull();
  }

  @Test
  void whoSharesAPlaceWithAnotherIsNotTakenForThem() {
    SlidingMeter first = counter();
    regulars.add("Aa", first);
    regulars.add("BB", counter());

    assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
    assertThat(regulars.get("Aa")).isSameAs(first);
    assertThat(regulars.get("BB")).isNull();
  }

  @Test
  void noOwnerIsEverGivenTheCounterOfAnother() {
    Map<String, SlidingMeter> all = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      SlidingMeter counter = counter();
      all.put("grant-" + i, counter);
      regulars.add("grant-" + i, counter);
    }
    List<String> known = new ArrayList<>();
    for (Map.Entry<String, SlidingMeter> each : all.entrySet()) {
      SlidingMeter counter = regulars.get(copied(each.getKey()));
      assertThat(regulars.get(each.getKey())).isSameAs(counter);
      if (counter != null) {
        assertThat(counter).isSameAs(each.getValue());
        known.add(each.getKey());
      }
    }
    assertThat(known).hasSize(16);
  }

  @Test
  void whatIsForgottenMakesPlaceForWhoComesNext() {
    SlidingMeter dropped = counter();
    SlidingMeter other = counter();
    regulars.add("alice", dropped);
    regulars.add("bob", other);

    regulars.forget(dropped);

    assertThat(regulars.get("alice")).isNull();
    assertThat(regulars.get("bob")).isSameAs(other);
    regulars.forget(other);
    assertThat(regulars.get("bob")).isNull();
    SlidingMeter next = counter();
    regulars.add("alice", next);
    assertThat(regulars.get("alice")).isSameAs(next);
  }

  @Test
  @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
  void noOwnerIsEverGivenTheCounterOfAnotherWhileOwnersComeAndGo() throws Exception {
    SlidingMeter alices = counter();
    SlidingMeter bobs = counter();
    AtomicBoolean done = new AtomicBoolean();
    Thread changing =
        new Thread(
            () -> {
              while (!done.get()) {
                regulars.add("alice", alices);
                regulars.forget(alices);
                regulars.add("bob", bobs);
                regulars.forget(bobs);
              }
            });
    changing.setDaemon(true);
    changing.start();
    int found = 0;
    int wrong = 0;
    for (int i = 0; i < 20_000_000 || found == 0; i++) {
      SlidingMeter alice = regulars.get("alice");
      SlidingMeter bob = regulars.get("bob");
      found += alice == alices || bob == bobs ? 1 : 0;
      wrong += alice == bobs || bob == alices ? 1 : 0;
    }
    done.set(true);
    changing.join();
    assertThat(wrong).isZero();
  }

  private static SlidingMeter counter() {
    return new SlidingMeter(new Window.Sliding(Duration.ofMinutes(1)));
  }

  private static String copied(String name) {
    return new String(name.toCharArray());
  }
}
