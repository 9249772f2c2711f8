package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Who leaves is heard by all that still matters to, and only that is kept. */
class LeaveTest {

  private final AtomicInteger done = new AtomicInteger();
  private final Sinks.Empty<Void> never = Sinks.empty();

  @Test
  void whatIsOverIsNotKeptHoweverManyCallsAreMade() {
    leave(
        leave -> {
          for (int i = 0; i < 100_000; i++) {
            AtomicBoolean over = new AtomicBoolean();
            leave.then(over::get, done::incrementAndGet);
            over.set(true);
          }
        });
    assertThat(done).hasValueBetween(1, 16);
  }

  @Test
  void whatIsNotOverIsDoneHoweverMuchThereIs() {
    leave(
        leave -> {
          for (int i = 0; i < 1000; i++) {
            boolean over = i % 2 == 0;
            leave.then(() -> over, over ? () -> {} : done::incrementAndGet);
          }
        });
    assertThat(done).hasValue(500);
  }

  @Test
  void whatComesAfterTheLeaveIsDoneAtOnce() {
    Leave[] late = new Leave[1];
    leave(leave -> late[0] = leave);
    late[0].then(() -> false, done::incrementAndGet);
    assertThat(done).hasValue(1);
    assertThat(late[0].isTaken()).isTrue();
  }

  private void leave(Consumer<Leave> calls) {
    Disposable call =
        Leave.telling(
                Mono.deferContextual(
                    context -> {
                      calls.accept(Leave.of(context));
                      return never.asMono();
                    }))
            .subscribe();
    call.dispose();
  }
}
