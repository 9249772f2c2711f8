package dev.mcppolicy.testing;

import dev.mcppolicy.Caller;
import dev.mcppolicy.ToolReview;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who calls where, and what is known of the tool, as far as it is said. */
record Who(
    @Nullable String grant,
    @Nullable Map<String, @Nullable Object> caller,
    @Nullable String server,
    @Nullable String session,
    @Nullable ToolReview review) {

  /** Returns this, with what another says where this says nothing. */
  Who or(Who other) {
    return new Who(
        grant == null ? other.grant : grant,
        caller == null ? other.caller : caller,
        server == null ? other.server : server,
        session == null ? other.session : session,
        review == null ? other.review : review);
  }

  Caller asCaller() {
    Caller caller = grant == null ? Caller.byDefault() : Caller.of(grant);
    return this.caller == null ? caller : caller.withAttributes(this.caller);
  }
}
