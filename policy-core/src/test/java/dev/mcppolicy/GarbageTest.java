package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/**
 * How much garbage a call leaves on the thread that has it judged, on a 64-bit virtual machine with
 * compressed pointers. No compiler has to find out: nothing more is made in the first place.
 */
class GarbageTest {

  private static final int CALLS = 20_000;

  private static final String CONDITIONS =
      "\"require\":[{\"conditions\":["
          + "{\"path\":\"args.amount\",\"op\":\"lte\",\"value\":500},"
          + "{\"path\":\"args.currency\",\"op\":\"in\",\"value\":[\"usd\",\"eur\"]},"
          + "{\"path\":\"args.path\",\"op\":\"starts_with\",\"value\":\"/app/\"},"
          + "{\"path\":\"args.path\",\"op\":\"regex\",\"value\":\"^/app/.*\\\\.java$\"}]}]";

  private static final String ENDLESS = "\"limits\":[{\"window\":\"PT0.000000001S\",\"max\":3}]";

  @Test
  void aCallThatPaysNothingLeavesNone() throws Exception {
    assertThat(bytesACall("{}", 5)).isZero();
    assertThat(bytesACall("{" + CONDITIONS + "}", 5)).isZero();
    assertThat(bytesACall("{" + CONDITIONS + "}", 501)).isZero();
    assertThat(bytesACall("{\"action\":\"deny\"}", 5)).isZero();
  }

  @Test
  void aCallThatPaysALimitLeavesItsDecision() throws Exception {
    assertThat(bytesACall("{" + CONDITIONS + "," + ENDLESS + "}", 5)).isBetween(16L, 24L);
  }

  @Test
  void aCallThatALimitDeniesLeavesItsDecision() throws Exception {
    String limit = "{\"limits\":[{\"window\":\"day\",\"max\":3}]}";
    assertThat(bytesACall(limit, 5)).isBetween(16L, 24L);
    String longer = "{\"limits\":[{\"window\":\"P30D\",\"max\":3}]}";
    assertThat(bytesACall(longer, 5)).isBetween(16L, 48L);
  }

  private static long bytesACall(String entry, int amount) throws Exception {
    PolicyEngine engine =
        PolicyEngine.of(
            Policy.parse(
                "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"pay\":" + entry + "}}"));
    ToolCall call =
        ToolCall.of(
            "pay", Map.of("amount", amount, "currency", "eur", "path", "/app/src/Main.java"));
    for (int i = 0; i < 1_000; i++) {
      engine.check(call);
    }
    long before = allocated();
    for (int i = 0; i < CALLS; i++) {
      engine.check(call);
    }
    return (allocated() - before) / CALLS;
  }

  /** The bytes that this thread has allocated; asking takes far less than one for each call. */
  private static long allocated() throws Exception {
    return (Long)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("java.lang:type=Threading"),
                "getThreadAllocatedBytes",
                new Object[] {Thread.currentThread().getId()},
                new String[] {long.class.getName()});
  }
}
