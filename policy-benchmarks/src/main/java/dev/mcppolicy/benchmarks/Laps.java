package dev.mcppolicy.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Measures things that mostly wait for others to be woken, which takes another time from second to
 * second: all in turn, in one JVM, in blocks of some milliseconds, each time beginning with another
 * of them. They are done often enough before to be compiled.
 */
final class Laps {

  private static final int SAMPLES = 15;
  private static final int MAX_WARM_UP_SECONDS = 60;

  private final int threads;
  private final int block;
  private final List<Racer> racers;

  /**
   * What is measured.
   *
   * @param id what it is called
   * @param lap does it once, for the thread of a number
   */
  record Racer(String id, IntConsumer lap) {}

  /**
   * Has so many threads do each of some things in blocks.
   *
   * @param block how often a thread does one before it is the next one's turn
   */
  Laps(int threads, int block, List<Racer> racers) {
    this.threads = threads;
    this.block = block;
    this.racers = racers;
  }

  /**
   * Prints samples, each the median of the blocks of its part of the time.
   *
   * @param warmUp how often a thread does each before, for a minute at most
   * @param seconds how long it is measured
   */
  void measure(int warmUp, int seconds) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      long most = TimeUnit.SECONDS.toNanos(MAX_WARM_UP_SECONDS);
      for (int done = 0; done < warmUp && System.nanoTime() - start < most; done += block) {
        for (Racer racer : racers) {
          nanos(racer, pool);
        }
      }
      for (int sample = 0; sample < SAMPLES; sample++) {
        print(pool, TimeUnit.SECONDS.toNanos(seconds) / SAMPLES);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void print(ExecutorService pool, long nanos) throws InterruptedException {
    List<List<Double>> blocks = new ArrayList<>();
    racers.forEach(racer -> blocks.add(new ArrayList<>()));
    long start = System.nanoTime();
    for (int lap = 0; lap == 0 || System.nanoTime() - start < nanos; lap++) {
      for (int i = 0; i < racers.size(); i++) {
        int racer = (lap + i) % racers.size();
        blocks.get(racer).add(nanos(racers.get(racer), pool));
      }
    }
    for (int i = 0; i < racers.size(); i++) {
      double[] sorted = blocks.get(i).stream().mapToDouble(Double::doubleValue).sorted().toArray();
      System.out.printf(Locale.ROOT, "%s %.0f ns%n", racers.get(i).id(), sorted[sorted.length / 2]);
    }
  }

  /** How long one takes, as each thread sees it. */
  private double nanos(Racer racer, ExecutorService pool) throws InterruptedException {
    if (threads == 1) {
      return block(racer, 0);
    }
    List<Callable<Double>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      int thread = i;
      tasks.add(() -> block(racer, thread));
    }
    double sum = 0;
    for (Future<Double> task : pool.invokeAll(tasks)) {
      try {
        sum += task.get();
      } catch (ExecutionException failure) {
        throw new IllegalStateException(racer.id(), failure);
      }
    }
    return sum / threads;
  }

  private double block(Racer racer, int thread) {
    long start = System.nanoTime();
    for (int i = 0; i < block; i++) {
      racer.lap().accept(thread);
    }
    return (System.nanoTime() - start) / (double) block;
  }
}
