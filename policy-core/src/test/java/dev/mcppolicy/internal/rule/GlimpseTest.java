package dev.mcppolicy.internal.rule;

import static dev.mcppolicy.internal.rule.Judging.list;
import static dev.mcppolicy.internal.rule.Judging.map;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class GlimpseTest {

  @Test
  void a_value_is_printed_as_json() {
    assertThat(Glimpse.of("a \"b\" \\")).isEqualTo("\"a \\\"b\\\" \\\\\"");
    assertThat(Glimpse.of("absent")).isEqualTo("\"absent\"");
    assertThat(Glimpse.of(null)).isEqualTo("null");
    assertThat(Glimpse.of(1.5)).isEqualTo("1.5");
    assertThat(Glimpse.of(true)).isEqualTo("true");
    assertThat(Glimpse.of(list(1, "a", list(), null))).isEqualTo("[1, \"a\", [], null]");
    assertThat(Glimpse.of(map("k", map("l", 1)))).isEqualTo("{\"k\": {\"l\": 1}}");
  }

  @Test
  void what_is_not_plainly_visible_is_escaped() {
    assertThat(Glimpse.of("a\n\t\0\u007f")).isEqualTo("\"a\\u000a\\u0009\\u0000\\u007f\"");
    assertThat(Glimpse.of("\u202egnp.exe")).isEqualTo("\"\\u202egnp.exe\"");
    assertThat(Glimpse.of("a\u200bb\ufeff\u2066")).isEqualTo("\"a\\u200bb\\ufeff\\u2066\"");
    assertThat(Glimpse.of("\u2028\u2029\u0085")).isEqualTo("\"\\u2028\\u2029\\u0085\"");
    assertThat(Glimpse.of(new String(Character.toChars(0xe0041)))).isEqualTo("\"\\udb40\\udc41\"");
    assertThat(Glimpse.of("größe 😀")).isEqualTo("\"größe 😀\"");
    assertThat(Glimpse.of(Map.of("\u202e", 1))).isEqualTo("{\"\\u202e\": 1}");
  }

  @Test
  void a_long_value_is_shortened_between_characters() {
    assertThat(Glimpse.of("x".repeat(78))).isEqualTo("\"" + "x".repeat(78) + "\"");
    assertThat(Glimpse.of("x".repeat(79))).isEqualTo("\"" + "x".repeat(78) + "…");
    assertThat(Glimpse.of("\n".repeat(100))).isEqualTo("\"" + "\\u000a".repeat(13) + "…");
    assertThat(Glimpse.of("😀".repeat(100))).isEqualTo("\"" + "😀".repeat(39) + "…");
    assertThat(Glimpse.of(Collections.nCopies(1_000_000, 1))).hasSize(80).endsWith(", 1, 1, …");
    assertThat(Glimpse.of("x".repeat(10_000_000))).hasSize(80);
  }

  @Property
  void no_glimpse_is_longer_than_eighty_characters(@ForAll List<String> texts) {
    String glimpse = Glimpse.of(texts);
    assertThat(glimpse.length()).isLessThanOrEqualTo(80);
    assertThat(glimpse.chars()).noneMatch(Character::isISOControl);
  }
}
