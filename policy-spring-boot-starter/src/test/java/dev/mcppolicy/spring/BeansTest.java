package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Approver;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.metrics.PolicyMetrics;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What beans the application has, and what it shows to those who operate it. */
class BeansTest {

  private final ApplicationContextRunner shop =
      Contexts.plain()
          .withUserConfiguration(Contexts.Servers.class)
          .withPropertyValues("mcp.policy.location=classpath:refunds.json");

  @TempDir Path folder;

  @Test
  void anApproverIsAsked() {
    Contexts.plain()
        .withUserConfiguration(Contexts.Servers.class)
        .withPropertyValues("mcp.policy.location=classpath:approval.json")
        .withBean(
            Approver.class,
            () ->
                Approver.blocking(
                    request ->
                        request.call().arguments().asMap().containsKey("small")
                            ? Approver.Answer.APPROVE
                            : Approver.Answer.DENY,
                    Runnable::run))
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              ToolCallback refund = Contexts.tool(context, "refund");
              assertThat(refund.call("{\"small\":true}")).isNotEmpty();
              assertThatThrownBy(() -> refund.call("{}")).hasMessageContaining("[POLICY DENIED]");
            });
  }

  /** Otherwise the caller would see a time-out, and the call might be approved after it. */
  @Test
  void anApprovalHasToComeBeforeTheClientsTimeoutIsOver() {
    List<Duration> patience = new ArrayList<>();
    for (String timeout : List.of("spring.ai.mcp.client", "mcp.policy")) {
      Contexts.plain()
          .withUserConfiguration(Contexts.Servers.class)
          .withPropertyValues(
              "mcp.policy.location=classpath:approval.json", timeout + ".request-timeout=80s")
          .withBean(
              Approver.class,
              () ->
                  request -> {
                    patience.add(request.timeout());
                    return CompletableFuture.completedFuture(Approver.Answer.APPROVE);
                  })
          .run(context -> Contexts.tool(context, "refund").call("{}"));
    }
    assertThat(patience)
        .hasSize(2)
        .allSatisfy(it -> assertThat(it).isBetween(Duration.ofSeconds(40), Duration.ofSeconds(60)));
  }

  @Test
  void everyListenerHearsOfDecisions() {
    List<DecisionEvent> events = new ArrayList<>();
    shop.withBean("first", DecisionListener.class, () -> events::add)
        .withBean("second", DecisionListener.class, () -> events::add)
        .run(
            context -> {
              Contexts.tool(context, "refund").call("{}");
              assertThat(events).hasSize(2).allMatch(event -> event.tool().equals("refund"));
              assertThat(events.get(0).server()).contains("billing");
            });
  }

  @Test
  void countersAreKeptWhereTheApplicationSays() {
    CounterStore store = CounterStore.inMemory();
    for (int application = 0; application < 2; application++) {
      boolean first = application == 0;
      shop.withBean(CounterStore.class, () -> store)
          .run(
              context -> {
                ToolCallback run = Contexts.tool(context, "run");
                if (first) {
                  assertThat(run.call("{}")).isNotEmpty();
                } else {
                  assertThatThrownBy(() -> run.call("{}")).hasMessageContaining("[POLICY DENIED]");
                }
              });
    }
  }

  @Test
  void aRecorderThatFailsDenies() {
    shop.withBean(DecisionRecorder.class, () -> failing(DecisionRecorder.class))
        .run(
            context ->
                assertThatThrownBy(() -> Contexts.tool(context, "refund").call("{}"))
                    .hasMessageContaining("[POLICY DENIED]"));
  }

  /** Every method of it fails. */
  private static <T> T failing(Class<T> type) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return method.invoke(type, arguments);
              }
              throw new IllegalStateException("disk full");
            }));
  }

  @Test
  void decisionsAreMetered() {
    shop.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
        .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
        .run(
            context -> {
              Contexts.tool(context, "run").call("{}");
              MeterRegistry registry = context.getBean(MeterRegistry.class);
              assertThat(registry.getMeters())
                  .extracting(meter -> meter.getId().getName())
                  .contains("mcp.policy.decisions", "mcp.policy.counters.keys");
              assertThat(registry.get("mcp.policy.counters.keys").gauge().value()).isEqualTo(1);
            });
  }

  @Test
  void anApplicationWithoutMicrometerActuatorAndHealthStarts() {
    shop.withClassLoader(
            new FilteredClassLoader(
                "io.micrometer.core",
                "org.springframework.boot.actuate",
                "org.springframework.boot.health",
                "org.springframework.security"))
        .run(
            context -> {
              assertThat(context).hasNotFailed().doesNotHaveBean(PolicyMetrics.class);
              assertThat(Contexts.tool(context, "refund").call("{}")).isNotEmpty();
            });
  }

  @Test
  void policiesAreReloadedAndHealthSaysWhenAFileWasNotTaken() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("policy.json"), "{\"version\":\"1\",\"default\":\"allow\"}");
    shop.withPropertyValues(
            "mcp.policy.location=" + file.toUri(),
            "mcp.policy.reload.enabled=true",
            "mcp.policy.reload.interval=1h")
        .run(
            context -> {
              ConnectionPolicies policies = context.getBean(ConnectionPolicies.class);
              PolicyHealth health = context.getBean(PolicyHealth.class);
              assertThat(Contexts.tool(context, "refund").call("{}")).isNotEmpty();
              assertThat(health.health().getDetails()).containsEntry("current", true);

              Files.writeString(file, "{\"version\":\"1\",\"default\":\"deny\"}");
              look(policies);
              assertThatThrownBy(() -> Contexts.tool(context, "refund").call("{}"))
                  .hasMessageContaining("[POLICY DENIED]");

              Files.writeString(file, "{\"version\":\"1\",\"defualt\":\"allow\"}");
              look(policies);
              Health stale = health.health();
              assertThat(stale.getStatus()).isEqualTo(Status.UP);
              assertThat(stale.getDetails())
                  .containsEntry("current", false)
                  .containsEntry("problems", List.of("invalid"));
              assertThatThrownBy(() -> Contexts.tool(context, "refund").call("{}"))
                  .hasMessageContaining("[POLICY DENIED]");
            });
  }

  private static void look(ConnectionPolicies policies) {
    policies.shared().source().orElseThrow().look();
    policies.shared().source().orElseThrow().look();
  }

  @Test
  void healthIsDownWhenTheCountersDoNotAnswer() {
    CounterStore store = CounterStore.inMemory();
    CounterStore away =
        new CounterStore() {
          @Override
          public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
          }

          @Override
          public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
            return store.settle(ticket, returned);
          }

          @Override
          public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
          }

          @Override
          public StoreStats stats() {
            throw new IllegalStateException("away");
          }
        };
    shop.withBean(CounterStore.class, () -> away)
        .run(
            context -> {
              assertThat(context.getBean(PolicyHealth.class).health().getStatus())
                  .isEqualTo(Status.DOWN);
              assertThatThrownBy(() -> Contexts.tool(context, "run").call("{}"))
                  .hasMessageContaining("[POLICY DENIED]");
            });
  }
}
