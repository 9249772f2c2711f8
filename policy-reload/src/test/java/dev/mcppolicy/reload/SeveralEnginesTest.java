package dev.mcppolicy.reload;

import static dev.mcppolicy.reload.Scene.DENY;
import static dev.mcppolicy.reload.Scene.READ;
import static dev.mcppolicy.reload.Scene.READ_AND_WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Caller;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.reload.ReloadProblem.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Engines whose stores can't keep every policy, and files of which some can't be kept. */
class SeveralEnginesTest {

  private static final String READ_ONCE = Scene.policy("\"read\": {" + limit("good", 1) + "}");
  private static final String NOT_KEEPABLE =
      Scene.policy("\"read\": {" + limit("good", 9) + "}, \"write\": {" + limit("bad", 9) + "}");

  @TempDir Path folder;

  private static String limit(String counter, int max) {
    return "\"limits\": [{ \"counter\": \""
        + counter
        + "\", \"window\": \"hour\", \"max\": "
        + max
        + " }]";
  }

  private static boolean allows(PolicyEngine engine, String grant, String tool) {
    return engine.check(ToolCall.of(tool).withCaller(Caller.of(grant))).isAllowed();
  }

  private static PolicyEngine picky(PolicySource source) {
    return PolicyEngine.builder(source.policies()).counters(PickyStore.thatRefusesBad()).build();
  }

  private static Path write(Path file, String text) {
    Scene.write(file, text);
    return file;
  }

  // Engines: all or none

  @Test
  void whatOneEngineCantTakeNoneTakes() {
    try (Scene scene = Scene.open(folder, READ_ONCE)) {
      PolicyEngine picky = picky(scene.source);
      scene.source.feed(picky);
      assertThat(scene.allows("read")).isTrue();

      scene.saveAndSettle(NOT_KEEPABLE);
      scene.settle();

      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.FAILED);
      assertThat(scene.onlyProblem().message())
          .isEqualTo(
              scene.file
                  + " could not be taken, and will be tried again:"
                  + " java.lang.IllegalArgumentException: no counter bad here");
      assertThat(scene.reloads).isEmpty();
      assertThat(scene.digest()).isEqualTo(Scene.digest(READ_ONCE));
      assertThat(scene.allows("write")).isFalse();
      assertThat(scene.allows("read")).as("the counter keeps what it holds").isFalse();
      assertThat(allows(picky, "default", "write")).isFalse();
      assertThat(allows(picky, "default", "read")).isTrue();

      scene.saveAndSettle(READ_AND_WRITE);
      assertThat(scene.allows("write")).isTrue();
      assertThat(allows(picky, "default", "write")).isTrue();
      assertThat(scene.source.status().isCurrent()).isTrue();
    }
  }

  @Test
  void theGuardComparesWithWhatAllEnginesHave() {
    try (Scene scene = Scene.open(folder, READ, ReloadGuard.neverWider())) {
      scene.source.feed(picky(scene.source));
      // Narrower, but one engine can't take it.
      scene.saveAndSettle(Scene.policy("\"read\": {" + limit("bad", 1) + "}"));
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.FAILED);

      scene.saveAndSettle(READ.replace(" ", "\n"));

      assertThat(scene.source.status().isCurrent()).isTrue();
      for (int i = 0; i < 3; i++) {
        assertThat(scene.allows("read")).isTrue();
      }
    }
  }

  @Test
  void aStoreThatChangesItsMindHoldsUpAllEngines() {
    try (Scene scene = Scene.open(folder, READ)) {
      int[] asked = {0};
      PickyStore fickle = new PickyStore(name -> ++asked[0] > 1);
      scene.source.feed(PolicyEngine.builder(scene.source.policies()).counters(fickle).build());

      scene.saveAndSettle(READ_ONCE);

      assertThat(asked[0]).isGreaterThan(1);
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.FAILED);
      assertThat(scene.allows("read")).isTrue();
      assertThat(scene.allows("read")).as("no limit is in force").isTrue();
    }
  }

  // Files: each for itself

  @Test
  void aFileThatCantBeKeptHoldsUpNoOther() {
    Path alice = write(folder.resolve("alice.json"), READ);
    Path bob = write(folder.resolve("bob.json"), READ);
    Path others = write(folder.resolve("others.json"), READ);
    try (PolicySource source =
        PolicySource.byGrant(Map.of("alice", alice, "bob", bob))
            .otherwise(others)
            .withoutThread()
            .open()) {
      PolicyEngine engine = picky(source);
      source.feed(engine);
      Scene.write(alice, NOT_KEEPABLE);
      Scene.write(bob, DENY);
      Scene.write(others, READ_AND_WRITE);
      source.look();
      source.look();

      assertThat(allows(engine, "alice", "read")).isTrue();
      assertThat(allows(engine, "alice", "write")).isFalse();
      assertThat(allows(engine, "bob", "read")).isFalse();
      assertThat(allows(engine, "carol", "write")).isTrue();
      assertThat(source.status().files())
          .filteredOn(file -> file.problem().isPresent())
          .extracting(SourceStatus.FileStatus::file)
          .containsExactly(alice);
      assertThat(source.status().files())
          .extracting(SourceStatus.FileStatus::reloads)
          .containsExactlyInAnyOrder(0L, 1L, 1L);
    }
  }

  @Test
  void aFileThatCouldntBeKeptBeforeHoldsUpNoOther() {
    Path alice = write(folder.resolve("alice.json"), READ);
    Path bob = write(folder.resolve("bob.json"), READ);
    try (PolicySource source =
        PolicySource.byGrant(Map.of("alice", alice, "bob", bob)).withoutThread().open()) {
      PolicyEngine engine = picky(source);
      source.feed(engine);
      Scene.write(alice, NOT_KEEPABLE);
      for (int i = 0; i < 3; i++) {
        source.look();
      }
      Scene.write(bob, DENY);
      source.look();
      source.look();
      assertThat(allows(engine, "bob", "read")).isFalse();

      // and the other one too can still be stopped
      Scene.write(alice, DENY);
      source.look();
      source.look();
      assertThat(allows(engine, "alice", "read")).isFalse();
      assertThat(source.status().isCurrent()).isTrue();
      assertThat(source.status().files())
          .extracting(SourceStatus.FileStatus::refusals)
          .containsExactlyInAnyOrderElementsOf(List.of(1L, 0L));
    }
  }
}
