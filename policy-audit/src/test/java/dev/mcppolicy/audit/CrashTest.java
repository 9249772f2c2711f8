package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.AuditRecord.Opened;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed leaves a log that verifies, and that holds every call it let go. */
class CrashTest {

  private static final int THREADS = 4;

  @TempDir private Path folder;

  @Test
  void noCallThatWentOutLacksItsRecord() throws Exception {
    crash(2, new Random(7));
  }

  @Test
  @Tag("stress")
  void noCallThatWentOutLacksItsRecordHoweverOften() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    crash(200, new Random(seed));
  }

  private void crash(int rounds, Random random) throws Exception {
    Path log = folder.resolve("audit.jsonl");
    Path sent = folder.resolve("sent");
    for (int round = 0; round < rounds; round++) {
      Process process = start(log, sent);
      int sends = random.nextInt(200);
      try (InputStream in = process.getInputStream()) {
        for (int i = 0; i <= sends; i++) { // each byte is a call that went out
          assertThat(in.read()).as("the process ended of its own accord").isNotNegative();
        }
      } finally {
        process.destroyForcibly();
      }
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
      Verification verification = AuditVerifier.create().allowingOpen().verify(files());
      assertThat(verification.findings()).isEmpty();
      assertThat(recorded()).containsAll(sent(sent));
    }
    AuditLog.jsonLines(log).open().close();
    Verification verification = AuditVerifier.create().verify(files());
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.closed()).isTrue();
    assertThat(recorded()).containsAll(sent(sent)).hasSizeGreaterThan(rounds);
    long opened = files().stream().mapToLong(file -> Logs.read(file, Opened.class).size()).sum();
    assertThat(opened).isEqualTo(rounds + 1);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).toList();
    }
  }

  private Set<String> recorded() throws IOException {
    Set<String> ids = new HashSet<>();
    for (Path file : files()) {
      Logs.read(file, Decided.class).stream()
          .filter(Decided::isAllowed)
          .forEach(decided -> ids.add(decided.id()));
    }
    return ids;
  }

  /**
   * Returns the ids of the calls that went out, of which the last may not be written to its end.
   */
  private static List<String> sent(Path file) throws IOException {
    List<String> ids = new ArrayList<>();
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n")) {
      ids.add(line);
    }
    return ids;
  }

  private static Process start(Path log, Path sent) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Victim.class.getName(),
            log.toString(),
            sent.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  /** The process that is killed: makes calls, and notes each that goes out. */
  static final class Victim {

    private Victim() {}

    public static void main(String[] args) throws Exception {
      AuditLog log = AuditLog.jsonLines(Path.of(args[0])).rotateAt(20_000).open();
      FileChannel sent =
          FileChannel.open(
              Path.of(args[1]),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE,
              StandardOpenOption.APPEND);
      ThreadLocal<String> id = new ThreadLocal<>();
      PolicyEngine engine =
          PolicyEngine.builder(Logs.POLICY)
              .recorder(log)
              .listener(
                  new DecisionListener() {
                    @Override
                    public void decided(DecisionEvent event) {
                      id.set(event.id());
                    }
                  })
              .build();
      for (int i = 0; i < THREADS; i++) {
        new Thread(() -> call(engine, sent, id)).start();
      }
    }

    private static void call(PolicyEngine engine, FileChannel sent, ThreadLocal<String> id) {
      try {
        for (int n = 0; ; n++) {
          Decision decision = engine.check(ToolCall.of("run", Map.of("n", n)));
          if (decision.isAllowed()) {
            sent.write(ByteBuffer.wrap((id.get() + "\n").getBytes(StandardCharsets.US_ASCII)));
            System.out.write('.');
            System.out.flush();
            decision.reservation().settle(Outcome.OK);
          }
        }
      } catch (IOException e) {
        Runtime.getRuntime().halt(1);
      }
    }
  }
}
