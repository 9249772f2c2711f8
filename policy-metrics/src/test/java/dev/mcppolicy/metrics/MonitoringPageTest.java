package dev.mcppolicy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.reload.PolicySource;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.CounterStore;
import dev.mcppolicy.store.Inspection;
import dev.mcppolicy.store.Moment;
import dev.mcppolicy.store.StoreStats;
import dev.mcppolicy.store.Taking;
import dev.mcppolicy.store.Ticket;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page and the dashboard say is there is there, and nothing else is. */
class MonitoringPageTest {

  private static final Path DOCS = Path.of("..", "docs");
  private static final Pattern NAME = Pattern.compile("mcp_policy_[a-z_]+");
  private static final Pattern BY = Pattern.compile("\\bby \\(([a-z_, ]+)\\)");
  private static final Pattern MATCHER = Pattern.compile("[{,]([a-z_]+)(?:=~|=|!=)\"");

  @TempDir Path folder;
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  @BeforeEach
  void useEverything() throws IOException {
    PolicyMetrics metrics =
        PolicyMetrics.builder().approvalsWaiting(() -> 1).auditQueue(() -> 1).build();
    metrics.bindTo(registry);
    CounterStore store = PolicyMetrics.timed(new Elsewhere(), registry);
    Policy policy =
        Policy.denyByDefault()
            .tool("run", tool -> tool.rateLimit("9/minute"))
            .tool("pay", tool -> tool.requireApproval("Ask."))
            .build();
    PolicyEngine engine =
        PolicyEngine.builder(policy)
            .counters(store)
            .listener(metrics)
            .approver(request -> CompletableFuture.completedFuture(Approver.Answer.APPROVE))
            .build();
    metrics.watch(engine);
    engine.check(ToolCall.of("run")).reservation().settle(Outcome.OK);
    engine.check(ToolCall.of("pay")).reservation().settle(Outcome.OK);
    engine.check(ToolCall.of("none"));
    PolicyEngine.builder(Policy.denyByDefault().shadow().build())
        .listener(metrics)
        .build()
        .check(ToolCall.of("x"));
    Path file = folder.resolve("policy.json");
    Files.writeString(file, policy.toJson());
    try (PolicySource source = PolicySource.of(file).withoutThread().open()) {
      ReloadMetrics.of(source).bindTo(registry);
    }
  }

  @Test
  void thePageNamesEveryMeterWithItsKindAndItsTags() throws IOException {
    Map<String, String> there = new TreeMap<>();
    for (Meter meter : registry.getMeters()) {
      Set<String> tags =
          meter.getId().getTags().stream()
              .map(Tag::getKey)
              .collect(Collectors.toCollection(TreeSet::new));
      String kind = meter.getId().getType().name().toLowerCase(Locale.ROOT);
      there.put(meter.getId().getName(), kind + " " + tags);
    }
    Map<String, String> told = new TreeMap<>();
    for (String[] row : rows("| `mcp.policy.")) {
      Set<String> tags = new TreeSet<>(words(row[4]));
      told.put(words(row[1]).get(0), row[3].strip() + " " + tags);
      String prometheus = words(row[2]).get(0);
      assertThat(scraped()).anyMatch(name -> name.startsWith(prometheus));
    }
    assertThat(told).isEqualTo(there);
  }

  @Test
  void thePageNamesEveryEventOfTheFlightRecorderWithItsFields() throws IOException {
    List<Class<? extends jdk.jfr.Event>> events =
        List.of(DecisionFlight.class, SettlementFlight.class, ReloadFlight.class);
    events.forEach(FlightRecorder::register);
    Map<String, Set<String>> there = new TreeMap<>();
    for (Class<? extends jdk.jfr.Event> event : events) {
      EventType type = EventType.getEventType(event);
      Set<String> fields = new TreeSet<>();
      Arrays.stream(event.getDeclaredFields())
          .filter(field -> type.getField(field.getName()) != null)
          // The recorder adds these two.
          .filter(field -> !List.of("startTime", "duration").contains(field.getName()))
          .forEach(field -> fields.add(field.getName()));
      there.put(type.getName(), fields);
    }
    Map<String, Set<String>> told = new TreeMap<>();
    for (String[] row : rows("| `dev.mcppolicy.")) {
      told.put(words(row[1]).get(0), new TreeSet<>(words(row[2])));
    }
    assertThat(told).isEqualTo(there);
  }

  @Test
  void theDashboardAsksForNothingThatIsNotThereAndLeavesNoMeterOut() throws IOException {
    JsonNode dashboard =
        new ObjectMapper().readTree(DOCS.resolve("grafana/mcp-policy.json").toFile());
    List<String> expressions = dashboard.findValuesAsText("expr");
    expressions.addAll(dashboard.findValuesAsText("query"));
    assertThat(expressions).hasSizeGreaterThan(20);
    check(expressions);
    Set<String> asked = names(expressions);
    for (Meter meter : registry.getMeters()) {
      String name = meter.getId().getName().replace('.', '_');
      assertThat(asked).as(name).anyMatch(each -> each.startsWith(name));
    }
    Set<Integer> ids = new TreeSet<>();
    dashboard.get("panels").forEach(panel -> assertThat(ids.add(panel.get("id").asInt())).isTrue());
  }

  @Test
  void theAlertsAskForNothingThatIsNotThere() throws IOException {
    List<String> alerts = new ArrayList<>();
    for (String line : Files.readAllLines(DOCS.resolve("monitoring.md"))) {
      if (line.startsWith("| ") && line.contains("mcp_policy_") && !line.contains("mcp.policy.")) {
        alerts.add(line.replace("\\|", " or "));
      }
    }
    assertThat(alerts).hasSize(10);
    check(alerts);
    for (String code : List.of("internal_error", "store_full", "audit_unavailable", "not_listed")) {
      assertThat(alerts.toString()).contains(code);
      assertThat(dev.mcppolicy.Code.valueOf(code.toUpperCase(Locale.ROOT)).id()).isEqualTo(code);
    }
  }

  private void check(List<String> expressions) {
    assertThat(scraped()).containsAll(names(expressions));
    Set<String> tags = new TreeSet<>(Set.of("le", "job"));
    registry.getMeters().stream()
        .flatMap(meter -> meter.getId().getTags().stream())
        .forEach(tag -> tags.add(tag.getKey()));
    for (String expression : expressions) {
      for (Matcher by = BY.matcher(expression); by.find(); ) {
        assertThat(tags).as(expression).containsAll(List.of(by.group(1).split(", ")));
      }
      for (Matcher matcher = MATCHER.matcher(expression); matcher.find(); ) {
        assertThat(tags).as(expression).contains(matcher.group(1));
      }
    }
  }

  private static Set<String> names(List<String> expressions) {
    return expressions.stream()
        .flatMap(expression -> NAME.matcher(expression).results())
        .map(result -> result.group())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The names that Prometheus gets. */
  private Set<String> scraped() {
    return registry
        .scrape()
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("[{ ]")[0])
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String[]> rows(String start) throws IOException {
    return Files.readAllLines(DOCS.resolve("monitoring.md")).stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.split("\\|"))
        .toList();
  }

  /** What stands in backticks. */
  private static List<String> words(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(word -> word.group(1)).toList();
  }

  /** A store that isn't the one in memory, and answers at once. */
  private static final class Elsewhere implements CounterStore {
    private final CounterStore store = CounterStore.inMemory();

    @Override
    public CompletionStage<Taking> take(List<Charge> charges, Moment now) {
      return store.take(charges, now);
    }

    @Override
    public CompletionStage<Void> settle(Ticket ticket, BitSet returned) {
      return store.settle(ticket, returned);
    }

    @Override
    public CompletionStage<Inspection> inspect(List<Charge> charges, Moment now) {
      return store.inspect(charges, now);
    }

    @Override
    public StoreStats stats() {
      return store.stats();
    }
  }
}
