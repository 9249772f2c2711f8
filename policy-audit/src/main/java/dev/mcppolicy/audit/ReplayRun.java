package dev.mcppolicy.audit;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Code;
import dev.mcppolicy.Decision;
import dev.mcppolicy.Explanation;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.Reservation;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.audit.AuditRecord.Decided;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One replay of one log. Not thread-safe. */
final class ReplayRun {

  /** Codes that say nothing of a policy's rules. */
  private static final Set<Code> CIRCUMSTANCES =
      EnumSet.of(
          Code.DEFINITION_CHANGED,
          Code.INVALID_ARGUMENTS,
          Code.STORE_FULL,
          Code.STORE_UNAVAILABLE,
          Code.AUDIT_UNAVAILABLE,
          Code.NO_POLICY,
          Code.INVALID_CALL,
          Code.INTERNAL_ERROR);

  /** Codes for which the names of the tool and the arguments are enough. */
  private static final Set<Code> BY_NAME =
      EnumSet.of(Code.HIDDEN, Code.NOT_LISTED, Code.DENIED, Code.ARGUMENT_NOT_ALLOWED);

  /** Codes for which it doesn't matter what counters hold. */
  private static final Set<Code> BEFORE_COUNTERS =
      EnumSet.of(
          Code.HIDDEN,
          Code.NOT_LISTED,
          Code.DENIED,
          Code.ARGUMENT_NOT_ALLOWED,
          Code.REQUIRE_FAILED,
          Code.DENY_IF_MATCHED,
          Code.INVALID_AMOUNT,
          Code.INVALID_KEY);

  private static final Set<String> WORDS = Set.of("message", "rule");

  private final PolicyReads reads;
  private final Uncertainty uncertain;
  private final @Nullable ArgumentSeal seal;
  private final Consumer<ReplayedCall> listener;
  private final RecordedClock clock = new RecordedClock(Instant.EPOCH);
  private final PolicyEngine engine;
  private final Map<String, Reservation> inFlight = new HashMap<>();
  private final Map<ReplayVerdict, Long> verdicts = new EnumMap<>(ReplayVerdict.class);
  private Approver.Answer answer = Approver.Answer.DENY;
  private boolean asked;
  private long first;
  private long last;
  private long unreadable;

  ReplayRun(Policy policy, @Nullable ArgumentSeal seal, Consumer<ReplayedCall> listener) {
    this.reads = PolicyReads.of(policy);
    this.uncertain = new Uncertainty(reads);
    this.seal = seal;
    this.listener = listener;
    this.engine =
        PolicyEngine.builder(policy)
            .clock(clock)
            .approver(
                request -> {
                  asked = true;
                  return CompletableFuture.completedFuture(answer);
                })
            .build();
  }

  void read(Path file) throws IOException {
    try (AuditReader reader = AuditReader.open(file)) {
      while (next(reader)) {}
    }
  }

  private boolean next(AuditReader reader) throws IOException {
    try {
      Optional<AuditRecord> next = reader.next();
      next.ifPresent(this::record);
      return next.isPresent();
    } catch (AuditFormatException e) {
      unreadable++;
      uncertain.ofAll(clock.wall());
      return true;
    }
  }

  private void record(AuditRecord record) {
    clock.moveTo(record.time());
    if (record.number() != last + 1) {
      uncertain.ofAll(clock.wall());
    }
    first = first == 0 ? record.number() : first;
    last = record.number();
    if (record instanceof Decided decided) {
      ReplayedCall call = judge(decided);
      verdicts.merge(call.verdict(), 1L, Long::sum);
      if (call.verdict() == ReplayVerdict.UNDECIDED || call.asks()) {
        uncertain.of(decided.tool(), clock.wall());
      }
      listener.accept(call);
    } else if (record instanceof AuditRecord.Settled settled) {
      Reservation taken = inFlight.remove(settled.id());
      if (taken != null) {
        taken.settle(settled.outcome());
      }
    } else if (record instanceof AuditRecord.Opened) {
      inFlight.values().forEach(taken -> taken.settle(Outcome.LOST)); // with the process before
      inFlight.clear();
    } else if (record instanceof AuditRecord.Dropped || record instanceof AuditRecord.Torn) {
      uncertain.ofAll(clock.wall());
    }
  }

  private ReplayedCall judge(Decided decided) {
    if (decided.code().filter(CIRCUMSTANCES::contains).isPresent()) {
      return undecided(decided, ReplayMessages.circumstance(decided.code().get()));
    }
    List<String> cut = decided.cut().stream().filter(field -> !WORDS.contains(field)).toList();
    if (!cut.isEmpty()) {
      return undecided(decided, ReplayMessages.cut(cut));
    }
    if (decided.tool().isEmpty() || decided.grant().filter(String::isEmpty).isPresent()) {
      return undecided(decided, ReplayMessages.notCallable());
    }
    RecordedArguments arguments = RecordedArguments.of(decided, seal);
    ToolCall call;
    try {
      call = call(decided, arguments);
    } catch (IllegalArgumentException e) { // attributes past all bounds
      return undecided(decided, ReplayMessages.notCallable());
    }
    Explanation foreseen = engine.explain(call);
    String doubt = doubt(decided, arguments, foreseen.decision());
    if (!doubt.isEmpty()) {
      return undecided(decided, doubt);
    }
    return compare(decided, call, foreseen);
  }

  private static ToolCall call(Decided decided, RecordedArguments arguments) {
    Caller caller = decided.grant().map(Caller::of).orElse(Caller.unidentified());
    return ToolCall.of(decided.tool(), arguments.values())
        .withCaller(caller.withAttributes(arguments.caller().orElse(Map.of())))
        .withServer(decided.server().orElse(null))
        .withSession(decided.session().orElse(null));
  }

  /** Says why a decision may not be the one that the policy would have made; empty if it is. */
  private String doubt(Decided decided, RecordedArguments arguments, Decision foreseen) {
    Optional<Code> code = foreseen.code();
    if (code.filter(BY_NAME::contains).isPresent()) {
      return "";
    }
    if (code.filter(CIRCUMSTANCES::contains).isPresent()) {
      return ReplayMessages.circumstanceNow(code.get());
    }
    PolicyReads.Part read = reads.ofTool(decided.tool());
    List<String> looked = arguments.doubtful().stream().filter(read::reads).toList();
    if (!looked.isEmpty()) {
      return arguments.doubt().isEmpty() ? ReplayMessages.notRecorded(looked) : arguments.doubt();
    }
    if (read.readsCaller() && arguments.caller().isEmpty()) {
      return ReplayMessages.callerNotRecorded();
    }
    if (code.filter(BEFORE_COUNTERS::contains).isPresent()) {
      return "";
    }
    return uncertain
        .at(decided.tool(), clock.wall())
        .map(ReplayMessages::uncertainCounter)
        .orElse("");
  }

  private ReplayedCall compare(Decided decided, ToolCall call, Explanation foreseen) {
    Optional<Approver.Answer> said = said(decided);
    answer = said.orElse(Approver.Answer.DENY);
    asked = false;
    Decision now = engine.check(call);
    Explanation explanation = new Explanation(now, foreseen.rules(), foreseen.counters());
    if (now.code().filter(CIRCUMSTANCES::contains).isPresent()) {
      return undecided(decided, ReplayMessages.circumstanceNow(now.code().get()));
    }
    if (asked && said.isEmpty()) {
      now.reservation().settle(Outcome.NOT_SENT);
      return decided.isAllowed()
          ? undecided(decided, ReplayMessages.unknownApproval())
          : new ReplayedCall(decided, ReplayVerdict.DIFFERENT, Optional.of(foreseen), true, "");
    }
    settleLater(decided, now);
    return new ReplayedCall(decided, verdict(decided, now), Optional.of(explanation), false, "");
  }

  /** Returns what an approver said of a recorded call; empty if none was asked. */
  private static Optional<Approver.Answer> said(Decided decided) {
    Optional<Approver.Answer> refusal =
        decided
            .code()
            .map(
                code ->
                    switch (code) {
                      case APPROVAL_DENIED -> Approver.Answer.DENY;
                      case APPROVAL_TIMEOUT -> Approver.Answer.TIMEOUT;
                      case APPROVAL_PENDING -> Approver.Answer.PENDING;
                      default -> null;
                    });
    return refusal.isPresent() ? refusal : decided.waited().map(waited -> Approver.Answer.APPROVE);
  }

  /** A call that was denied then has no outcome: it is taken to succeed at once. */
  private void settleLater(Decided decided, Decision now) {
    if (!now.isAllowed()) {
      return;
    }
    if (decided.isAllowed()) {
      inFlight.put(decided.id(), now.reservation());
    } else {
      now.reservation().settle(Outcome.OK);
    }
  }

  private static ReplayVerdict verdict(Decided decided, Decision now) {
    if (decided.isAllowed() != now.isAllowed()) {
      return ReplayVerdict.DIFFERENT;
    }
    boolean same =
        now.isAllowed()
            ? decided
                .shadow()
                .map(AuditRecord.Shadow::code)
                .equals(now.shadow().flatMap(Decision::code))
            : decided.code().equals(now.code());
    return same ? ReplayVerdict.SAME : ReplayVerdict.OTHER_REASON;
  }

  private static ReplayedCall undecided(Decided decided, String doubt) {
    return new ReplayedCall(decided, ReplayVerdict.UNDECIDED, Optional.empty(), false, doubt);
  }

  /** Returns the number of the first record; 0 if there is none. */
  long first() {
    return first;
  }

  ReplaySummary summary(Verification verification) {
    return new ReplaySummary(verdicts, unreadable, verification);
  }
}
