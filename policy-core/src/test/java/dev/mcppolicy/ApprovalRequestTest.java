package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person reads who is asked. */
class ApprovalRequestTest {

  private static ApprovalRequest request(String reason, ToolCall call) {
    return new ApprovalRequest(
        "sha256:1", call, "/tools/pay/action", reason, "sha256:2", Duration.ofMinutes(5));
  }

  @Test
  void aRequestIsDescribedWhole() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("amount", 5.0);
    arguments.put("to", Arrays.asList("ann", null, Map.of("x", true)));
    arguments.put("note", "x".repeat(500));
    ToolCall call =
        ToolCall.of("pay", arguments)
            .withServer("bank")
            .withCaller(Caller.of("alice").with("role", "clerk"));
    assertThat(request("Money moves.", call).describe())
        .isEqualTo(
            "Money moves.\n"
                + "  tool: \"pay\"\n"
                + "  server: \"bank\"\n"
                + "  grant: \"alice\"\n"
                + "  caller.role: \"clerk\"\n"
                + "  args.amount: 5.0\n"
                + "  args.to: [\"ann\",null,{\"x\":true}]\n"
                + "  args.note: \""
                + "x".repeat(500)
                + "\"");
  }

  @Test
  void aCallWithoutArgumentsOrGrantSaysSo() {
    assertThat(request("?", ToolCall.of("pay").withCaller(Caller.unidentified())).describe())
        .isEqualTo("?\n  tool: \"pay\"\n  grant: null\n  (no arguments)");
  }

  @Test
  void aCallWithoutAGrantSaysFromWhichSessionItIs() {
    ToolCall call =
        ToolCall.of("pay")
            .withCaller(Caller.unidentified().with("ip", "1.1.1.1"))
            .withSession("s\n1");
    assertThat(request("?", call).describe())
        .isEqualTo(
            "?\n  tool: \"pay\"\n  grant: null\n  session: \"s\\n1\"\n"
                + "  caller.ip: \"1.1.1.1\"\n  (no arguments)");
  }

  @Test
  void nothingCanLookLikeSomethingElse() {
    ToolCall call =
        ToolCall.of(
            "pay\n  grant: \"root\"",
            Collections.singletonMap(
                "a: 1\n  args.b", "\u001b[2J\r\u0085\u2028\u2066\u200b\ufeff\udbff\udfff\"\\\n"));
    String described = request("Why\u202e?\u0007\nSecond line.", call).describe();
    assertThat(described)
        .isEqualTo(
            "Why\\u202e?\\u0007\nSecond line.\n"
                + "  tool: \"pay\\n  grant: \\\"root\\\"\"\n"
                + "  grant: \"default\"\n"
                + "  args.\"a: 1\\n  args.b\":"
                + " \"\\u001b[2J\\r\\u0085\\u2028\\u2066\\u200b\\ufeff\\udbff\\udfff\\\"\\\\\\n\"");
    assertThat(described.lines()).hasSize(5);
  }

  @Test
  void argumentsThatAreInvalidCantBeDescribed() {
    ToolCall call = ToolCall.of("pay", Map.of("x", new Object()));
    assertThatThrownBy(() -> request("?", call).describe())
        .isInstanceOf(IllegalStateException.class);
  }
}
