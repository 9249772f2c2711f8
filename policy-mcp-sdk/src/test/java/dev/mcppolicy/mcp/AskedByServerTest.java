package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.SettlementEvent;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a server asks takes no more of the host than it may, and nothing when it is over. */
class AskedByServerTest {

  private static final String SAMPLING = "sampling/createMessage";

  private final ScriptedServer server =
      new ScriptedServer("run").on("tools/call", exchange -> {}); // never answered
  private final List<JSONRPCMessage> heard = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Outcome> settled = new LinkedBlockingQueue<>();
  private final List<CompletableFuture<Approver.Answer>> questions = new CopyOnWriteArrayList<>();

  private McpClientTransport connected(String rules, Duration requestTimeout) {
    Policy policy =
        Policy.parse(
            ("{'version':'1','default':'allow','tools':{" + rules + "}}").replace('\'', '"'));
    PolicyEnforcer enforcer =
        PolicyEnforcer.builder(policy)
            .requestTimeout(requestTimeout)
            .approver(
                request -> {
                  CompletableFuture<Approver.Answer> answer = new CompletableFuture<>();
                  questions.add(answer);
                  return answer;
                })
            .listener(
                new DecisionListener() {
                  @Override
                  public void decided(DecisionEvent event) {}

                  @Override
                  public void settled(SettlementEvent event) {
                    settled.add(event.outcome());
                  }
                })
            .build();
    McpClientTransport transport = enforcer.wrap(server);
    transport.connect(messages -> messages.doOnNext(heard::add)).block();
    return transport;
  }

  private String answerTo(Object id) {
    return server.received().stream()
        .filter(message -> !message.containsKey("method") && id.equals(message.get("id")))
        .map(Map::toString)
        .findFirst()
        .orElse("");
  }

  @Test
  void onlySoManyAreJudgedAtOnce() {
    connected("'" + SAMPLING + "':{'action':'require_approval'}", Duration.ofMinutes(5));
    for (int i = 0; i < 1_000; i++) {
      server.asks(SAMPLING, i, Map.of("maxTokens", 1));
    }
    assertThat(questions).hasSize(100);
    assertThat(answerTo(999))
        .contains(
            "[POLICY DENIED] Too many requests of the server are judged already. Try again later.");

    questions.forEach(question -> question.complete(Approver.Answer.deny("no")));
    server.asks(SAMPLING, "next", Map.of("maxTokens", 1));
    assertThat(questions).hasSize(101);
  }

  @Test
  void whatIsApprovedAfterTheEndIsNotDone() throws Exception {
    McpClientTransport transport =
        connected(
            "'" + SAMPLING + "':{'action':'require_approval','concurrency':1}",
            Duration.ofMinutes(5));
    server.asks(SAMPLING, "1", Map.of("maxTokens", 1));
    transport.close();
    questions.get(0).complete(Approver.Answer.APPROVE);

    assertThat(settled.poll(30, TimeUnit.SECONDS)).isEqualTo(Outcome.NOT_SENT);
    assertThat(heard).isEmpty();
  }

  @Test
  void aSlotIsHeldUntilTheHostHasAnsweredHoweverLongThatTakes() throws Exception {
    McpClientTransport transport =
        connected(
            "'" + SAMPLING + "':{'concurrency':1},'run':{'concurrency':1}", Duration.ofMillis(200));
    server.asks(SAMPLING, "1", Map.of("maxTokens", 1));
    // A call that begins later is late later: what the server asked would be by then
    transport
        .sendMessage(
            new JSONRPCRequest("2.0", "tools/call", "c", new CallToolRequest("run", Map.of())))
        .block();
    assertThat(settled.poll(30, TimeUnit.SECONDS)).isEqualTo(Outcome.TIMEOUT);

    server.asks(SAMPLING, "2", Map.of("maxTokens", 1));
    assertThat(heard).hasSize(1);
    assertThat(answerTo("2")).contains("[POLICY DENIED]");
    assertThat(settled).isEmpty();

    transport.sendMessage(new JSONRPCResponse("2.0", "1", Map.of(), null)).block();
    server.asks(SAMPLING, "3", Map.of("maxTokens", 1));
    assertThat(heard).hasSize(2);
  }

  @Test
  void anAlarmWhoseTimerSomebodyStoppedRingsWhenItIsAskedAgain() throws Exception {
    BlockingQueue<String> rung = new LinkedBlockingQueue<>();
    Alarm alarm = new Alarm(() -> rung.add("rung"));
    long now = System.nanoTime();
    long hour = TimeUnit.HOURS.toNanos(1);
    alarm.ringsBy(now + hour, now);
    alarm.ringsBy(now + 2 * hour, now + hour + TimeUnit.SECONDS.toNanos(2));

    assertThat(rung.poll(30, TimeUnit.SECONDS)).isEqualTo("rung");
  }
}
