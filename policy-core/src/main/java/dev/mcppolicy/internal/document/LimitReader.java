package dev.mcppolicy.internal.document;

import dev.mcppolicy.Refund;
import dev.mcppolicy.Scope;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.model.LimitRule;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.text.Topic;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads limits, and sees to it that those of one counter agree. */
final class LimitReader {

  /** As many digits as a number of a policy may have. */
  private static final int MOST_DIGITS = 400;

  private static final String SHORT_RATE_EXAMPLE =
      "a rate, as in \"10/minute\" or {\"max\": 10, \"window\": 60}";

  private static final Choices<Scope> SCOPES =
      Choices.of("grant", Scope.GRANT).or("session", Scope.SESSION).or("global", Scope.GLOBAL);
  private static final Choices<Refund> REFUNDS =
      Choices.of("error", Refund.ERROR).or("failure", Refund.FAILURE).or("never", Refund.NEVER);
  private static final Choices<Boolean> CALENDAR =
      Choices.of("sliding", false).or("calendar", true);

  private final Findings findings;
  private final List<Use> uses = new ArrayList<>();

  LimitReader(Findings findings) {
    this.findings = findings;
  }

  /** A limit that names a counter. */
  private record Use(LimitRule limit, Place place) {}

  /** Reads the {@code limits} and the {@code rate_limit} of an entry. */
  List<LimitRule> read(Fields entry, String key) {
    List<LimitRule> limits = new ArrayList<>();
    int index = 0;
    for (Node node : entry.list("limits", "a list of limits")) {
      addIfRead(limit(node, Pointers.child(entry.pointer("limits"), index++)), limits);
    }
    Node rate = entry.get("rate_limit");
    if (rate != null) {
      addIfRead(rateLimit(rate, entry.pointer("rate_limit"), key + "_rate"), limits);
    }
    return List.copyOf(limits);
  }

  private static void addIfRead(@Nullable LimitRule limit, List<LimitRule> limits) {
    if (limit != null) {
      limits.add(limit);
    }
  }

  /** Reports each limit that names a counter whose first limit has another scope or key. */
  void reportDisagreements() {
    if (uses.isEmpty()) {
      return;
    }
    Map<String, LimitRule> first = new HashMap<>();
    uses.sort(
        Comparator.comparingInt((Use use) -> use.place().line())
            .thenComparingInt(use -> use.place().column()));
    for (Use use : uses) {
      LimitRule limit = use.limit();
      LimitRule other = first.putIfAbsent(limit.counter().name(), limit);
      if (other != null && !other.counter().equals(limit.counter())) {
        findings.add(
            limit.pointer(),
            use.place(),
            Topic.COUNTER,
            DocumentMessages.countersDisagree(limit.counter().name(), other.pointer()));
      }
    }
  }

  private @Nullable LimitRule limit(Node node, String pointer) {
    Fields fields = Fields.of(node, pointer, Keys.LIMIT, "a limit", findings);
    if (fields == null) {
      return null;
    }
    String name = counterName(fields);
    Scope scope = fields.choice("scope", SCOPES);
    Refund refund = fields.choice("refund", REFUNDS);
    List<Path> per = per(fields);
    Window window = window(fields);
    Amount max = fields.require("max") == null ? null : fields.amount("max");
    Path amountFrom = amountFrom(fields);
    Amount amount = fields.amount("amount");
    String onDeny = fields.text("on_deny");
    if (window == null || max == null) {
      return null;
    }
    CounterId counter = new CounterId(name == null ? pointer : name, scope.id(), canonical(per));
    LimitRule limit =
        new LimitRule(
            pointer,
            counter,
            scope,
            per,
            window,
            windowText(fields.get("window")),
            max,
            amount == null ? Amount.ONE : amount,
            amountFrom,
            refund,
            onDeny);
    if (name != null) {
      uses.add(new Use(limit, fields.place()));
    }
    return limit;
  }

  private static List<String> canonical(List<Path> paths) {
    List<String> texts = new ArrayList<>(paths.size());
    for (Path path : paths) {
      texts.add(path.canonical());
    }
    return texts;
  }

  private @Nullable LimitRule rateLimit(Node node, String pointer, String counter) {
    Amount max = null;
    Duration length = null;
    String windowText = "";
    if (node instanceof TextNode text) {
      String rate = text.text();
      int slash = rate.indexOf('/');
      if (slash > 0 && isWhole(rate, slash)) {
        max = Amount.of(new BigDecimal(rate.substring(0, slash)));
        windowText = rate.substring(slash + 1);
        length = Windows.NAMED.get(windowText);
      }
    } else if (node instanceof ObjectNode object) {
      Fields fields = new Fields(object, pointer, Keys.RATE_LIMIT, findings);
      max = fields.require("max") == null ? null : fields.amount("max");
      Node window = fields.require("window");
      length = window == null ? null : Windows.nameOrSeconds(window).orElse(null);
      windowText = windowText(window);
      if (window != null && length == null) {
        fields.wrong("window", Topic.WINDOW, DocumentMessages.notARateWindow(window));
      }
      if (max == null || length == null) {
        return null;
      }
    }
    if (max == null || length == null) {
      findings.add(
          pointer,
          node.place(),
          Topic.WRONG_VALUE,
          DocumentMessages.notA(SHORT_RATE_EXAMPLE, node));
      return null;
    }
    LimitRule limit =
        new LimitRule(
            pointer,
            new CounterId(counter, Scope.GRANT.id(), List.of()),
            Scope.GRANT,
            List.of(),
            new Window.Sliding(length),
            windowText,
            max,
            Amount.ONE,
            null,
            Refund.ERROR,
            null);
    uses.add(new Use(limit, node.place()));
    return limit;
  }

  /** Says whether the beginning of a text is a whole number as JSON writes it. */
  private static boolean isWhole(String text, int end) {
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return end == 1 || (end <= MOST_DIGITS && text.charAt(0) != '0');
  }

  private @Nullable String counterName(Fields fields) {
    String name = fields.text("counter");
    if (name != null && (name.isEmpty() || name.startsWith("/"))) {
      fields.wrong("counter", Topic.COUNTER, DocumentMessages.badCounterName(name));
    }
    return name;
  }

  private List<Path> per(Fields fields) {
    Node node = fields.get("per");
    if (node == null) {
      return List.of();
    }
    String pointer = fields.pointer("per");
    if (!(node instanceof ListNode list)) {
      Path path = onePath(node, pointer);
      return path == null ? List.of() : List.of(path);
    }
    if (list.elements().isEmpty()) {
      fields.wrong("per", Topic.WRONG_VALUE, DocumentMessages.emptyList("a list of paths"));
    }
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < list.elements().size(); i++) {
      Path path = onePath(list.elements().get(i), Pointers.child(pointer, i));
      if (path != null) {
        paths.add(path);
      }
    }
    return List.copyOf(paths);
  }

  private @Nullable Path onePath(Node node, String pointer) {
    Path path = PredicateReader.path(node, pointer, findings);
    if (path != null && path.hasEach()) {
      findings.add(pointer, node.place(), Topic.PATH, DocumentMessages.eachWhereOneIsNeeded());
      return null;
    }
    return path;
  }

  private @Nullable Path amountFrom(Fields fields) {
    String key = fields.has("amount_from") ? "amount_from" : "increment_from";
    if (fields.has("amount_from") && fields.has("increment_from")) {
      fields.conflict(
          "increment_from",
          Topic.WRONG_VALUE,
          DocumentMessages.notTogether("increment_from", "amount_from"));
    }
    Node node = fields.get(key);
    if (node == null) {
      return null;
    }
    if (fields.has("amount")) {
      fields.conflict("amount", Topic.WRONG_VALUE, DocumentMessages.notTogether("amount", key));
    }
    Path path = onePath(node, fields.pointer(key));
    if (path != null && path.root() != Path.Root.ARGS) {
      fields.wrong(key, Topic.PATH, DocumentMessages.amountNotFromArgs());
    }
    return path;
  }

  private @Nullable Window window(Fields fields) {
    boolean calendar = fields.choice("align", CALENDAR);
    ZoneId zone = zone(fields, calendar);
    Node node = fields.require("window");
    if (node == null) {
      return null;
    }
    if (node instanceof TextNode text && text.text().equals(Windows.LIFETIME)) {
      if (calendar) {
        fields.wrong("align", Topic.WINDOW, DocumentMessages.lifetimeHasNoCalendar());
      }
      return new Window.Lifetime();
    }
    Duration length = Windows.length(node).orElse(null);
    if (length == null) {
      fields.wrong("window", Topic.WINDOW, DocumentMessages.notAWindow(node));
      return null;
    }
    if (!calendar) {
      return new Window.Sliding(length);
    }
    boolean week = node instanceof TextNode text && text.text().equals("week");
    if (!week && !Window.Calendar.dividesADay(length)) {
      fields.wrong("window", Topic.WINDOW, DocumentMessages.notACalendarWindow());
      return null;
    }
    return new Window.Calendar(length, zone);
  }

  private ZoneId zone(Fields fields, boolean calendar) {
    String name = fields.text("zone");
    if (name == null) {
      return ZoneOffset.UTC;
    }
    if (!calendar) {
      fields.conflict("zone", Topic.WINDOW, DocumentMessages.zoneWithoutCalendar());
    }
    Optional<ZoneId> zone = Windows.zone(name);
    if (zone.isEmpty()) {
      fields.wrong("zone", Topic.WINDOW, DocumentMessages.unknownZone(name));
    }
    return zone.orElse(ZoneOffset.UTC);
  }

  private static String windowText(@Nullable Node node) {
    if (node instanceof TextNode text) {
      return text.text();
    }
    return node == null ? "" : Objects.toString(node.toPlain()) + " seconds";
  }
}
