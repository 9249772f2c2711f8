package dev.mcppolicy.internal.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Charges;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.Quota;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.management.ObjectName;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a key costs in memory, everything counted: the owner's text, the map, the counter. Measured
 * as what a full collection leaves on the heap of a 64-bit HotSpot with compressed pointers.
 */
class MemoryTest {

  /** Just past a doubling of the map's table, where each key pays for the most empty slots. */
  private static final int KEYS = 200_000;

  /** What gaps are filled with, by JDK 17 and by JDK 25; counters have neither. */
  private static final Set<String> FILLERS = Set.of("[I", "[Ljdk.internal.vm.FillerElement;");

  private static final Quota TEN_A_DAY = Charges.sliding(Duration.ofDays(1), 10);
  private static final CounterId CALLS = Charges.id("calls");

  @BeforeAll
  static void onlyOnTheUsualVirtualMachine() {
    // A class of one reference has 16 bytes only with compressed pointers and class pointers.
    Assumptions.assumeTrue(System.getProperty("java.vm.name").contains("64-Bit"));
  }

  @Test
  void keyFullOfTenCallsTakesAtMost256Bytes() throws Exception {
    assertThat(bytesAKey(10)).isBetween(200.0, 256.0);
  }

  @Test
  void keySeenOnceTakesAtMost200Bytes() throws Exception {
    assertThat(bytesAKey(1)).isBetween(120.0, 200.0);
  }

  @Test
  void keySeenFourTimesTakesNoMoreThanOneSeenOnce() throws Exception {
    assertThat(bytesAKey(4)).isLessThan(bytesAKey(1) + 1);
  }

  private static double bytesAKey(int calls) throws Exception {
    fill(1_000, calls);
    long before = liveBytes();
    Shelves shelves = fill(KEYS, calls);
    double bytes = (double) (liveBytes() - before) / KEYS;
    assertThat(shelves.stats().keys()).isEqualTo(KEYS);
    System.out.printf(Locale.ROOT, "%d calls: %.1f bytes a key%n", calls, bytes);
    return bytes;
  }

  private static Shelves fill(int keys, int calls) {
    Shelves shelves = new Shelves(1_000_000);
    for (int key = 0; key < keys; key++) {
      String owner = String.format(Locale.ROOT, "agent-%034d", key);
      assertThat(owner).hasSize(40);
      Charge charge = new Charge(CALLS, owner, Amount.ONE, List.of(TEN_A_DAY));
      for (int call = 0; call < calls; call++) {
        shelves.take(List.of(charge), Moment.elapsed(call));
      }
    }
    return shelves;
  }

  /** The bytes of all objects that are reachable, and of none that a collector fills gaps with. */
  private static long liveBytes() throws Exception {
    String histogram =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    return histogram
        .lines()
        .map(line -> line.trim().split(" +"))
        .filter(columns -> columns.length >= 4 && columns[0].matches("\\d+:"))
        .filter(columns -> !FILLERS.contains(columns[3]))
        .mapToLong(columns -> Long.parseLong(columns[2]))
        .sum();
  }
}
