package dev.mcppolicy.benchmarks;

import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Prints what a whole tool call costs, through a bare client and through guarded ones.
 *
 * <p>What is added is little beside the call, and a machine, a collector and a compiler change
 * between two runs by more than that. So all clients are called alternately, in one JVM, a few
 * milliseconds each, in a different order each time; and they are called often enough before to be
 * compiled.
 */
final class Clients {

  /** Each sample is the middle of the blocks in such a part of the time. */
  private static final int SAMPLES = 15;

  private static final int MAX_WARM_UP_SECONDS = 60;

  private final Place place;
  private final Way[] ways;
  private final Guarded[] clients;
  private final CallToolRequest request = new CallToolRequest(Cases.TOOL, Cases.arguments());
  private final int block;

  private Clients(Place place, int block) throws IOException {
    this.place = place;
    ways = Way.to(place).toArray(new Way[0]);
    clients = new Guarded[ways.length];
    for (int way = 0; way < ways.length; way++) {
      clients[way] = new Guarded(place, ways[way]);
    }
    this.block = block;
  }

  /**
   * Measures at the place of its first argument: in blocks of so many calls, after so many calls of
   * each client, for so many seconds.
   */
  public static void main(String[] arguments) throws IOException {
    Failures.endTheProcess();
    Clients clients = new Clients(Place.valueOf(arguments[0]), Integer.parseInt(arguments[1]));
    clients.warmUp(Integer.parseInt(arguments[2]));
    for (int sample = 0; sample < SAMPLES; sample++) {
      clients.print(TimeUnit.SECONDS.toNanos(Integer.parseInt(arguments[3])) / SAMPLES);
    }
    for (Guarded client : clients.clients) {
      client.close();
    }
    System.exit(0); // whatever the SDK still waits for
  }

  private void warmUp(int calls) {
    long start = System.nanoTime();
    for (int i = 0; i < calls; i += block) {
      for (Guarded client : clients) {
        measured(client);
      }
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(MAX_WARM_UP_SECONDS)) {
        throw new IllegalStateException("the machine is too busy to warm up");
      }
    }
  }

  /** Measures one sample of each client. */
  private void print(long nanos) {
    double[][] blocks = new double[ways.length][64];
    int size = 0;
    for (long start = System.nanoTime(); size == 0 || System.nanoTime() - start < nanos; size++) {
      for (int i = 0; i < ways.length; i++) {
        int way = (size + i) % ways.length;
        if (size == blocks[way].length) {
          blocks[way] = Arrays.copyOf(blocks[way], 2 * size);
        }
        blocks[way][size] = measured(clients[way]);
      }
    }
    for (int way = 0; way < ways.length; way++) {
      double[] sorted = Arrays.copyOf(blocks[way], size);
      Arrays.sort(sorted);
      System.out.printf(
          Locale.ROOT,
          "Clients.call[place=%s,way=%s] %.1f ns%n",
          place,
          ways[way],
          sorted[size / 2]);
    }
  }

  private double measured(Guarded client) {
    long start = System.nanoTime();
    for (int i = 0; i < block; i++) {
      client.call(request);
    }
    return (System.nanoTime() - start) / (double) block;
  }
}
