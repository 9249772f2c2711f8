package dev.mcppolicy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example of approvals on the console, with somebody who answers when asked. */
class ConsoleApprovalsTest {

  @Test
  void whatIsAnsweredIsWhatHappens() throws IOException {
    List<String> script = new ArrayList<>(List.of("y 1\n", "n 2\n"));
    PipedWriter typing = new PipedWriter();
    StringWriter screen =
        new StringWriter() {
          @Override
          public void write(String text, int from, int length) {
            super.write(text, from, length);
            if (text.contains("Answer ")) {
              try {
                typing.write(script.remove(0));
                typing.flush();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }
          }
        };

    ConsoleApprovals.run(new PipedReader(typing), screen);

    assertThat(screen.toString().lines())
        .containsExactly(
            "sent: 50",
            "[1] Payments above 100 need a yes.",
            "  tool: \"pay\"",
            "  grant: \"default\"",
            "  args.amount: 500",
            "Answer \"y 1\" or \"n 1\".",
            "sent: 500",
            "[2] Payments above 100 need a yes.",
            "  tool: \"pay\"",
            "  grant: \"default\"",
            "  args.amount: 5000",
            "Answer \"y 2\" or \"n 2\".",
            "[POLICY DENIED] Payments above 100 need a yes.");
  }
}
