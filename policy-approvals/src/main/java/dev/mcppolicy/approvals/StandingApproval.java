package dev.mcppolicy.approvals;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A yes that stands for more than one call, and how much of it is used up.
 *
 * @param id what names it
 * @param grant whose calls it covers
 * @param server of which server, if it has a name
 * @param tool of which tool
 * @param policy under which policy, by its digest
 * @param terms for what
 * @param by who said so
 * @param since when
 * @param until when it ends at the latest
 * @param calls how many calls it has let through
 * @param spent how much these have spent of the total
 */
public record StandingApproval(
    String id,
    String grant,
    Optional<String> server,
    String tool,
    String policy,
    StandingTerms terms,
    String by,
    Instant since,
    Instant until,
    long calls,
    BigDecimal spent) {

  /** Checks that nothing is null. */
  public StandingApproval {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(grant, "grant");
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(terms, "terms");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(until, "until");
    Objects.requireNonNull(spent, "spent");
  }
}
