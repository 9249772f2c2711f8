package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static String described(String value) {
    String described = request("?", ToolCall.of("pay", Map.of("k", value))).describe();
    return described.substring(described.indexOf("args.k: ") + "args.k: ".length());
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0xA0, 0xAD, 0x34F, 0x61C, 0x115F, 0x1160, 0x1680, 0x17B4, 0x17B5, 0x180B, 0x180D, 0x180E,
        0x180F, 0x2000, 0x2003, 0x2007, 0x200A, 0x200B, 0x200D, 0x2028, 0x202E, 0x202F, 0x205F,
        0x2060, 0x2065, 0x2066, 0x2800, 0x3000, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFFA0, 0xFFF0,
        0xFFF9, 0xFFFC, 0x13441, 0x16FE4, 0x1D159, 0x1D173, 0xE0000, 0xE0001, 0xE0061, 0xE0100,
        0xE01EF, 0xE0FFF
      })
  void whatNobodySeesIsEscaped(int c) {
    StringBuilder escaped = new StringBuilder();
    for (char unit : Character.toChars(c)) {
      escaped.append("\\u").append(HexFormat.of().toHexDigits(unit));
    }
    assertThat(described("x" + Character.toString(c) + "y")).isEqualTo("\"x" + escaped + "y\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b",
        "\u00fc\u00df\u00e9",
        "\u65e5\u672c\u8a9e",
        "\ud55c\uae00",
        "\ud83d\ude00",
        "x\u0301y",
        "a\u0323\u0302",
        "\u0939\u093f\u0928\u094d\u0926\u0940",
        "\u05e9\u05b8",
        "\u20ac\u2026",
        "1\u20e3"
      })
  void whatIsPlainlyVisibleIsShown(String text) {
    assertThat(described(text)).isEqualTo("\"" + text + "\"");
  }

  @Test
  void aMarkThatStandsOnNothingIsEscaped() {
    assertThat(described("\u0301a")).isEqualTo("\"\\u0301a\"");
    assertThat(described("\u0301\u0302a")).isEqualTo("\"\\u0301\\u0302a\"");
    assertThat(described("a \u20ddb")).isEqualTo("\"a \\u20ddb\"");
    assertThat(described("a\u200b\u0301b")).isEqualTo("\"a\\u200b\\u0301b\"");
    assertThat(described("a\n\u0338b")).isEqualTo("\"a\\n\\u0338b\"");
    assertThat(described("\\\u0338")).isEqualTo("\"\\\\\\u0338\"");
    assertThat(described("=\u0338")).isEqualTo("\"=\\u0338\"");
    String reason = request("\u0301Why?\n\u0301", ToolCall.of("pay")).describe();
    assertThat(reason).startsWith("\\u0301Why?\n\\u0301\n");
  }

  @Test
  void argumentsThatAreInvalidCantBeDescribed() {
    ToolCall call = ToolCall.of("pay", Map.of("x", new Object()));
    assertThatThrownBy(() -> request("?", call).describe())
        .isInstanceOf(IllegalStateException.class);
  }
}
