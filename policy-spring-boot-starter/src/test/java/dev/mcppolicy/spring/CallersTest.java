package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Caller;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/** Who calls, and what follows when that isn't known. */
@SuppressWarnings("deprecation") // there is no other way that each line of the SDK knows
class CallersTest {

  private static final CallToolRequest REFUND = new CallToolRequest("refund", Map.of());

  private final ApplicationContextRunner secured =
      Contexts.withSecurity()
          .withUserConfiguration(Contexts.Servers.class)
          .withPropertyValues("mcp.policy.location=classpath:callers.json");

  @AfterEach
  void nobodyStaysLoggedIn() {
    SecurityContextHolder.clearContext();
  }

  static void login(String name, String... authorities) {
    SecurityContextHolder.getContext().setAuthentication(authenticated(name, authorities));
  }

  private static Authentication authenticated(String name, String... authorities) {
    return UsernamePasswordAuthenticationToken.authenticated(
        name, "", AuthorityUtils.createAuthorityList(authorities));
  }

  static void assertDenied(ToolCallback tool) {
    assertThatThrownBy(() -> tool.call("{}")).hasMessageContaining("[POLICY DENIED]");
  }

  @Test
  void eachUserHasQuotasOfHisOwn() {
    secured.run(
        context -> {
          ToolCallback run = Contexts.tool(context, "run");
          login("alice");
          assertThat(run.call("{}")).isNotEmpty();
          assertDenied(run);
          login("bob");
          assertThat(run.call("{}")).isNotEmpty();
        });
  }

  @Test
  void authoritiesCanBeAskedFor() {
    secured.run(
        context -> {
          ToolCallback refund = Contexts.tool(context, "refund");
          login("alice", "ROLE_reader");
          assertDenied(refund);
          login("alice", "ROLE_reader", "ROLE_clerk");
          assertThat(refund.call("{}")).isNotEmpty();
        });
  }

  @Test
  void whoeverIsAnonymousOrNobodyIsNotKnown() {
    secured.run(
        context -> {
          ToolCallback run = Contexts.tool(context, "run");
          assertDenied(run);
          SecurityContextHolder.getContext()
              .setAuthentication(
                  new AnonymousAuthenticationToken(
                      "key", "anonymousUser", AuthorityUtils.createAuthorityList("ROLE_clerk")));
          assertDenied(run);
          assertDenied(Contexts.tool(context, "refund"));
          SecurityContextHolder.getContext()
              .setAuthentication(
                  UsernamePasswordAuthenticationToken.unauthenticated("alice", "guess"));
          assertDenied(run);
          login("  ");
          assertDenied(run);
        });
  }

  /** The first call initialises the client, and the SDK goes on with others on its thread. */
  @Test
  void threadsThatMakeTheFirstCallTogetherAreEachJudgedAsThemselves() throws Exception {
    secured
        .withPropertyValues("spring.ai.mcp.client.initialized=false")
        .run(
            context -> {
              McpSyncClient client =
                  (McpSyncClient) context.getBean("mcpSyncClients", List.class).get(0);
              assertThat(client.isInitialized()).isFalse();
              ConcurrentLinkedQueue<String> allowed = new ConcurrentLinkedQueue<>();
              List<Thread> threads =
                  IntStream.range(0, 24)
                      .mapToObj(
                          i ->
                              new Thread(
                                  () -> {
                                    String name = i % 2 == 0 ? "clerk" : "guest";
                                    login(name, "ROLE_" + name);
                                    if (!client.callTool(REFUND).isError()) {
                                      allowed.add(name);
                                    }
                                  }))
                      .toList();
              threads.forEach(Thread::start);
              for (Thread thread : threads) {
                thread.join();
              }
              assertThat(allowed).hasSize(12).containsOnly("clerk");
            });
  }

  @Test
  void anAsynchronousClientIsJudgedByItsReactorContextAndNeverByItsThread() {
    secured
        .withPropertyValues("spring.ai.mcp.client.type=ASYNC")
        .run(
            context -> {
              Context alice =
                  ReactiveSecurityContextHolder.withAuthentication(authenticated("alice"));
              assertThat(run(context, alice).isError()).isFalse();
              login("bob");
              assertThat(run(context, Context.empty()).isError()).isTrue();
              assertThat(run(context, alice).isError()).isTrue();
              assertThat(run(context, Context.of(SecurityContext.class, Mono.never())).isError())
                  .isTrue();
              assertThat(
                      run(
                              context,
                              Context.of(
                                  SecurityContext.class, Mono.error(new IllegalStateException())))
                          .isError())
                  .isTrue();
            });
  }

  private static CallToolResult run(ApplicationContext context, Context reactor) {
    McpAsyncClient client = (McpAsyncClient) context.getBean("mcpAsyncClients", List.class).get(0);
    return client.callTool(new CallToolRequest("run", Map.of())).contextWrite(reactor).block();
  }

  @Test
  void aFixedGrantIsNotAskedOfSpringSecurity() {
    secured
        .withPropertyValues("mcp.policy.grant=laptop")
        .run(
            context -> {
              assertThat(context).doesNotHaveBean(CallerResolver.class);
              assertThat(Contexts.tool(context, "run").call("{}")).isNotEmpty();
              login("alice");
              assertDenied(Contexts.tool(context, "run"));
            });
  }

  @Test
  void anApplicationCanSayWhoCalls() {
    secured
        .withBean(CallerResolver.class, () -> () -> Caller.of(Thread.currentThread().getName()))
        .run(
            context -> {
              ToolCallback run = Contexts.tool(context, "run");
              assertThat(run.call("{}")).isNotEmpty();
              assertDenied(run);
              Thread.currentThread().setName("another" + Thread.currentThread().getName());
              assertThat(run.call("{}")).isNotEmpty();
            });
  }

  @Test
  void anApplicationThatFailsToSayWhoCallsDeniesEverything() {
    secured
        .withBean(
            CallerResolver.class,
            () ->
                () -> {
                  throw new IllegalStateException("no session");
                })
        .run(
            context -> {
              McpSyncClient client =
                  (McpSyncClient) context.getBean("mcpSyncClients", List.class).get(0);
              assertThat(client.callTool(REFUND).isError()).isTrue();
              assertThat(Contexts.tools(context)).isEmpty();
              assertThat(Contexts.server(context, "billing").calls()).isEmpty();
            });
  }

  @Test
  void twoWaysToSayWhoCallsKeepTheApplicationFromStarting() {
    secured
        .withPropertyValues("mcp.policy.grant=laptop")
        .withBean(CallerResolver.class, () -> Caller::byDefault)
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .hasRootCauseMessage(StarterMessages.TWO_WAYS));
  }
}
