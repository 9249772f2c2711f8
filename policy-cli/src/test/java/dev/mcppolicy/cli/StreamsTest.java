package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How a command prints, whatever it says. */
class StreamsTest {

  private static final OutputStream BROKEN =
      new OutputStream() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("Broken pipe");
        }
      };

  @Test
  void aResultThatCantBePrintedIsNoSuccess() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(BROKEN, err, StandardCharsets.UTF_8, false);
    assertThat(Program.run(terminal, "check", Fixtures.path("payments.json"))).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("policy: the output can't be written: Broken pipe\n");
  }

  @Test
  void nothingIsWrittenToABrokenPipeAgain() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(BROKEN, err, StandardCharsets.UTF_8, false);
    assertThat(Program.run(terminal, "schema")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8).lines()).hasSize(1);
  }

  @Test
  void withoutAnErrorStreamTheExitCodeStillTells() {
    Terminal terminal =
        new Terminal(new ByteArrayOutputStream(), BROKEN, StandardCharsets.UTF_8, false);
    assertThat(Program.run(terminal, "nonsense")).isEqualTo(2);
  }

  @Test
  void textIsColouredOnATerminal() {
    Run run = Run.inColour("explain", Fixtures.path("payments.json"), "--tool", "unknown");
    assertThat(run.out()).startsWith("\u001b[31mDENY not_listed /default\u001b[0m\n");
    assertThat(Run.inColour("--help").out()).contains("\u001b[");
  }

  @Test
  void colourChangesNothingElse() {
    for (String command : new String[] {"check", "test"}) {
      String file = Fixtures.path("failing.policy-tests.json");
      Run coloured = Run.inColour(command, file);
      Run plain = Run.of(command, file);
      assertThat(coloured.out().replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain.out());
      assertThat(plain.out()).doesNotContain("\u001b");
      assertThat(coloured.exit()).isEqualTo(plain.exit());
    }
  }

  @Test
  void jsonIsNeverColoured() {
    String[] args = {"test", "--format", "json", Fixtures.path("failing.policy-tests.json")};
    assertThat(Run.inColour(args)).isEqualTo(Run.of(args));
  }

  @Test
  void anEnvironmentRefusesColours() {
    assertThat(Terminal.wantsColour(Map.of())).isTrue();
    assertThat(Terminal.wantsColour(Map.of("TERM", "xterm"))).isTrue();
    assertThat(Terminal.wantsColour(Map.of("TERM", "dumb"))).isFalse();
    assertThat(Terminal.wantsColour(Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Terminal.wantsColour(Map.of("NO_COLOR", ""))).isFalse();
  }

  @Test
  void whatATerminalCantShowIsEscaped() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal = new Terminal(out, err, StandardCharsets.US_ASCII, false);
    assertThat(Program.run(terminal, "check", "größe.json")).isEqualTo(2);
    assertThat(out.toString(StandardCharsets.US_ASCII)).startsWith("gr\\u00f6\\u00dfe.json: ");
  }

  @Test
  void theCompletionScriptKnowsEveryCommandAndOption() {
    String script = Run.of("completion").out();
    assertThat(script)
        .startsWith("#!/usr/bin/env bash")
        .contains("check test explain", "--junit-xml", "--repeat", "--format");
    assertThat(Run.of("completion", "--format", "json").out()).startsWith("{\n  \"script\": \"#!");
  }

  @Test
  void theSchemaIsThatOfTheCore() throws IOException {
    assertThat(Run.of("schema").out())
        .isEqualTo(
            new String(
                Program.class
                    .getResourceAsStream("/dev/mcppolicy/policy.schema.json")
                    .readAllBytes(),
                StandardCharsets.UTF_8));
  }
}
