package dev.mcppolicy.reload;

import static dev.mcppolicy.reload.Scene.DENY;
import static dev.mcppolicy.reload.Scene.READ;
import static dev.mcppolicy.reload.Scene.READ_AND_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcppolicy.Caller;
import dev.mcppolicy.InvalidPolicyException;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.reload.ReloadProblem.Kind;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that change in every way that files do, and what is in force then. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PolicySourceTest {

  @TempDir Path folder;

  // Ways to save

  @Test
  void aFileThatIsWrittenInPlaceIsTakenAtTheSecondLook() {
    try (Scene scene = Scene.open(folder, READ)) {
      scene.save(READ_AND_WRITE);
      scene.source.look();
      assertThat(scene.allows("write")).isFalse();
      assertThat(scene.reloads).isEmpty();
      scene.source.look();
      assertThat(scene.allows("write")).isTrue();
      scene.settle();
      assertThat(scene.reloads).hasSize(1);
      Reload reload = scene.reloads.get(0);
      assertThat(reload.older().digest()).isEqualTo(Scene.digest(READ));
      assertThat(reload.newer().digest()).isEqualTo(Scene.digest(READ_AND_WRITE));
      assertThat(reload.file()).isEqualTo(scene.file);
      assertThat(reload.grant()).isEmpty();
      assertThat(reload.mayWiden()).isTrue();
      assertThat(reload.diff().wider()).isTrue();
      assertThat(reload.diff()).isSameAs(reload.diff());
      assertThat(reload)
          .hasToString(
              scene.file
                  + ": "
                  + Scene.digest(READ)
                  + " was replaced by "
                  + Scene.digest(READ_AND_WRITE));
    }
  }

  @Test
  void aFileThatIsHalfWrittenIsNeitherTakenNorReported() {
    try (Scene scene = Scene.open(folder, READ)) {
      for (int half = 1; half < READ_AND_WRITE.length(); half++) {
        scene.save(READ_AND_WRITE.substring(0, half));
        scene.source.look();
      }
      // But that it was another each time is told once.
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.UNSTABLE);
      assertThat(scene.reloads).isEmpty();
      scene.saveAndSettle(READ_AND_WRITE);
      assertThat(scene.allows("write")).isTrue();
      assertThat(scene.source.status().isCurrent()).isTrue();
    }
  }

  @Test
  void aFileThatNeverStandsStillIsReportedOnceAndTakenWhenItDoes() {
    try (Scene scene = Scene.open(folder, READ)) {
      for (int i = 0; i < 25; i++) {
        scene.save(i % 2 == 0 ? DENY : READ_AND_WRITE);
        scene.source.look();
      }
      assertThat(scene.onlyProblem().message())
          .isEqualTo(scene.file + " was another at each of 10 looks; write it once, or rename it");
      scene.saveAndSettle(READ);
      assertThat(scene.source.status().isCurrent()).isTrue();
      assertThat(scene.reloads).isEmpty();
    }
  }

  @Test
  void anEditorThatRenamesIsFollowed() throws IOException {
    try (Scene scene = Scene.open(folder, READ)) {
      for (String text : List.of(READ_AND_WRITE, DENY, READ)) {
        Path temporary = folder.resolve(".policy.json.swp");
        Scene.write(temporary, text);
        Files.move(temporary, scene.file, StandardCopyOption.REPLACE_EXISTING);
        scene.settle();
        assertThat(scene.digest()).isEqualTo(Scene.digest(text));
      }
      // As vim does with backupcopy=no: the old file goes first.
      Files.move(scene.file, folder.resolve("policy.json~"));
      scene.source.look();
      scene.save(DENY);
      scene.settle();
      assertThat(scene.allows("read")).isFalse();
      assertThat(scene.problems).isEmpty();
    }
  }

  @Test
  void aConfigMapThatIsSwappedByItsLinkIsFollowed() throws IOException {
    Path mount = Files.createDirectory(folder.resolve("mount"));
    configMap(mount, "..2026_1", READ);
    Files.createSymbolicLink(mount.resolve("policy.json"), Path.of("..data", "policy.json"));
    List<Reload> reloads = new ArrayList<>();
    try (PolicySource source =
        PolicySource.of(mount.resolve("policy.json"))
            .withoutThread()
            .listener(reloads::add)
            .open()) {
      for (int i = 2; i < 6; i++) {
        String text = i % 2 == 0 ? READ_AND_WRITE : READ;
        configMap(mount, "..2026_" + i, text);
        Files.delete(mount.resolve("..2026_" + (i - 1)).resolve("policy.json"));
        source.look();
        source.look();
        assertThat(source.status().files().get(0).digest()).isEqualTo(Scene.digest(text));
      }
      assertThat(reloads).hasSize(4);
      assertThat(source.status().isCurrent()).isTrue();
    }
  }

  private static void configMap(Path mount, String name, String text) throws IOException {
    Scene.write(Files.createDirectory(mount.resolve(name)).resolve("policy.json"), text);
    Path next = mount.resolve("..data_tmp");
    Files.createSymbolicLink(next, Path.of(name));
    Files.move(next, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void aChangeThatKeepsSizeAndTimeIsSeen() throws IOException {
    try (Scene scene = Scene.open(folder, Scene.policy("\"aaaa\": {}"))) {
      FileTime time = Files.getLastModifiedTime(scene.file);
      scene.save(Scene.policy("\"bbbb\": {}"));
      Files.setLastModifiedTime(scene.file, time);
      scene.settle();
      assertThat(scene.allows("bbbb")).isTrue();
      assertThat(scene.allows("aaaa")).isFalse();
    }
  }

  @Test
  void aDocumentThatSaysTheSameInOtherBytesIsNoReload() {
    try (Scene scene = Scene.open(folder, READ)) {
      scene.saveAndSettle(READ.replace(" ", "\n"));
      assertThat(scene.reloads).isEmpty();
      assertThat(scene.problems).isEmpty();
      assertThat(scene.source.status().isCurrent()).isTrue();
    }
  }

  // What can't be taken

  @Test
  void anInvalidDocumentChangesNothingAndIsReportedOnceWithAllItsProblems() {
    try (Scene scene = Scene.open(folder, READ)) {
      scene.saveAndSettle(
          "{ \"version\": \"1\", \"defualt\": \"deny\", \"tools\": { \"x\": { \"nope\": 1 } } }");
      scene.settle();
      ReloadProblem problem = scene.onlyProblem();
      assertThat(problem.kind()).isEqualTo(Kind.INVALID);
      assertThat(problem.problems()).hasSize(3);
      assertThat(problem.message()).contains(scene.file + ":1:", "defualt", "nope");
      assertThat(problem).hasToString(problem.message());
      assertThat(scene.allows("read")).isTrue();
      assertThat(scene.source.status().isCurrent()).isFalse();
      assertThat(scene.source.status().files().get(0).problem()).contains(problem);
      assertThat(scene.source.status().files().get(0).refusals()).isEqualTo(1);
      scene.saveAndSettle(READ_AND_WRITE);
      assertThat(scene.allows("write")).isTrue();
      assertThat(scene.source.status().isCurrent()).isTrue();
      assertThat(scene.source.status().files().get(0).reloads()).isEqualTo(1);
    }
  }

  @Test
  void anEmptyFileIsNoPolicyThatAllows() {
    try (Scene scene = Scene.open(folder, DENY)) {
      scene.saveAndSettle("");
      scene.saveAndSettle("{}");
      assertThat(scene.problems).extracting(ReloadProblem::kind).containsOnly(Kind.INVALID);
      assertThat(scene.allows("read")).isFalse();
    }
  }

  @Test
  void aFileThatVanishesLeavesThePolicyInForceAndIsReportedOnce() throws IOException {
    try (Scene scene = Scene.open(folder, READ)) {
      Files.delete(scene.file);
      scene.settle();
      scene.settle();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(scene.onlyProblem().message())
          .isEqualTo(scene.file + " can't be read: there is no such file");
      assertThat(scene.allows("read")).isTrue();
      scene.saveAndSettle(READ);
      assertThat(scene.source.status().isCurrent()).isTrue();
      assertThat(scene.reloads).isEmpty();
      Files.delete(scene.file);
      scene.settle();
      assertThat(scene.problems).hasSize(2);
    }
  }

  @Test
  void aDirectoryThatVanishesWithItsFileIsFollowedWhenItComesBack() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    try (Scene scene = Scene.open(inner, READ)) {
      Files.delete(scene.file);
      Files.delete(inner);
      scene.settle();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.UNREADABLE);
      Files.createDirectory(inner);
      scene.saveAndSettle(READ_AND_WRITE);
      assertThat(scene.allows("write")).isTrue();
    }
  }

  @Test
  void aDirectoryInPlaceOfTheFileIsNoFile() throws IOException {
    try (Scene scene = Scene.open(folder, READ)) {
      Files.delete(scene.file);
      Files.createDirectory(scene.file);
      scene.settle();
      assertThat(scene.onlyProblem().message())
          .isEqualTo(scene.file + " can't be read: it is no regular file");
      assertThat(scene.allows("read")).isTrue();
    }
  }

  @Test
  void aPipeInPlaceOfTheFileHoldsNobodyUp() throws Exception {
    try (Scene scene = Scene.open(folder, READ)) {
      Files.delete(scene.file);
      assumeThat(new ProcessBuilder("mkfifo", scene.file.toString()).start().waitFor()).isZero();
      scene.settle();
      assertThat(scene.onlyProblem().message())
          .isEqualTo(scene.file + " can't be read: it is no regular file");
      Files.delete(scene.file);
      scene.saveAndSettle(DENY);
      assertThat(scene.allows("read")).isFalse();
    }
  }

  @Test
  void aDeviceThatNeverEndsIsNoFile() throws IOException {
    Path zeros = Path.of("/dev/zero");
    assumeThat(Files.exists(zeros)).isTrue();
    try (Scene scene = Scene.open(folder, READ)) {
      Files.delete(scene.file);
      Files.createSymbolicLink(scene.file, zeros);
      scene.settle();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.UNREADABLE);
    }
  }

  @Test
  void linksThatLeadInACircleAreReported() throws IOException {
    try (Scene scene = Scene.open(folder, READ)) {
      Files.delete(scene.file);
      Files.createSymbolicLink(scene.file, folder.resolve("other"));
      Files.createSymbolicLink(folder.resolve("other"), scene.file);
      scene.settle();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.UNREADABLE);
      assertThat(scene.allows("read")).isTrue();
    }
  }

  @Test
  void aFileOfAHundredMegabytesIsNotReadToItsEnd() throws IOException {
    try (Scene scene = Scene.open(folder, READ)) {
      try (RandomAccessFile large = new RandomAccessFile(scene.file.toFile(), "rw")) {
        large.setLength(100L << 20);
      }
      scene.settle();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.INVALID);
      assertThat(scene.onlyProblem().message()).contains("more than 1048576 bytes");
      assertThat(scene.allows("read")).isTrue();
    }
  }

  @Test
  void aPolicyOfExactlyTheMostBytesIsTakenAndOneMoreIsNot() {
    try (Scene scene = Scene.open(folder, DENY)) {
      scene.saveAndSettle(READ + " ".repeat((1 << 20) - READ.length()));
      assertThat(scene.allows("read")).isTrue();
      scene.saveAndSettle(READ_AND_WRITE + " ".repeat((1 << 20) + 1 - READ_AND_WRITE.length()));
      assertThat(scene.allows("write")).isFalse();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.INVALID);
    }
  }

  @Test
  void aLostPermissionLeavesThePolicyInForce() throws IOException {
    assertThat(
            ReloadMessages.cantBeRead(
                Path.of("policy.json"), new java.nio.file.AccessDeniedException("policy.json")))
        .isEqualTo("policy.json can't be read: it must not be read");
    try (Scene scene = Scene.open(folder, READ)) {
      Files.setPosixFilePermissions(scene.file, PosixFilePermissions.fromString("---------"));
      scene.settle();
      // Root may read everything.
      assertThat(scene.source.status().isCurrent()).isEqualTo(Files.isReadable(scene.file));
      assertThat(scene.allows("read")).isTrue();
      Files.setPosixFilePermissions(scene.file, PosixFilePermissions.fromString("rw-------"));
      scene.settle();
      assertThat(scene.source.status().isCurrent()).isTrue();
    }
  }

  // The beginning

  @Test
  void aSourceBeginsWithAPolicyOrNotAtAll() throws IOException {
    Path file = folder.resolve("policy.json");
    assertThatThrownBy(() -> PolicySource.of(file).open())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + " can't be read: there is no such file");
    Scene.write(file, "{}");
    assertThatThrownBy(() -> PolicySource.of(file).open())
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining(file + ":1:1");
    assertThatThrownBy(() -> PolicySource.of(folder).open())
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(folder + " can't be read: it is no regular file");
    assertThatThrownBy(() -> PolicySource.byGrant(Map.of()).open())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("files must not be empty");
    assertThatThrownBy(() -> PolicySource.of(file).every(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("interval must be longer than zero: PT0S");
    assertThatThrownBy(() -> PolicySource.of(file).guard("eve", ReloadGuard.none()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("grant must have a file: eve");
  }

  @Test
  void anEngineThatComesLateGetsWhatIsInForce() {
    try (Scene scene = Scene.open(folder, READ)) {
      scene.saveAndSettle(READ_AND_WRITE);
      PolicyEngine late =
          PolicyEngine.builder(dev.mcppolicy.Policy.denyByDefault().build()).build();
      scene.source.feed(late);
      assertThat(late.check(ToolCall.of("write")).isAllowed()).isTrue();
      scene.saveAndSettle(DENY);
      assertThat(late.check(ToolCall.of("write")).isAllowed()).isFalse();
      assertThat(scene.allows("write")).isFalse();
    }
  }

  // Grants

  @Test
  void eachGrantHasItsFileAndABadOneHoldsUpNoOther() throws IOException {
    Path alice = folder.resolve("alice.json");
    Path bob = folder.resolve("bob.json");
    Path others = folder.resolve("others.json");
    List.of(alice, bob, others).forEach(file -> Scene.write(file, READ));
    List<Object> told = new ArrayList<>();
    try (PolicySource source =
        PolicySource.byGrant(Map.of("alice", alice, "bob", bob))
            .otherwise(others)
            .withoutThread()
            .listener(listener(told))
            .open()) {
      PolicyEngine engine = PolicyEngine.builder(source.policies()).build();
      source.feed(engine);
      Scene.write(alice, "{");
      Scene.write(bob, READ_AND_WRITE);
      Files.delete(others);
      source.look();
      source.look();
      assertThat(allows(engine, "alice", "read")).isTrue();
      assertThat(allows(engine, "alice", "write")).isFalse();
      assertThat(allows(engine, "bob", "write")).isTrue();
      assertThat(allows(engine, "carol", "read")).isTrue();
      assertThat(told).hasSize(3);
      assertThat(source.status().files())
          .filteredOn(file -> file.problem().isPresent())
          .extracting(SourceStatus.FileStatus::file)
          .containsExactlyInAnyOrder(alice, others);
    }
  }

  private static ReloadListener listener(List<Object> told) {
    return new ReloadListener() {
      @Override
      public void reloaded(Reload reload) {
        told.add(reload);
      }

      @Override
      public void refused(ReloadProblem problem) {
        told.add(problem);
      }
    };
  }

  private static boolean allows(PolicyEngine engine, String grant, String tool) {
    return engine.check(ToolCall.of(tool).withCaller(Caller.of(grant))).isAllowed();
  }

  // Time, threads and listeners

  @Test
  void theClockTellsTheTimeAndNothingElse() {
    Scene.write(folder.resolve("policy.json"), READ);
    Instant[] now = {Instant.parse("2026-01-01T00:00:00Z")};
    Clock jumping =
        new Clock() {
          @Override
          public Instant instant() {
            return now[0];
          }

          @Override
          public java.time.ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    try (PolicySource source =
        PolicySource.of(folder.resolve("policy.json")).withoutThread().clock(jumping).open()) {
      Scene.write(folder.resolve("policy.json"), READ_AND_WRITE);
      source.look();
      now[0] = Instant.parse("1999-01-01T00:00:00Z");
      source.look();
      assertThat(source.status().files().get(0).since()).isEqualTo(now[0]);
      assertThat(source.status().looked()).isEqualTo(now[0]);
      assertThat(source.status().files().get(0).digest()).isEqualTo(Scene.digest(READ_AND_WRITE));
    }
  }

  @Test
  void aListenerThatThrowsLooksOrClosesChangesNothing() {
    Path file = folder.resolve("policy.json");
    Scene.write(file, READ);
    List<Reload> heard = new ArrayList<>();
    PolicySource[] source = new PolicySource[1];
    source[0] =
        PolicySource.of(file)
            .withoutThread()
            .listener(
                reload -> {
                  throw new AssertionError("a listener failed");
                })
            .listener(reload -> source[0].look())
            .listener(heard::add)
            .listener(reload -> source[0].close())
            .open();
    Scene.write(file, READ_AND_WRITE);
    source[0].look();
    source[0].look();
    assertThat(heard).hasSize(1);
    assertThat(source[0].status().files().get(0).digest()).isEqualTo(Scene.digest(READ_AND_WRITE));
  }

  @Test
  void aSourceThatIsClosedReplacesNothing() {
    Scene scene = Scene.open(folder, READ);
    scene.save(READ_AND_WRITE);
    scene.source.look();
    scene.close();
    scene.close();
    scene.settle();
    assertThat(scene.allows("write")).isFalse();
    assertThat(scene.allows("read")).isTrue();
    assertThat(scene.reloads).isEmpty();
  }

  @Test
  void aThreadWatchesAndEndsThoughAListenerBlocks() throws Exception {
    Path file = folder.resolve("policy.json");
    Scene.write(file, READ);
    java.util.concurrent.CountDownLatch blocked = new java.util.concurrent.CountDownLatch(1);
    java.util.concurrent.CountDownLatch never = new java.util.concurrent.CountDownLatch(1);
    PolicySource source =
        PolicySource.of(file)
            .every(Duration.ofMillis(2))
            .listener(
                reload -> {
                  blocked.countDown();
                  try {
                    never.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                })
            .open();
    PolicyEngine engine = PolicyEngine.builder(source.policies()).build();
    source.feed(engine);
    Scene.write(file, READ_AND_WRITE);
    assertThat(blocked.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(engine.check(ToolCall.of("write")).isAllowed()).isTrue();
    Scene.write(file, DENY);
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (engine.check(ToolCall.of("read")).isAllowed() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(engine.check(ToolCall.of("read")).isAllowed()).isFalse();
    source.close();
    Thread[] threads = new Thread[Thread.activeCount() + 50];
    int found = Thread.enumerate(threads);
    for (int i = 0; i < found; i++) {
      if (threads[i].getName().startsWith("mcp-policy-")) {
        threads[i].join(5_000);
        assertThat(threads[i].isAlive()).as(threads[i].getName()).isFalse();
      }
    }
  }
}
