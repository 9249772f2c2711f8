package dev.mcppolicy.approvals;

import static dev.mcppolicy.approvals.Asking.code;
import static dev.mcppolicy.approvals.Asking.pay;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.approvals.CallbackApprover.Reply;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callbacks and the console. */
class ReadyApproversTest {

  @Test
  void aCallbackAnswersLaterAndOnce() {
    List<Reply> replies = new ArrayList<>();
    PolicyEngine engine =
        Asking.engine(CallbackApprover.of((request, reply) -> replies.add(reply)));
    CompletableFuture<Decision> decision = engine.checkAsync(pay(5));
    assertThat(decision).isNotDone();
    assertThat(replies.get(0).isOpen()).isTrue();
    assertThat(replies.get(0).approve()).isTrue();
    assertThat(replies.get(0).deny()).isFalse();
    assertThat(replies.get(0).isOpen()).isFalse();
    assertThat(code(decision.join())).isEqualTo("allowed");
  }

  @Test
  void aCallbackMayChangeOrRefuse() {
    List<Reply> replies = new ArrayList<>();
    PolicyEngine engine =
        Asking.engine(CallbackApprover.of((request, reply) -> replies.add(reply)));
    CompletableFuture<Decision> changed = engine.checkAsync(pay(5));
    replies.get(0).approve(Arguments.freeze(Map.of("amount", 3)));
    assertThat(changed.join().judged(pay(5)).arguments().asMap()).containsEntry("amount", 3);
    CompletableFuture<Decision> refused = engine.checkAsync(pay(5));
    replies.get(1).deny("No.");
    assertThat(refused.join().message()).isEqualTo("No.");
  }

  @Test
  void anAnswerToACallThatWasGivenUpIsNotHeard() {
    List<Reply> replies = new ArrayList<>();
    PolicyEngine engine =
        Asking.engine(CallbackApprover.of((request, reply) -> replies.add(reply)));
    engine.checkAsync(pay(5)).cancel(true);
    assertThat(replies.get(0).isOpen()).isFalse();
    assertThat(replies.get(0).approve()).isFalse();
  }

  @Test
  void aCallbackThatThrowsDenies() {
    PolicyEngine engine =
        Asking.engine(
            CallbackApprover.of(
                (request, reply) -> {
                  throw new IllegalStateException("no chat");
                }));
    assertThat(code(engine.check(pay(5)))).isEqualTo("approval_denied");
  }

  /** A terminal: what is shown on it, and what somebody types. */
  private static final class Terminal {
    private final BlockingQueue<String> shown = new LinkedBlockingQueue<>();
    private final PipedWriter typing = new PipedWriter();
    private final Approver approver;

    Terminal() throws IOException {
      approver =
          ConsoleApprover.of(
              new PipedReader(typing),
              new StringWriter() {
                private int read;

                @Override
                public void flush() {
                  String all = toString();
                  all.substring(read).lines().forEach(shown::add);
                  read = all.length();
                }
              });
    }

    void type(String line) throws IOException {
      typing.write(line + "\n");
      typing.flush();
    }

    String next() throws InterruptedException {
      String line = shown.poll(10, TimeUnit.SECONDS);
      assertThat(line).isNotNull();
      return line;
    }

    /** Waits for a question, and returns it. */
    List<String> question() throws InterruptedException {
      List<String> lines = new ArrayList<>();
      String line = next();
      while (!line.startsWith("Answer")) {
        lines.add(line);
        line = next();
      }
      return lines;
    }
  }

  @Test
  void theConsoleAsksAndHears() throws Exception {
    Terminal terminal = new Terminal();
    PolicyEngine engine = Asking.engine(terminal.approver);
    CompletableFuture<Decision> first = engine.checkAsync(pay("\u001b[2J"));
    assertThat(terminal.question())
        .contains("[1] Money moves.", "  tool: \"pay\"", "  args.amount: \"\\u001b[2J\"");
    CompletableFuture<Decision> second = engine.checkAsync(pay(6));
    terminal.question();
    terminal.type("yes");
    assertThat(terminal.next())
        .isEqualTo("Answer with y or n and the number of a question, as in \"y 1\".");
    terminal.type("n 1");
    assertThat(code(first.get(10, TimeUnit.SECONDS))).isEqualTo("approval_denied");
    terminal.type("y 1");
    assertThat(terminal.next()).isEqualTo("[1] does not wait (any more).");
    terminal.type(" y  2 ");
    assertThat(code(second.get(10, TimeUnit.SECONDS))).isEqualTo("allowed");
  }

  @Test
  void whatIsTypedTooLateForOneQuestionDoesntAnswerTheNext() throws Exception {
    Terminal terminal = new Terminal();
    PolicyEngine engine = Asking.engine(terminal.approver);
    engine.checkAsync(pay(5)).cancel(true);
    terminal.question();
    CompletableFuture<Decision> next = engine.checkAsync(pay(6));
    terminal.question();
    terminal.type("y 1");
    assertThat(terminal.next()).isEqualTo("[1] does not wait (any more).");
    assertThat(next).isNotDone();
    terminal.type("n 2");
    assertThat(code(next.get(10, TimeUnit.SECONDS))).isEqualTo("approval_denied");
  }

  @Test
  void whenTheInputEndsEverythingIsRefused() throws Exception {
    PolicyEngine engine =
        Asking.engine(ConsoleApprover.of(new StringReader(""), new StringWriter()));
    for (int i = 0; i < 2; i++) {
      Decision decision = engine.checkAsync(pay(i)).get(10, TimeUnit.SECONDS);
      assertThat(decision.message())
          .isEqualTo("This call needs approval, and there is nobody to ask.");
    }
  }

  @Test
  void whatIsTooLongForTheConsoleIsRefused() {
    StringWriter out = new StringWriter();
    PolicyEngine engine = Asking.engine(ConsoleApprover.of(new StringReader(""), out));
    assertThat(engine.check(pay("x".repeat(ConsoleApprover.MOST_SHOWN))).message())
        .isEqualTo("This call is too long to be shown to whoever would approve it.");
    assertThat(out.toString()).isEmpty();
  }
}
