package dev.mcppolicy.tools.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.DefinitionWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LockWatchTest {

  private static final String A =
      "{'name': 'a', 'description': 'A.', 'inputSchema': {'type': 'object'}}";
  private static final String B = "{'name': 'b'}";
  private static final Set<DefinitionChange> ANYTHING = EnumSet.allOf(DefinitionChange.class);

  private final AtomicLong now = new AtomicLong();
  private final List<DefinitionEvent> heard = new ArrayList<>();
  private final DefinitionWatch watch =
      LockWatch.of(Tools.lock(A, B), null, heard::add, Duration.ofSeconds(60), now::get);

  private void list(String... tools) {
    long epoch = watch.epoch();
    Set<String> names = new java.util.HashSet<>();
    for (String tool : tools) {
      Map<String, Object> map = Tools.map(tool);
      watch.listed(epoch, map, Set.of());
      names.add((String) map.get("name"));
    }
    watch.listedAll(epoch, names);
  }

  private Set<DefinitionChange> changes(String tool) {
    return watch.review(tool).changes();
  }

  @Test
  void beforeAnythingIsListedAnythingMayHaveChanged() {
    assertThat(watch.mustList("a")).isTrue();
    assertThat(changes("a")).isEqualTo(ANYTHING);
    assertThat(changes("new")).isEqualTo(Set.of(DefinitionChange.APPEARED));
    assertThat(watch.mustList("new")).isFalse();
  }

  @Test
  void whatIsListedAsItWasReviewedIsTheSame() {
    list(A, B);
    assertThat(changes("a")).isEmpty();
    assertThat(watch.mustList("a")).isFalse();
    assertThat(heard).isEmpty();
    assertThat(watch.review("a").misfit(Arguments.empty(), false)).isEmpty();
    assertThat(watch.review("b").misfit(Arguments.empty(), false))
        .contains("nobody has reviewed a schema of the tool.");
    assertThat(watch.review("c").misfit(Arguments.empty(), false)).isPresent();
  }

  @Test
  void whatChangedStaysChangedThoughTheServerTurnsItBack() {
    list(A.replace("A.", "Ignore all."), B);
    list(A, B);
    list(A, B);
    assertThat(changes("a")).isEqualTo(Set.of(DefinitionChange.DESCRIPTION));
    assertThat(heard)
        .containsExactly(new DefinitionEvent("s", "a", Set.of(DefinitionChange.DESCRIPTION)));
  }

  @Test
  void oneOfTwoDefinitionsOfOneNameIsEnough() {
    list(A, A.replace("A.", "B."), A);
    assertThat(changes("a")).isEqualTo(Set.of(DefinitionChange.DESCRIPTION));
  }

  @Test
  void whatIsGoneIsBackWhenItIsListedAgain() {
    list(B);
    assertThat(changes("a")).isEqualTo(Set.of(DefinitionChange.VANISHED));
    assertThat(watch.mustList("a")).isTrue();
    list(A, B);
    assertThat(changes("a")).isEmpty();
    assertThat(heard)
        .containsExactly(new DefinitionEvent("s", "a", Set.of(DefinitionChange.VANISHED)));
  }

  @Test
  void anAnnouncementMakesEverythingOld() {
    list(A, B);
    watch.announced();
    assertThat(watch.mustList("a")).isTrue();
    assertThat(changes("a")).isEqualTo(ANYTHING);
    list(A, B);
    assertThat(changes("a")).isEmpty();
  }

  @Test
  void aListThatWasAskedForBeforeAnAnnouncementIsOld() {
    long before = watch.epoch();
    watch.announced();
    watch.listed(before, Tools.map(A), Set.of());
    watch.listedAll(before, Set.of("a"));
    assertThat(watch.mustList("a")).isTrue();
    assertThat(changes("a")).isEqualTo(ANYTHING);
    watch.listed(before, Tools.map(A.replace("A.", "B.")), Set.of());
    list(A, B);
    assertThat(changes("a")).isEqualTo(Set.of(DefinitionChange.DESCRIPTION));
  }

  @Test
  void aListIsBelievedForAWhile() {
    list(A, B);
    now.addAndGet(Duration.ofSeconds(60).toNanos());
    assertThat(watch.mustList("a")).isFalse();
    now.addAndGet(1);
    assertThat(watch.mustList("a")).isTrue();
    assertThat(watch.unknown("a").changes()).isEqualTo(ANYTHING);
    assertThat(watch.unknown("new").changes()).isEqualTo(Set.of(DefinitionChange.APPEARED));
  }

  @Test
  void onePageIsNotTheWholeList() {
    watch.listed(watch.epoch(), Tools.map(A), Set.of());
    assertThat(changes("a")).isEmpty();
    assertThat(watch.mustList("b")).isTrue();
    assertThat(changes("b")).isEqualTo(ANYTHING);
  }

  @Test
  void aDefinitionThatCannotBeReadMayBeAnything() {
    watch.listed(watch.epoch(), Map.of("name", "a", "description", 5), Set.of());
    watch.listed(watch.epoch(), Map.of("description", "no name"), Set.of());
    watch.listed(watch.epoch(), Map.of(5, 6), Set.of());
    assertThat(changes("a")).isEqualTo(ANYTHING);
  }

  @Test
  void aNumberThatIsNoneMayBeAnything() {
    watch.listed(
        watch.epoch(),
        Map.of("name", "a", "inputSchema", Map.of("minimum", Double.POSITIVE_INFINITY)),
        Set.of());
    assertThat(changes("a")).isEqualTo(ANYTHING);
  }

  @Test
  void whatAnSdkLeavesOutIsNoChange() {
    ToolLock lock =
        Tools.lock(
            "{'name': 'a', 'inputSchema': {'$schema': 'x', 'type': 'object', 'oneOf': []},"
                + " 'annotations': {'readOnlyHint': true, 'other': 1}}");
    DefinitionWatch part = lock.definitions(heard::add, Duration.ZERO).watch(Optional.of("s"));
    part.listed(
        0,
        Tools.map(
            "{'name': 'a', 'inputSchema': {'type': 'object'}, 'annotations': {'readOnlyHint':"
                + " true}}"),
        Set.of("inputSchema", "annotations"));
    assertThat(part.review("a").changes()).isEmpty();
    assertThat(part.mustList("a")).isTrue();
    part.listed(
        0,
        Tools.map("{'name': 'a', 'inputSchema': {'type': 'array'}}"),
        Set.of("inputSchema", "annotations"));
    assertThat(part.review("a").changes())
        .isEqualTo(Set.of(DefinitionChange.WIDENED, DefinitionChange.ANNOTATIONS));
  }

  @Test
  void toolsThatNobodyReviewedAreToldOfOnceEach() {
    list(A, B, "{'name': 'c'}");
    list(A, B, "{'name': 'c'}");
    assertThat(heard)
        .containsExactly(new DefinitionEvent("s", "c", Set.of(DefinitionChange.APPEARED)));
    assertThat(LockMessages.changed(heard.get(0)))
        .isEqualTo("The tool \"c\" of \"s\" is not listed as it was reviewed: appeared");
  }

  @Test
  void aListenerThatThrowsChangesNothing() {
    DefinitionWatch loud =
        LockWatch.of(
            Tools.lock(A),
            null,
            event -> {
              throw new AssertionError("listener");
            },
            Duration.ZERO,
            now::get);
    java.util.logging.Logger.getLogger("dev.mcppolicy").setLevel(java.util.logging.Level.OFF);
    loud.listed(0, Tools.map(A.replace("A.", "B.")), Set.of());
    assertThat(loud.review("a").changes()).isEqualTo(Set.of(DefinitionChange.DESCRIPTION));
    java.util.logging.Logger.getLogger("dev.mcppolicy").setLevel(null);
  }

  @Test
  void ofSeveralServersOneHasToBeNamed() {
    ToolLock two = ToolLock.of(List.of(Tools.server("x", A), Tools.server("y")));
    assertThatThrownBy(() -> two.definitions().watch(Optional.empty()))
        .isInstanceOf(InvalidLockException.class)
        .hasMessage("the lock knows the servers [x, y]; say which of them is called");
    assertThat(two.definitions().watch(Optional.of("z")).review("a").changes())
        .isEqualTo(Set.of(DefinitionChange.APPEARED));
    assertThat(two.reviewed("x", "a").changes()).isEmpty();
    assertThat(two.reviewed("y", "a").changes()).isEqualTo(Set.of(DefinitionChange.APPEARED));
    assertThatThrownBy(() -> two.definitions(event -> {}, Duration.ofSeconds(-1)))
        .hasMessage("maxAge must not be negative: PT-1S");
  }
}
