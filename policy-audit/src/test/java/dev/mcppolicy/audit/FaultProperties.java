package dev.mcppolicy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Effect;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.SettlementEvent;
import dev.mcppolicy.ToolCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Whatever the disk does, and whenever: the log verifies, and no call goes out unrecorded. */
@PropertyDefaults(tries = 15, edgeCases = EdgeCasesMode.NONE)
class FaultProperties {

  private static final Logger CORE = Logger.getLogger("dev.mcppolicy");
  private static final Logger LOG = Logger.getLogger("dev.mcppolicy.audit");
  private static final KeyPair KEYS = AuditKeys.generate();

  @BeforeContainer
  static void silence() {
    CORE.setLevel(Level.OFF);
    LOG.setLevel(Level.OFF);
  }

  @AfterContainer
  static void speak() {
    CORE.setLevel(null);
    LOG.setLevel(null);
  }

  /** What the host knows of its calls. */
  private static final class Host implements DecisionListener {
    final Set<String> sent = new HashSet<>();
    final Set<String> settled = new HashSet<>();
    long decisions;

    @Override
    public void decided(DecisionEvent event) {
      decisions++;
      if (event.effect() == Effect.ALLOW) {
        sent.add(event.id());
      }
    }

    @Override
    public void settled(SettlementEvent event) {
      settled.add(event.id());
    }
  }

  @Property
  void everyCallThatWentOutIsRecordedAndEverythingElseIsCounted(@ForAll Random random)
      throws IOException {
    Path folder = Files.createTempDirectory("audit");
    try {
      play(folder.resolve("audit.jsonl"), random);
    } finally {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
    }
  }

  private static void play(Path file, Random random) throws IOException {
    FaultyDisk disk = new FaultyDisk();
    TestClock clock = new TestClock();
    Host host = new Host();
    List<Decision> open = new ArrayList<>();
    boolean interval = random.nextBoolean();
    for (int session = 0; session < 3; session++) {
      AuditLog log =
          new AuditLogBuilder(file, disk)
              .clock(clock)
              .rotateAt(1500)
              .capacity(1 + random.nextInt(4))
              .signWith(KEYS)
              .checkpointAfter(3)
              .flush(interval ? Flush.every(Duration.ofSeconds(5)) : Flush.perRecord())
              .open();
      PolicyEngine engine =
          PolicyEngine.builder(Logs.POLICY)
              .clock(clock)
              .recorder(log)
              .recordTimeout(Duration.ofMinutes(1))
              .listener(host)
              .build();
      for (int step = 0; step < 30; step++) {
        step(random, disk, clock, engine, open);
      }
      repair(disk);
      open.forEach(decision -> decision.reservation().settle(Outcome.LOST));
      open.clear();
      log.close();
    }
    verify(file, host);
  }

  private static void step(
      Random random, FaultyDisk disk, TestClock clock, PolicyEngine engine, List<Decision> open) {
    switch (random.nextInt(12)) {
      case 0 -> disk.full(true, random.nextInt(600));
      case 1 -> disk.forceFails(true);
      case 2 -> disk.renameFails(true);
      case 3 -> disk.opensFail(true);
      case 4 -> disk.truncateFails(true);
      case 5, 6 -> repair(disk);
      case 7 -> clock.advance(Duration.ofSeconds(random.nextInt(100)));
      default -> {
        ToolCall call = ToolCall.of(random.nextInt(4) == 0 ? "fly" : "run");
        Decision decision =
            random.nextBoolean() ? engine.check(call) : engine.checkAsync(call).join();
        assertThat(decision.code())
            .isIn(
                Stream.of(null, Code.NOT_LISTED, Code.AUDIT_UNAVAILABLE)
                    .map(java.util.Optional::ofNullable)
                    .toArray());
        if (decision.isAllowed()) {
          open.add(decision);
        }
        if (!open.isEmpty() && random.nextBoolean()) {
          open.remove(random.nextInt(open.size())).reservation().settle(Outcome.OK);
        }
      }
    }
  }

  private static void repair(FaultyDisk disk) {
    disk.full(false, 0);
    disk.forceFails(false);
    disk.renameFails(false);
    disk.opensFail(false);
    disk.truncateFails(false);
  }

  private static void verify(Path file, Host host) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(file.getParent())) {
      files = all.filter(one -> one.toString().endsWith(".jsonl")).toList();
    }
    Verification verification = AuditVerifier.create().withKey(KEYS.getPublic()).verify(files);
    assertThat(verification.findings()).isEmpty();
    assertThat(verification.notes())
        .allMatch(note -> note.message().endsWith("could not be written down"));
    List<String> allowed = new ArrayList<>();
    List<String> settled = new ArrayList<>();
    long recorded = 0;
    for (Path one : files) {
      for (AuditRecord record : Logs.read(one)) {
        if (record instanceof AuditRecord.Decided decided) {
          recorded++;
          if (decided.isAllowed()) {
            allowed.add(decided.id());
          }
        } else if (record instanceof AuditRecord.Settled outcome) {
          settled.add(outcome.id());
        } else if (record instanceof AuditRecord.Dropped dropped) {
          recorded += dropped.count();
        }
      }
    }
    assertThat(allowed).containsExactlyInAnyOrderElementsOf(host.sent);
    assertThat(settled).containsExactlyInAnyOrderElementsOf(host.settled);
    assertThat(recorded).isEqualTo(host.decisions);
  }
}
