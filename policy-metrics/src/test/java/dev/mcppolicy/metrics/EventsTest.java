package dev.mcppolicy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.reload.PolicySource;
import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of spans and of the Flight Recorder, and meters of reloads. */
class EventsTest {

  private static final Policy POLICY =
      Policy.denyByDefault()
          .tool("run", tool -> tool.rateLimit("1/minute"))
          .tool("pay", tool -> tool.requireApproval("Ask."))
          .build();
  private static final ToolCall RUN =
      ToolCall.of("run", Map.of("token", "s3cret")).withServer("shell");

  @TempDir Path folder;

  // Spans

  private static final class Heard implements ObservationHandler<Observation.Context> {
    final List<String> events = new ArrayList<>();
    final List<KeyValue> values = new ArrayList<>();

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
      events.add(event.getName() + " | " + event.getContextualName());
    }

    @Override
    public void onStop(Observation.Context context) {
      context.getHighCardinalityKeyValues().forEach(values::add);
      assertThat(context.getLowCardinalityKeyValues()).isEmpty();
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
      return true;
    }
  }

  @Test
  void decisionsAreEventsOfTheCurrentObservation() {
    ObservationRegistry registry = ObservationRegistry.create();
    Heard heard = new Heard();
    registry.observationConfig().observationHandler(heard);
    Approver approver = request -> CompletableFuture.completedFuture(Approver.Answer.APPROVE);
    PolicyEngine engine =
        PolicyEngine.builder(POLICY)
            .listener(PolicySpanEvents.of(registry))
            .approver(approver)
            .build();
    engine.check(RUN);
    assertThat(heard.events).isEmpty();
    Observation.createNotStarted("chat", registry)
        .observe(
            () -> {
              engine.check(ToolCall.of("pay"));
              engine.check(RUN);
            });
    assertThat(heard.events)
        .containsExactly(
            "mcp.policy.denied | mcp.policy.denied limit_exceeded /tools/run/rate_limit");
    assertThat(heard.values)
        .containsExactlyInAnyOrder(
            KeyValue.of("mcp.policy.code", "limit_exceeded"),
            KeyValue.of("mcp.policy.rule", "/tools/run/rate_limit"));
  }

  @Test
  void anAllowedCallIsAnEventWithoutValues() {
    ObservationRegistry registry = ObservationRegistry.create();
    Heard heard = new Heard();
    registry.observationConfig().observationHandler(heard);
    PolicyEngine engine =
        PolicyEngine.builder(POLICY).listener(PolicySpanEvents.of(registry)).build();
    PolicyEngine shadow =
        PolicyEngine.builder(Policy.denyByDefault().shadow().build())
            .listener(PolicySpanEvents.of(registry))
            .build();
    Observation.createNotStarted("chat", registry)
        .observe(
            () -> {
              engine.check(RUN);
              shadow.check(RUN);
            });
    assertThat(heard.events)
        .containsExactly(
            "mcp.policy.allowed | mcp.policy.allowed",
            "mcp.policy.allowed | mcp.policy.allowed shadow not_listed");
    assertThat(heard.values).isEmpty();
  }

  // Flight Recorder

  @Test
  void aRecordingHoldsDecisionsSettlementsAndReloads() throws IOException {
    Path file = folder.resolve("policy.json");
    Files.writeString(file, "{ \"version\": \"1\", \"default\": \"deny\" }");
    PolicyEngine engine = PolicyEngine.builder(POLICY).listener(FlightEvents.create()).build();
    try (Recording recording = new Recording();
        PolicySource source =
            PolicySource.of(file).withoutThread().listener(ReloadFlightEvents.create()).open()) {
      Stream.of("Decision", "Settlement", "Reload")
          .forEach(name -> recording.enable("dev.mcppolicy." + name));
      recording.start();
      engine.check(RUN).reservation().settle(Outcome.FAILURE);
      engine.check(RUN);
      engine.check(ToolCall.of("x".repeat(5_000)));
      Files.writeString(file, "{ \"version\": \"1\", \"default\": \"allow\" }");
      source.look();
      source.look();
      Files.writeString(file, "{");
      source.look();
      source.look();
      recording.stop();
      Path dump = folder.resolve("dump.jfr");
      recording.dump(dump);
      List<RecordedEvent> events = RecordingFile.readAllEvents(dump);
      assertThat(of(events, "Decision"))
          .extracting(event -> event.getString("effect") + " " + event.getString("code"))
          .containsExactly("allow ", "deny limit_exceeded", "deny not_listed");
      assertThat(of(events, "Decision").get(0).getString("server")).isEqualTo("shell");
      assertThat(of(events, "Decision").get(1).getString("rule"))
          .isEqualTo("/tools/run/rate_limit");
      assertThat(of(events, "Decision").get(2).getString("tool")).hasSize(201);
      assertThat(of(events, "Settlement"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("outcome")).isEqualTo("failure");
                assertThat(event.getString("id"))
                    .isEqualTo(of(events, "Decision").get(0).getString("id"));
                assertThat(event.getDuration("latency")).isPositive();
              });
      assertThat(of(events, "Reload"))
          .extracting(event -> event.getString("problem"))
          .containsExactly("", "invalid");
      assertThat(events.toString()).doesNotContain("s3cret");
    }
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("dev.mcppolicy." + name))
        .toList();
  }

  // Reloads

  @Test
  void reloadsRefusalsProblemsAndTheAgeOfTheLastLookAreShown() throws IOException {
    Path file = folder.resolve("policy.json");
    Files.writeString(file, "{ \"version\": \"1\", \"default\": \"deny\" }");
    MeterRegistry registry = new SimpleMeterRegistry();
    try (PolicySource source = PolicySource.of(file).withoutThread().open()) {
      Instant later = source.status().looked().plusSeconds(90);
      ReloadMetrics metrics = new ReloadMetrics(source, Clock.fixed(later, ZoneOffset.UTC));
      metrics.bindTo(registry);
      assertThat(registry.get("mcp.policy.reload.looked").gauge().value()).isEqualTo(90);
      Files.writeString(file, "{ \"version\": \"1\", \"default\": \"allow\" }");
      source.look();
      source.look();
      Files.writeString(file, "{");
      source.look();
      source.look();
      assertThat(registry.get("mcp.policy.reload.problems").gauge().value()).isEqualTo(1);
      for (String result : List.of("taken", "refused")) {
        assertThat(
                registry.get("mcp.policy.reloads").tag("result", result).functionCounter().count())
            .isEqualTo(1);
      }
      assertThat(Duration.between(source.status().looked(), later)).isPositive();
      ReloadMetrics.of(source).bindTo(new SimpleMeterRegistry());
    }
  }
}
