package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Policy;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** What waits for its turn to be sent. */
class WireTest {

  private static final Policy LIMITED =
      Policy.parse(
          "{\"version\":\"1\",\"default\":\"deny\",\"tools\":{\"run\":{\"limits\":[{\"window\":"
              + "\"lifetime\",\"max\":10000}]}}}");

  private final ScriptedServer server =
      new ScriptedServer("run").on("tools/call", exchange -> {}); // says nothing
  private final CountDownLatch sending = new CountDownLatch(1);
  private final CountDownLatch proceed = new CountDownLatch(1);
  private String overId = "none";

  /** A transport that writes when it is called, and takes its time for the first call. */
  private McpClientTransport slow() {
    return (McpClientTransport)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {McpClientTransport.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("sendMessage")
                  && ((JSONRPCRequest) arguments[0]).id().equals("first")) {
                sending.countDown();
                assertThat(proceed.await(60, TimeUnit.SECONDS)).isTrue();
              }
              return method.invoke(server, arguments);
            });
  }

  private static Mono<Void> call(McpClientTransport transport, String id) {
    CallToolRequest params = new CallToolRequest("run", Map.of());
    return transport.sendMessage(new JSONRPCRequest("2.0", "tools/call", id, params));
  }

  @Test
  void aCallThatIsOverBeforeItsTurnComesIsNotSent() throws Exception {
    McpClientTransport transport = PolicyEnforcer.wrap(slow(), LIMITED);
    transport.connect(messages -> messages).block();
    FutureTask<Void> first = new FutureTask<>(() -> call(transport, "first").block());
    new Thread(first).start();
    assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();

    FutureTask<Void> over = overWhileItWaits(transport);
    proceed.countDown();

    first.get(60, TimeUnit.SECONDS);
    assertThatThrownBy(() -> over.get(60, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("The call was over before its turn to be sent came");
    assertThat(server.received())
        .extracting(message -> message.get("id"))
        .contains("first")
        .doesNotContain(overId);
  }

  @Test
  void anInterruptedCallWaitsForItsTurnToo() throws Exception {
    McpClientTransport transport = PolicyEnforcer.wrap(slow(), LIMITED);
    transport.connect(messages -> messages).block();
    FutureTask<Void> first = new FutureTask<>(() -> call(transport, "first").block());
    new Thread(first).start();
    assertThat(sending.await(60, TimeUnit.SECONDS)).isTrue();

    FutureTask<Boolean> second = waitsInterrupted(transport);
    proceed.countDown();

    first.get(60, TimeUnit.SECONDS);
    assertThat(second.get(60, TimeUnit.SECONDS)).as("is interrupted still").isTrue();
  }

  /** Makes a call on an interrupted thread that is seen to wait for the first one. */
  private static FutureTask<Boolean> waitsInterrupted(McpClientTransport transport) {
    for (int i = 0; i < 20; i++) {
      String id = "call " + i;
      FutureTask<Boolean> call =
          new FutureTask<>(
              () -> {
                Thread.currentThread().interrupt();
                call(transport, id).subscribe();
                return Thread.interrupted();
              });
      Thread caller = new Thread(call);
      caller.start();
      while (caller.getState() != Thread.State.TIMED_WAITING && caller.isAlive()) {
        Thread.onSpinWait();
      }
      if (caller.isAlive()) {
        return call;
      }
    }
    throw new AssertionError("no call waits");
  }

  /**
   * Makes a call that waits for the first one, and ends it by an answer that comes too soon. A call
   * waits half a second; one that could have waited longer than that is not taken for it.
   */
  private FutureTask<Void> overWhileItWaits(McpClientTransport transport) {
    for (int i = 0; i < 1_000; i++) {
      String id = "call " + i;
      FutureTask<Void> call = new FutureTask<>(() -> call(transport, id).block());
      Thread caller = new Thread(call);
      caller.start();
      while (caller.getState() != Thread.State.TIMED_WAITING && caller.isAlive()) {
        Thread.onSpinWait();
      }
      server.push(new JSONRPCResponse("2.0", id, Map.of(), null));
      if (caller.getState() == Thread.State.TIMED_WAITING) {
        overId = id;
        return call;
      }
    }
    throw new AssertionError("no call waits");
  }
}
