package dev.mcppolicy.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thread that works for all callers knows none of them, and waits for none. */
class ThreadsTest {

  private static final InheritableThreadLocal<String> WHO = new InheritableThreadLocal<>();

  @BeforeEach
  void logIn() {
    WHO.set("ann");
  }

  @AfterEach
  void logOut() {
    WHO.remove();
  }

  private static Optional<String> who() {
    return Optional.ofNullable(WHO.get());
  }

  @Test
  void theOneThatWritesKnowsNobody() throws Exception {
    CompletableFuture<List<Optional<String>>> known = new CompletableFuture<>();
    new Writing().run(() -> who(), (who, failure) -> known.complete(List.of(who, who())));
    assertThat(known.get(30, TimeUnit.SECONDS)).containsOnly(Optional.empty());
  }

  @Test
  void theOneThatReadsAConsoleKnowsNobody() throws Exception {
    try (PipedWriter keyboard = new PipedWriter();
        PipedReader in = new PipedReader(keyboard)) {
      CompletableFuture<Optional<String>> answer =
          ConsoleApprover.of(in, Writer.nullWriter())
              .ask(request("id"))
              .thenApply(said -> who())
              .toCompletableFuture();
      keyboard.write("y 1\n");
      keyboard.flush();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void whoTakesHisTimeOnceItIsAnsweredKeepsNobodyFromAConsole() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    try (PipedWriter keyboard = new PipedWriter();
        PipedReader in = new PipedReader(keyboard)) {
      ConsoleApprover console = ConsoleApprover.of(in, Writer.nullWriter());
      CompletionStage<Void> first = console.ask(request("1")).thenAccept(said -> await(end));
      CompletionStage<Approver.Answer> second = console.ask(request("2"));
      keyboard.write("y 1\ny 2\n");
      keyboard.flush();
      assertThat(second.toCompletableFuture().get(30, TimeUnit.SECONDS))
          .isEqualTo(Approver.Answer.APPROVE);
      assertThat(first.toCompletableFuture()).isNotDone();
    } finally {
      end.countDown();
    }
  }

  @Test
  void whoTakesHisTimeOnceItIsAnsweredKeepsNobodyFromAFile(@TempDir Path folder) throws Exception {
    CountDownLatch heard = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try (ApprovalQueue queue =
        ApprovalQueue.builder()
            .file(folder.resolve("queue"))
            .listener(event -> await(heard))
            .build()) {
      PolicyEngine engine = Asking.engine(queue);
      CompletableFuture<Void> first =
          engine.checkAsync(Asking.pay(1)).thenAccept(decision -> await(end));
      heard.countDown();
      assertThat(Asking.code(engine.checkAsync(Asking.pay(2)).get(30, TimeUnit.SECONDS)))
          .isEqualTo("approval_pending");
      assertThat(first).isNotDone();
    } finally {
      end.countDown();
    }
  }

  private static ApprovalRequest request(String id) {
    return new ApprovalRequest(
        id,
        ToolCall.of("pay", Arguments.empty()),
        "/tools/pay/action",
        "",
        "sha256:0",
        Duration.ofMinutes(1));
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
