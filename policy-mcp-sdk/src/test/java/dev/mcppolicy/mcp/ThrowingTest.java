package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Code;
import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.Seam.Agent;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that asked for exceptions gets them, with the whole decision. */
class ThrowingTest {

  @ParameterizedTest
  @EnumSource
  void aDeniedCallThrowsTheDecision(Seam seam) {
    ScriptedServer server = new ScriptedServer("run");
    Agent agent =
        seam.connect(
            PolicyEnforcer.builder(
                    Policy.denyByDefault().tool("run", tool -> tool.deny("Not now.")).build())
                .throwing()
                .build(),
            server);

    assertThatThrownBy(() -> agent.call("run", Map.of()))
        .isInstanceOfSatisfying(
            PolicyDeniedException.class,
            denied -> {
              assertThat(denied).hasMessage("[POLICY DENIED] Not now.");
              assertThat(denied.decision().code()).contains(Code.DENIED);
              assertThat(denied.decision().rule()).isEqualTo("/tools/run/action");
            });
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void aTimeoutIsLongerThanZero() {
    PolicyEnforcer.Builder builder = PolicyEnforcer.builder(Policy.allowByDefault().build());

    assertThatThrownBy(() -> builder.requestTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be longer than zero: PT0S");
    assertThatThrownBy(() -> builder.requestTimeout(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("timeout must be longer than zero: PT-1S");
  }
}
