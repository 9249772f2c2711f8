package dev.mcppolicy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The example of the audit log. */
class AuditTest {

  @Test
  void showsThatARecordWasChanged() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      Audit.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "refund 60: ALLOW",
            "refund 60: DENY",
            "refund 40: ALLOW",
            "records 1 to 8 are good, signed to 8",
            "line 5: the record was changed: its hash isn't that of its content, which says that it"
                + " is record 5");
  }
}
