package dev.mcppolicy.approvals;

import static dev.mcppolicy.approvals.Asking.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.approvals.QueuedApproval.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens in whatever order, a yes lets at most one call through. */
class QueueModelTest {

  private static final int CALLS = 3;

  private final TestClock clock = new TestClock();
  @TempDir private Path folder;

  private ApprovalQueue open(Path file) {
    return ApprovalQueue.builder().file(file).clock(clock).build();
  }

  /**
   * Calls, decides, restarts and dies at random. A machine that dies leaves the file as it is at
   * that moment: the next process opens a copy of it while the first still has it open.
   */
  @Test
  void aYesLetsAtMostOneCallThroughWhateverDies() throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      Random random = new Random(seed);
      Path file = folder.resolve("queue-" + seed);
      ApprovalQueue queue = open(file);
      int[] yeses = new int[CALLS];
      int[] passed = new int[CALLS];
      for (int step = 0; step < 100; step++) {
        int call = random.nextInt(CALLS);
        switch (random.nextInt(10)) {
          case 0, 1, 2, 3 -> {
            PolicyEngine engine = Asking.engine(queue);
            passed[call] += engine.check(pay(call)).isAllowed() ? 1 : 0;
          }
          case 4, 5, 6 -> {
            for (QueuedApproval one : queue.waiting()) {
              boolean yes = random.nextInt(4) > 0;
              ApprovalResponse response =
                  yes ? queue.approve(one.id(), "ann") : queue.deny(one.id(), "ann");
              int about = (int) one.request().call().arguments().asMap().get("amount");
              yeses[about] += yes && response.counts() ? 1 : 0;
            }
          }
          case 7 -> clock.advance(Duration.ofMinutes(random.nextInt(20)));
          case 8 -> {
            queue.close();
            queue = open(file);
          }
          default -> {
            Path copy = folder.resolve("queue-" + seed + "-" + step);
            if (Files.exists(file)) {
              Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            queue.close();
            file = copy;
            queue = open(file);
          }
        }
        for (int i = 0; i < CALLS; i++) {
          assertThat(passed[i]).as("seed %s, step %s", seed, step).isLessThanOrEqualTo(yeses[i]);
        }
      }
      assertThat(passed[0] + passed[1] + passed[2]).as("seed %s", seed).isPositive();
      queue.close();
    }
  }

  @Test
  void inAFileTooOneYesLetsOneOfManyCallsThrough() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ApprovalQueue queue = open(folder.resolve("shared"))) {
      PolicyEngine engine = Asking.engine(queue);
      for (int round = 0; round < 8; round++) {
        engine.check(pay(5));
        queue.waiting().forEach(one -> queue.approve(one.id(), "ann"));
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          calls.add(() -> engine.check(pay(5)).isAllowed());
        }
        int allowed = 0;
        for (Future<Boolean> call : threads.invokeAll(calls)) {
          allowed += call.get() ? 1 : 0;
        }
        assertThat(allowed).isEqualTo(1);
        assertThat(queue.list()).extracting(QueuedApproval::state).containsOnly(State.WAITING);
        queue.list().forEach(one -> queue.expire(one.id()));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void standingApprovalsInAFileAskTheOtherApproverAboutTheRest() {
    try (StandingApprovals standing = StandingApprovals.inFile(folder.resolve("standing"), clock)) {
      PolicyEngine engine =
          Asking.engine(
              standing.before(
                  CallbackApprover.of(
                      (request, reply) ->
                          reply.answer(
                              standing.approve(
                                  request,
                                  StandingTerms.lasting(Duration.ofHours(1)).calls(2),
                                  "ann")))));
      for (int i = 0; i < 4; i++) {
        assertThat(engine.check(pay(i)).isAllowed()).isTrue();
      }
      assertThat(standing.list()).isEmpty();
      PolicyEngine failing =
          Asking.engine(
              standing.before(
                  request -> {
                    throw new IllegalStateException("no");
                  }));
      assertThat(failing.check(pay(5)).isAllowed()).isFalse();
    }
  }
}
