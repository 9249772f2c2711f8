package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several processes, minutes apart by their clocks, and one limit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ProcessesTest {

  @Test
  void totalOfAllProcessesIsTheLimitExactly() throws Exception {
    String prefix = Stores.prefix();
    List<Process> workers = new ArrayList<>();
    try {
      for (int seconds : new int[] {-420, 420}) {
        workers.add(start(prefix, 90, seconds));
      }
      long kept = 0;
      for (Process worker : workers) {
        String printed =
            new String(worker.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
        assertThat(worker.waitFor()).as(printed).isZero();
        String last = printed.substring(printed.lastIndexOf('\n') + 1);
        kept += Long.parseLong(last.substring("kept ".length()));
      }
      try (RedisCounterStore store =
          RedisCounterStore.builder(Stores.client())
              .prefix(prefix)
              .timeout(Duration.ofSeconds(20))
              .build()) {
        assertThat(kept).isEqualTo(100);
        assertThat(spent(store, call("calls", "all", sliding(Duration.ofHours(1), 1))))
            .isEqualTo(Amount.of(kept));
        assertThat(spent(store, call("calls", "all", inFlight(1)))).isEqualTo(Amount.ZERO);
      }
    } finally {
      workers.forEach(Process::destroyForcibly);
    }
  }

  @Test
  @Tag("stress")
  void slotOfAProcessThatIsKilledComesBackAfterItsLeaseAndNotBefore() throws Exception {
    String prefix = Stores.prefix();
    Process worker = start(prefix, 0, 0);
    try (RedisCounterStore store =
        RedisCounterStore.builder(Stores.client())
            .prefix(prefix)
            .timeout(Duration.ofSeconds(20))
            .build()) {
      String line = "";
      BufferedReader printed = worker.inputReader();
      while (line != null && !line.equals("held")) {
        line = printed.readLine();
      }
      assertThat(line).isEqualTo("held");
      // It renews its lease for as long as it lives.
      long end = System.nanoTime() + Worker.LEASE.multipliedBy(2).toNanos();
      while (System.nanoTime() < end) {
        assertThat(takes(store, Worker.SLOT)).isFalse();
        LockSupport.parkNanos(50_000_000);
      }
      worker.destroyForcibly().waitFor();
      long killed = System.nanoTime();
      eventually(() -> takes(store, Worker.SLOT));
      // It was renewed a third of the lease before at the latest, unless the machine stood still.
      assertThat(Duration.ofNanos(System.nanoTime() - killed))
          .isBetween(Worker.LEASE.dividedBy(3), Worker.LEASE.plusSeconds(2));
    } finally {
      worker.destroyForcibly();
    }
  }

  private static Process start(String prefix, int attempts, int seconds) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName(),
            Stores.uri(),
            prefix,
            Integer.toString(attempts),
            Integer.toString(seconds))
        .redirectErrorStream(true)
        .start();
  }
}
