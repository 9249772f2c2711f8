package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Policy;
import dev.mcppolicy.approvals.ApprovalQueue;
import dev.mcppolicy.mcp.Seam.Agent;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import reactor.core.Disposable;
import reactor.core.scheduler.Schedulers;

/** Calls that wait for somebody's yes: none is sent that nobody waits for any more. */
class ApprovalTest {

  /** One call in all may be made, so what is not given back shows. */
  private static final Policy ASK =
      Policy.parse(
          """
          {"version": "1", "default": "deny", "tools": { "pay": {
             "action": "require_approval", "reason": "Ask first.",
             "limits": [ { "window": "lifetime", "max": 1 } ], "concurrency": 1 } } }
          """);

  private final ScriptedServer server = new ScriptedServer("pay");
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  private final Approver person =
      request -> {
        asked.countDown();
        return answer.copy();
      };

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  private void awaitQuestion() throws InterruptedException {
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
  }

  private static String code(CallToolResult result) {
    assertThat(result.isError()).isTrue();
    return result
        .meta()
        .get("dev.mcppolicy/decision")
        .toString()
        .replaceAll(".*code=(\\w+).*", "$1");
  }

  private PolicyEnforcer enforcer() {
    return PolicyEnforcer.builder(ASK).approver(person).build();
  }

  @ParameterizedTest
  @EnumSource
  void anApprovedCallIsSentOnceAndARefusedOneIsNot(Seam seam) throws Exception {
    Agent agent = seam.connect(enforcer(), server);
    Future<CallToolResult> call = threads.submit(() -> agent.call("pay", Map.of("amount", 5)));
    awaitQuestion();
    assertThat(server.calls()).isEmpty();

    answer.complete(Answer.APPROVE);

    assertThat(call.get(10, TimeUnit.SECONDS).isError()).isFalse();
    assertThat(server.calls()).hasSize(1);
    Agent refused =
        seam.connect(
            PolicyEnforcer.builder(ASK)
                .approver(request -> CompletableFuture.completedFuture(Answer.DENY))
                .build(),
            new ScriptedServer("pay"));
    assertThat(code(refused.call("pay", Map.of()))).isEqualTo("approval_denied");
  }

  @ParameterizedTest
  @EnumSource
  void aDeferredCallIsTriedAgainAndPassesOnce(Seam seam) {
    ApprovalQueue approver = ApprovalQueue.inMemory();
    Agent agent = seam.connect(PolicyEnforcer.builder(ASK).approver(approver).build(), server);

    assertThat(code(agent.call("pay", Map.of("amount", 5)))).isEqualTo("approval_pending");
    approver.approve(approver.waiting().get(0).id(), "ann");

    assertThat(code(agent.call("pay", Map.of("amount", 6)))).isEqualTo("approval_pending");
    assertThat(agent.call("pay", Map.of("amount", 5)).isError()).isFalse();
    assertThat(server.calls()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void anApprovalThatOutlivesTheClientsTimeoutIsADenialAndNothingIsSentLater(Seam seam) {
    Duration timeout = Duration.ofMillis(400);
    Agent agent =
        seam.connect(
            PolicyEnforcer.builder(ASK).approver(person).requestTimeout(timeout).build(),
            server,
            timeout);

    assertThat(code(agent.call("pay", Map.of()))).isEqualTo("approval_timeout");
    answer.complete(Answer.APPROVE);

    assertThat(server.calls()).isEmpty();
    assertThat(agent.call("pay", Map.of()).isError()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"TRANSPORT", "ASYNC_TRANSPORT"})
  void approvalTimeDoesNotCountAgainstTheWrappedClientsTimeout(Seam seam) throws Exception {
    Duration timeout = Duration.ofMillis(500);
    Agent agent = seam.connect(enforcer(), server, timeout);
    Future<CallToolResult> call = threads.submit(() -> agent.call("pay", Map.of()));
    awaitQuestion();

    CompletableFuture.delayedExecutor(900, TimeUnit.MILLISECONDS)
        .execute(() -> answer.complete(Answer.APPROVE));

    assertThat(call.get(10, TimeUnit.SECONDS).isError()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatWaitsWhenTheClientIsClosedIsNotSent(Seam seam) throws Exception {
    Agent agent = seam.connect(enforcer(), server);
    agent.list();
    Future<CallToolResult> call = threads.submit(() -> agent.call("pay", Map.of()));
    awaitQuestion();

    agent.close();
    answer.complete(Answer.APPROVE);

    assertThatThrownBy(() -> call.get(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(server.calls()).isEmpty();
    assertThat(server.received("initialize")).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aCallThatIsCancelledWhileItWaitsIsNotSentAndGivesBack(Seam seam) throws Exception {
    Agent agent = seam.connect(enforcer(), server);
    McpAsyncClient client = (McpAsyncClient) agent.client();
    client.initialize().block();
    Disposable call =
        PolicyEnforcer.cancellable(client.callTool(new CallToolRequest("pay", Map.of())))
            .subscribe();
    awaitQuestion();

    call.dispose();
    answer.complete(Answer.APPROVE);

    assertThat(server.calls()).isEmpty();
    assertThat(agent.call("pay", Map.of()).isError()).isFalse();
  }

  @Test
  void anInterruptedCallerOfASyncClientIsDeniedAndGivesBack() throws Exception {
    Agent agent = Seam.SYNC.connect(enforcer(), server);
    AtomicBoolean interrupted = new AtomicBoolean();
    CompletableFuture<CallToolResult> result = new CompletableFuture<>();
    Thread caller =
        new Thread(
            () -> {
              try {
                result.complete(agent.call("pay", Map.of()));
              } catch (RuntimeException e) {
                result.completeExceptionally(e);
              }
              interrupted.set(Thread.currentThread().isInterrupted());
            });
    caller.start();
    awaitQuestion();

    caller.interrupt();
    caller.join(10_000);
    answer.complete(Answer.APPROVE);

    assertThat(interrupted).isTrue();
    assertThat(server.calls()).isEmpty();
    assertThat(result).isDone();
    assertThat(agent.call("pay", Map.of()).isError()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"ASYNC", "ASYNC_TRANSPORT"})
  void aBlockingApproverBlocksNoThreadOfAnAsynchronousCaller(Seam seam) throws Exception {
    CountDownLatch free = new CountDownLatch(1);
    Agent agent =
        seam.connect(
            PolicyEnforcer.builder(ASK)
                .approver(
                    Approver.blocking(
                        request -> {
                          assertThat(Schedulers.isInNonBlockingThread()).isFalse();
                          try {
                            return free.await(10, TimeUnit.SECONDS) ? Answer.APPROVE : Answer.DENY;
                          } catch (InterruptedException e) {
                            return Answer.DENY;
                          }
                        }))
                .build(),
            server);
    McpAsyncClient client = (McpAsyncClient) agent.client();
    client.initialize().block();

    CompletableFuture<CallToolResult> call =
        client
            .callTool(new CallToolRequest("pay", Map.of()))
            .subscribeOn(Schedulers.parallel())
            .toFuture();
    CompletableFuture<Object> other = client.ping().subscribeOn(Schedulers.parallel()).toFuture();

    assertThat(other.get(10, TimeUnit.SECONDS)).isNotNull();
    assertThat(call).isNotDone();
    free.countDown();
    assertThat(call.get(10, TimeUnit.SECONDS).isError()).isFalse();
  }

  @Test
  void aSyncClientRefusesToBlockAThreadThatMustNotBeBlocked() {
    Agent agent = Seam.SYNC.connect(PolicyEnforcer.of(Policy.allowByDefault().build()), server);
    agent.list();

    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Schedulers.parallel()
        .schedule(
            () -> {
              try {
                agent.call("pay", Map.of());
                thrown.complete(null);
              } catch (Throwable e) {
                thrown.complete(e);
              }
            });

    assertThat(thrown.orTimeout(10, TimeUnit.SECONDS).join())
        .isInstanceOf(IllegalStateException.class);
    assertThat(server.calls()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void withoutAnApproverACallThatNeedsOneIsDenied(Seam seam) {
    CallToolResult denied = seam.connect(PolicyEnforcer.of(ASK), server).call("pay", Map.of());

    assertThat(code(denied)).isEqualTo("approval_denied");
    assertThat(denied.meta())
        .extractingByKey("dev.mcppolicy/decision", InstanceOfAssertFactories.MAP)
        .containsEntry("rule", "/tools/pay/action");
  }
}
