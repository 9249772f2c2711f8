package dev.mcppolicy.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.ToolCall;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A standing approval as it is kept. Immutable.
 *
 * @param term when it is over
 * @param calls how many calls it has let through
 * @param spent how much these have spent
 */
record Standing(
    String id,
    String grant,
    @Nullable String server,
    String tool,
    String policy,
    StandingTerms terms,
    String by,
    Term term,
    long calls,
    BigDecimal spent) {

  /** Says whether it is of a grant, a server and a tool, under whatever policy. */
  boolean isAbout(ApprovalRequest request) {
    ToolCall call = request.call();
    return call.tool().equals(tool)
        && call.caller().grant().equals(Optional.of(grant))
        && call.server().equals(Optional.ofNullable(server));
  }

  /** Returns this one with a call added; null if it doesn't cover that. */
  @Nullable Standing with(ApprovalRequest request) {
    if (!isAbout(request) || !request.policy().equals(policy) || isUsedUp()) {
      return null;
    }
    BigDecimal amount = terms.covers(request.call()).orElse(null);
    if (amount == null) {
      return null;
    }
    BigDecimal sum = spent.add(amount);
    BigDecimal total = terms.total().orElse(null);
    return total != null && sum.compareTo(total) > 0
        ? null
        : new Standing(id, grant, server, tool, policy, terms, by, term, calls + 1, sum);
  }

  boolean isUsedUp() {
    return terms.calls().isPresent() && calls >= terms.calls().getAsLong();
  }

  StandingApproval shown() {
    return new StandingApproval(
        id,
        grant,
        Optional.ofNullable(server),
        tool,
        policy,
        terms,
        by,
        term.since(),
        term.until(),
        calls,
        spent);
  }

  ObjectNode toJson(PolicyClock clock) {
    ObjectNode json =
        Json.object()
            .put("id", id)
            .put("grant", grant)
            .put("tool", tool)
            .put("policy", policy)
            .put("by", by)
            .put("since", term.written(clock).toString())
            .put("calls", calls)
            .put("spent", spent.toString());
    if (server != null) {
      json.put("server", server);
    }
    json.set("terms", terms.toJson());
    return json;
  }

  /** Reads what {@link #toJson} has written; null if it is over. */
  static @Nullable Standing of(JsonNode json, PolicyClock clock) {
    StandingTerms terms = StandingTerms.of(json.path("terms"));
    Term term = Term.resumed(clock, Instant.parse(Json.text(json, "since")), terms.lasting());
    return term == null
        ? null
        : new Standing(
            Json.text(json, "id"),
            Json.text(json, "grant"),
            Json.optional(json, "server").orElse(null),
            Json.text(json, "tool"),
            Json.text(json, "policy"),
            terms,
            Json.text(json, "by"),
            term,
            json.path("calls").longValue(),
            new BigDecimal(Json.text(json, "spent")));
  }
}
