package dev.mcppolicy.internal.quota;

import static dev.mcppolicy.store.Charges.call;
import static dev.mcppolicy.store.Charges.lifetime;
import static dev.mcppolicy.store.Charges.nanos;
import static dev.mcppolicy.store.Charges.sliding;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Taking;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ShelvesTest {

  @Test
  void shelvesWithoutCountersGoAway() {
    Shelves shelves = new Shelves(1_000_000);
    for (int i = 0; i < 10_000; i++) {
      takes(shelves, call("counter " + i, "alice", sliding(Duration.ofNanos(10), 1)), nanos(i));
    }
    assertThat(shelves.ids()).isLessThan(50);
    for (int i = 0; i < 100; i++) {
      takes(shelves, call("last", "visitor " + i, lifetime(1)), nanos(20_000));
    }
    assertThat(shelves.ids()).isEqualTo(1);
    assertThat(shelves.held()).isEqualTo(100);
  }

  @Test
  void refusedCallsLeaveNoShelvesBehind() {
    Shelves shelves = new Shelves(10);
    for (int i = 0; i < 100; i++) {
      Charge call = call("counter " + i, "alice", lifetime(0));
      assertThat(shelves.take(List.of(call), nanos(i))).isInstanceOf(Taking.Refused.class);
      shelves.inspect(List.of(call), nanos(i));
    }
    assertThat(shelves.ids()).isZero();
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void ownersThatShareAHashAreNotMuchSlower() {
    Shelves shelves = new Shelves(1_000_000);
    for (int i = 0; i < 1 << 15; i++) {
      StringBuilder owner = new StringBuilder();
      for (int bit = 0; bit < 15; bit++) {
        owner.append((i >> bit & 1) == 0 ? "Aa" : "BB");
      }
      assertThat(owner.toString().hashCode()).isEqualTo("Aa".repeat(15).hashCode());
      takes(shelves, call("calls", owner.toString(), lifetime(1)), nanos(0));
    }
    assertThat(shelves.held()).isEqualTo(1 << 15);
  }

  @Test
  void ringIsNoLongerThanItsLimitAsksFor() {
    Shelves shelves = new Shelves(10);
    Charge call = call("calls", "alice", sliding(Duration.ofNanos(100), 10));
    for (int i = 0; i < 1_000; i++) {
      shelves.take(List.of(call), nanos(i));
      assertThat(((SlidingMeter) shelves.find(call).first()).entries()).isBetween(1, 10);
    }
  }

  private static void takes(Shelves shelves, Charge charge, Moment moment) {
    assertThat(shelves.take(List.of(charge), moment)).isInstanceOf(Taking.Taken.class);
  }
}
