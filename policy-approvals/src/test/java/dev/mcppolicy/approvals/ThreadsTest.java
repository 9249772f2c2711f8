package dev.mcppolicy.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.ToolCall;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A thread that works for all callers knows none of them. */
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
    CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
    new Writing().run(answer, () -> answer.complete(who()));
    assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void theOneThatReadsAConsoleKnowsNobody() throws Exception {
    try (PipedWriter keyboard = new PipedWriter();
        PipedReader in = new PipedReader(keyboard)) {
      CompletableFuture<Optional<String>> answer =
          ConsoleApprover.of(in, Writer.nullWriter())
              .ask(
                  new ApprovalRequest(
                      "id",
                      ToolCall.of("pay", Arguments.empty()),
                      "/tools/pay/action",
                      "",
                      "sha256:0",
                      Duration.ofMinutes(1)))
              .thenApply(said -> who())
              .toCompletableFuture();
      keyboard.write("y 1\n");
      keyboard.flush();
      assertThat(answer.get(30, TimeUnit.SECONDS)).isEmpty();
    }
  }
}
