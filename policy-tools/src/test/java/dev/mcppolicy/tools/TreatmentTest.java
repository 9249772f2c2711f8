package dev.mcppolicy.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.InvalidPolicyException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TreatmentTest {

  @Test
  void aPolicyTreatsEachToolInOneOfSixWays() {
    Function<String, Treatment> treatment =
        Treatment.by(
            """
            { "version": "1", "default": "deny", "hide": ["hidden_*"],
              "all_tools": { "mode": "shadow", "rate_limit": "1/minute" },
              "tools": {
                "hidden_x": {},
                "allowed": {},
                "limited": { "rate_limit": "1/minute" },
                "bounded": { "allowed_args": ["a"] },
                "asks": { "action": "require_approval", "reason": "r", "rate_limit": "1/minute" },
                "denied": { "action": "deny", "reason": "r" },
                "den*": {},
                "shadow": { "action": "deny", "reason": "r", "mode": "shadow" } } }""");
    assertThat(
            Stream.of("hidden_x", "allowed", "limited", "bounded", "asks", "denied", "shadow", "x"))
        .extracting(treatment::apply)
        .containsExactly(
            Treatment.HIDDEN,
            Treatment.ALLOWED,
            Treatment.LIMITED,
            Treatment.LIMITED,
            Treatment.ASKS,
            Treatment.DENIED,
            Treatment.ALLOWED,
            Treatment.NOT_COVERED);
    assertThat(Treatment.by("{\"version\": \"1\", \"default\": \"allow\"}").apply("x"))
        .isEqualTo(Treatment.ALLOWED);
    assertThat(
            Treatment.by("{\"version\": \"1\", \"default\": \"deny\", \"mode\": \"shadow\"}")
                .apply("x"))
        .isEqualTo(Treatment.ALLOWED);
    assertThat(Treatment.NOT_COVERED.title()).isEqualTo("not covered");
    assertThatThrownBy(() -> Treatment.by("{}")).isInstanceOf(InvalidPolicyException.class);
  }

  @Test
  void aGradeSaysHowMuchAPolicyHasToDo() {
    assertThat(grade()).isEqualTo(Grade.A);
    assertThat(grade("get_x")).isEqualTo(Grade.A);
    assertThat(grade("get_x", "create_x")).isEqualTo(Grade.B);
    assertThat(grade("get_x", "get_y", "get_z", "run_x")).isEqualTo(Grade.C);
    assertThat(grade("get_x", "get_y", "run_x")).isEqualTo(Grade.D);
    assertThat(grade("get_x", "get_y", "get_z", "delete_all")).isEqualTo(Grade.D);
    assertThat(grade("get_x", "get_y", "delete_all")).isEqualTo(Grade.F);
  }

  private static Grade grade(String... names) {
    return Grade.of(
        Stream.of(names)
            .map(name -> Rated.of("s", ToolDefinition.of(Map.of("name", name))))
            .toList());
  }

  @Test
  void adviceIsWhatToCopy() {
    Scaffold scaffold = Scaffold.of(List.of());
    assertThat(scaffold.advice(rated("get_x")).rule()).isEqualTo("\"get_x\": {}");
    assertThat(scaffold.advice(rated("delete_x")).rule()).isEqualTo("\"hide\": [\"delete_x\"]");
    assertThat(scaffold.advice(rated("*")).rule()).isEmpty();
    assertThat(scaffold.advice(rated("pay")).rule())
        .isEqualTo(
            """
            "pay": {
              "action": "require_approval",
              "reason": "This is about money; a person has to agree."
            }""");
  }

  private static Rated rated(String name) {
    return Rated.of("s", ToolDefinition.of(Map.of("name", name)));
  }
}
