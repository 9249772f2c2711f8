package dev.mcppolicy.internal.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DaemonsTest {

  private static final InheritableThreadLocal<String> WHO = new InheritableThreadLocal<>();

  private static <T> T on(Daemons daemons, Supplier<T> what) throws Exception {
    CompletableFuture<T> answer = new CompletableFuture<>();
    daemons.newThread(() -> answer.complete(what.get())).start();
    return answer.get(30, TimeUnit.SECONDS);
  }

  @Test
  void theyKnowNothingOfWhoMadeThem() throws Exception {
    WHO.set("ann");
    try {
      assertThat(on(new Daemons("test"), () -> Optional.ofNullable(WHO.get()))).isEmpty();
    } finally {
      WHO.remove();
    }
  }

  @Test
  void theyFindTheClassesOfWhoWantedThemAndNotOfWhoNeededThemFirst() throws Exception {
    Thread here = here();
    ClassLoader usual = here.getContextClassLoader();
    try (URLClassLoader ours = new URLClassLoader(new URL[0]);
        URLClassLoader callers = new URLClassLoader(new URL[0])) {
      here.setContextClassLoader(ours);
      Daemons daemons = new Daemons("test");
      here.setContextClassLoader(callers);
      assertThat(on(daemons, () -> here().getContextClassLoader())).isSameAs(ours);

      here.setContextClassLoader(null);
      Daemons nobodys = new Daemons("test");
      here.setContextClassLoader(callers);
      assertThat(on(nobodys, () -> Optional.ofNullable(here().getContextClassLoader()))).isEmpty();
    } finally {
      here.setContextClassLoader(usual);
    }
  }

  private static Thread here() {
    return Thread.currentThread();
  }

  @ParameterizedTest
  @EnumSource
  void whateverTheyStandInTheyKnowNothingOfWhoMadeThem(In in) throws Exception {
    Thread here = here();
    ClassLoader usual = here.getContextClassLoader();
    try (URLClassLoader ours = new URLClassLoader(new URL[0])) {
      here.setContextClassLoader(ours);
      Daemons daemons = new Daemons("test");
      here.setContextClassLoader(usual);
      WHO.set("ann");
      ExecutorService executor = in.executor(daemons);
      Callable<List<Object>> known =
          () ->
              List.of(
                  Optional.ofNullable(WHO.get()),
                  here().getContextClassLoader(),
                  here().isDaemon());
      try {
        assertThat(executor.submit(known).get(30, TimeUnit.SECONDS))
            .containsExactly(Optional.empty(), ours, true);
      } finally {
        executor.shutdown();
      }
    } finally {
      here.setContextClassLoader(usual);
      WHO.remove();
    }
  }

  /** What threads stand in. */
  enum In {
    TIMER(Daemons::timer),
    UP_TO_ONE(daemons -> daemons.upTo(1)),
    POOL(Daemons::pool);

    private final Function<Daemons, ExecutorService> of;

    In(Function<Daemons, ExecutorService> of) {
      this.of = of;
    }

    ExecutorService executor(Daemons daemons) {
      return of.apply(daemons);
    }
  }

  @Test
  void whatFindsAllThreadsBusyWaitsForOneAndIsNotLost() throws Exception {
    int most = 3;
    ExecutorService few = new Daemons("test").upTo(most);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger mostAtOnce = new AtomicInteger();
    Runnable work =
        () -> {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          Thread.yield();
          atOnce.decrementAndGet();
        };
    try {
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int sender = 0; sender < 4; sender++) {
        senders.add(
            CompletableFuture.runAsync(
                () -> {
                  List<CompletableFuture<Void>> sent =
                      Stream.generate(() -> CompletableFuture.runAsync(work, few))
                          .limit(5_000)
                          .toList();
                  sent.forEach(CompletableFuture::join);
                },
                task -> new Thread(task).start()));
      }
      for (CompletableFuture<Void> sender : senders) {
        sender.get(1, TimeUnit.MINUTES);
      }
    } finally {
      few.shutdown();
    }
    assertThat(mostAtOnce.get()).isBetween(1, most);
  }

  @Test
  void asManyThreadsAreMadeAsHaveSomethingToDo() throws Exception {
    int most = 8;
    ExecutorService some = new Daemons("test").upTo(most);
    CountDownLatch all = new CountDownLatch(most);
    try {
      for (int i = 0; i < most; i++) {
        some.execute(
            () -> {
              all.countDown();
              await(all);
            });
      }
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      some.shutdown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      here().interrupt();
    }
  }

  @Test
  void oneThatMakesAnotherAndIsInterruptedMeanwhileStaysInterrupted() throws Exception {
    ExecutorService pool = new Daemons("test").pool();
    try {
      here().interrupt();
      Future<Boolean> daemon = pool.submit(() -> here().isDaemon());
      assertThat(Thread.interrupted()).isTrue();
      assertThat(daemon.get(30, TimeUnit.SECONDS)).isTrue();
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void threadsOfAPoolThatWaitForOthersMakeRoomForThem() throws Exception {
    ExecutorService pool = new Daemons("test").pool();
    try {
      int many = 4 * Runtime.getRuntime().availableProcessors();
      CompletableFuture<Void> last = new CompletableFuture<>();
      CompletableFuture<?>[] waiting = new CompletableFuture<?>[many];
      for (int i = 0; i < many; i++) {
        waiting[i] = CompletableFuture.runAsync(last::join, pool);
      }
      CompletableFuture.runAsync(() -> last.complete(null), pool).get(30, TimeUnit.SECONDS);
      CompletableFuture.allOf(waiting).get(30, TimeUnit.SECONDS);
    } finally {
      pool.shutdown();
    }
  }

  @Test
  void theyAreDaemonsOfOneName() {
    Thread one = new Daemons("test").newThread(() -> {});
    assertThat(one.isDaemon()).isTrue();
    assertThat(one.getName()).isEqualTo("test");
  }
}
