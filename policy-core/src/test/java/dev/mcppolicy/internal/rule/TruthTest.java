package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Truth.FALSE;
import static dev.mcppolicy.internal.rule.Truth.TRUE;
import static dev.mcppolicy.internal.rule.Truth.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TruthTest {

  @Test
  void false_beats_unknown_under_and() {
    assertThat(TRUE.and(TRUE)).isEqualTo(TRUE);
    assertThat(TRUE.and(UNKNOWN)).isEqualTo(UNKNOWN);
    assertThat(UNKNOWN.and(FALSE)).isEqualTo(FALSE);
    assertThat(FALSE.and(UNKNOWN)).isEqualTo(FALSE);
    assertThat(UNKNOWN.and(UNKNOWN)).isEqualTo(UNKNOWN);
  }

  @Test
  void true_beats_unknown_under_or() {
    assertThat(FALSE.or(FALSE)).isEqualTo(FALSE);
    assertThat(FALSE.or(UNKNOWN)).isEqualTo(UNKNOWN);
    assertThat(UNKNOWN.or(TRUE)).isEqualTo(TRUE);
    assertThat(TRUE.or(UNKNOWN)).isEqualTo(TRUE);
  }

  @Test
  void the_opposite_of_unknown_is_unknown() {
    assertThat(UNKNOWN.not()).isEqualTo(UNKNOWN);
    assertThat(TRUE.not()).isEqualTo(FALSE);
    assertThat(Truth.of(true)).isEqualTo(TRUE);
    assertThat(Truth.of(false)).isEqualTo(FALSE);
  }

  @Property
  void the_laws_of_kleene_hold(@ForAll Truth a, @ForAll Truth b, @ForAll Truth c) {
    assertThat(a.and(b)).isEqualTo(b.and(a));
    assertThat(a.or(b)).isEqualTo(b.or(a));
    assertThat(a.and(b).and(c)).isEqualTo(a.and(b.and(c)));
    assertThat(a.or(b).or(c)).isEqualTo(a.or(b.or(c)));
    assertThat(a.and(b.or(c))).isEqualTo(a.and(b).or(a.and(c)));
    assertThat(a.or(b.and(c))).isEqualTo(a.or(b).and(a.or(c)));
    assertThat(a.and(b).not()).isEqualTo(a.not().or(b.not()));
    assertThat(a.not().not()).isEqualTo(a);
    assertThat(a.and(a.or(b))).isEqualTo(a);
    assertThat(a.and(TRUE)).isEqualTo(a);
    assertThat(a.or(FALSE)).isEqualTo(a);
  }

  /** What becomes known later never contradicts what was known before. */
  @Property
  void knowing_more_never_turns_an_answer(@ForAll Truth a, @ForAll Truth b) {
    Truth and = UNKNOWN.and(b);
    Truth or = UNKNOWN.or(b);
    assertThat(and == UNKNOWN || and == a.and(b)).isTrue();
    assertThat(or == UNKNOWN || or == a.or(b)).isTrue();
  }
}
