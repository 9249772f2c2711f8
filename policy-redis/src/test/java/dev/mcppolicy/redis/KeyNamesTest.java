package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Quota;
import dev.mcppolicy.store.Window;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Names of keys tell everything apart that is different. */
class KeyNamesTest {

  private static final KeyNames NAMES = new KeyNames("p", false);
  private static final KeyNames SPREAD = new KeyNames("p", true);

  private static Charge charge(String name, String scope, List<String> per, String owner) {
    return new Charge(
        new CounterId(name, scope, per),
        owner,
        Amount.ONE,
        List.of(new Quota(new Window.Lifetime(), Amount.ONE)));
  }

  @Test
  void plainNamesCanBeRead() {
    Charge charge = charge("/tools/run/limits/0", "grant", List.of("args.id"), "o5:alices1:x");
    assertThat(NAMES.counter(NAMES.tag(charge), charge))
        .isEqualTo("p:3:{all}:c:/tools/run/limits/0:grant:1:args.id:o5%003aalices1%003ax");
    assertThat(NAMES.reservation("all", "abc-1")).isEqualTo("p:3:{all}:r:abc-1");
  }

  @Test
  void longNamesAreReplacedByADigest() {
    Charge charge = charge("x".repeat(10_000), "grant", List.of(), "alice");
    assertThat(NAMES.counter("all", charge)).hasSize(12 + 64).startsWith("p:3:{all}:c#");
  }

  @Test
  void tagIsThatOfScopeAndOwnerWhateverTheCounter() {
    String tag = SPREAD.tag(charge("a", "grant", List.of(), "alice"));
    assertThat(tag).matches("[0-9a-f]{16}");
    assertThat(SPREAD.tag(charge("b", "grant", List.of(), "alice"))).isEqualTo(tag);
    assertThat(SPREAD.tag(charge("a", "session", List.of(), "alice"))).isNotEqualTo(tag);
    assertThat(SPREAD.tag(charge("a", "grant", List.of("x"), "alice"))).isNotEqualTo(tag);
    assertThat(SPREAD.tag(charge("a", "grant", List.of(), "bob"))).isNotEqualTo(tag);
  }

  @Property(tries = 2_000)
  void differentCountersHaveDifferentKeysOfPlainCharacters(
      @ForAll("charges") Charge one, @ForAll("charges") Charge other) {
    String key = NAMES.counter("all", one);
    assertThat(key).matches("p:3:\\{all}:c[#:][A-Za-z0-9%:._/-]*");
    boolean same = one.counter().equals(other.counter()) && one.owner().equals(other.owner());
    assertThat(key.equals(NAMES.counter("all", other))).isEqualTo(same);
  }

  @Provide
  Arbitrary<Charge> charges() {
    Arbitrary<String> parts =
        Arbitraries.oneOf(
            Arbitraries.of(
                "", ":", "a", "b", "a:b", "%", "%003a", "{", "}", "#", "0", "1", "{all}"),
            Arbitraries.of("é", "\u0000", "\ud800", "\udc00", "\ud83d\ude00", "x".repeat(300)),
            Arbitraries.strings().ofMaxLength(3));
    return Combinators.combine(parts, parts, parts.list().ofMaxSize(2), parts)
        .as(KeyNamesTest::charge);
  }
}
