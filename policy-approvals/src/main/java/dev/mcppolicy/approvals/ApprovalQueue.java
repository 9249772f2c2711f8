package dev.mcppolicy.approvals;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.approvals.QueuedApproval.State;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests until somebody decides them, on whatever page the host has for that. The agent is
 * told at once that its call waits; the same call made again after a yes passes one time.
 *
 * <pre>{@code
 * ApprovalQueue queue = ApprovalQueue.inFile(Path.of("approvals"));
 * PolicyEngine engine = PolicyEngine.builder(policy).approver(queue).acceptEdits().build();
 * // on the page:
 * queue.waiting().forEach(waiting -> show(waiting.id(), waiting.request().describe()));
 * queue.approve(id, "ann");
 * }</pre>
 *
 * <p>A decision is bound to the grant, the server, the tool, the exact arguments and the digest of
 * the policy, and is used up by the first such call; in a file, that is on disk before the call may
 * proceed. Of a caller without a grant it is bound to the session and the attributes; where there
 * are none either, the call is denied. What nobody decides, and what nobody fetches, is forgotten
 * after a time. The first decision counts.
 *
 * <p>This class is thread-safe.
 */
public final class ApprovalQueue implements Approver, AutoCloseable {

  private final QueueLedger ledger;
  private final StandingApprovals standing;
  private final boolean ownsStanding;
  private final boolean writes;
  private final Writing writing = new Writing();

  private ApprovalQueue(Builder builder) {
    this.ledger =
        new QueueLedger(builder.file, builder.clock, builder.kept, builder.room, builder.listener);
    try {
      this.standing = standing(builder);
    } catch (RuntimeException e) {
      ledger.close();
      throw e;
    }
    this.ownsStanding = builder.standing == null;
    this.writes = builder.file != null || standing.writes();
  }

  private static StandingApprovals standing(Builder builder) {
    if (builder.standing != null) {
      return builder.standing;
    }
    return builder.file == null
        ? StandingApprovals.inMemory(builder.clock)
        : StandingApprovals.inFile(
            builder.file.resolveSibling(builder.file.getFileName() + ".standing"), builder.clock);
  }

  /** Returns a queue that ends with the process. */
  public static ApprovalQueue inMemory() {
    return builder().build();
  }

  /**
   * Returns a queue whose file survives a restart.
   *
   * @throws java.io.UncheckedIOException if the file can't be read, or its folder not written
   * @throws IllegalStateException if the file is in use, or of another kind
   */
  public static ApprovalQueue inFile(Path file) {
    return builder().file(file).build();
  }

  /** Returns a builder of a queue in memory. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public CompletionStage<Answer> ask(ApprovalRequest request) {
    if (!writes) {
      return CompletableFuture.completedFuture(answer(request));
    }
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    writing.run(
        // If nobody waits any more, nothing is used up
        () -> answer.isDone() ? Answer.TIMEOUT : answer(request),
        (decided, failure) -> {
          if (decided == null) {
            answer.completeExceptionally(Objects.requireNonNull(failure));
          } else {
            answer.complete(decided);
          }
        });
    return answer;
  }

  private Answer answer(ApprovalRequest request) {
    if (isNobodys(request.call())) {
      return Answer.deny(ApprovalMessages.NOBODYS);
    }
    Answer decided = ledger.fetch(request);
    if (decided != null) {
      return decided;
    }
    if (standing.use(request)) {
      ledger.withdraw(request.id());
      return Answer.APPROVE;
    }
    return ledger.enter(request);
  }

  /** Says whether nothing tells the caller from others, who would share what was approved. */
  private static boolean isNobodys(ToolCall call) {
    return call.caller().grant().isEmpty()
        && call.session().isEmpty()
        && call.caller().attributes().isEmpty();
  }

  /** Returns what nobody has decided, the oldest first. */
  public List<QueuedApproval> waiting() {
    return list().stream().filter(one -> one.state() == State.WAITING).toList();
  }

  /** Returns what nobody has decided and what nobody has fetched, the oldest first. */
  public List<QueuedApproval> list() {
    return ledger.list();
  }

  /** Returns one of the {@linkplain #list listed}. */
  public Optional<QueuedApproval> show(String id) {
    return list().stream().filter(one -> one.id().equals(id)).findFirst();
  }

  /**
   * Approves a request, for one call.
   *
   * @param by who decides
   * @return whether that counts: not if somebody else was faster, or if it is too late
   * @throws IllegalArgumentException if {@code by} is blank
   * @throws java.io.UncheckedIOException if that can't be written down; it waits on then
   */
  public ApprovalResponse approve(String id, String by) {
    return ledger.decide(id, Answer.APPROVE, by);
  }

  /**
   * Approves a request with other arguments, for one call: the agent makes the call as it was, and
   * it goes out with these, if rules and limits let it.
   *
   * @param edited all of the arguments, the ones that were not changed too
   * @param by who decides
   * @return whether that counts: not if somebody else was faster, or if it is too late
   * @throws IllegalArgumentException if {@code by} is blank, or the arguments are invalid
   * @throws java.io.UncheckedIOException if that can't be written down; it waits on then
   */
  public ApprovalResponse approve(String id, Arguments edited, String by) {
    edited
        .problem()
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException(ApprovalMessages.editedInvalid(problem));
            });
    if (!Entries.canBeRead(edited)) {
      throw new IllegalArgumentException(ApprovalMessages.EDITED_NOT_FINITE);
    }
    return ledger.decide(id, Answer.approve(edited), by);
  }

  /**
   * Approves a request and further such calls: each counts from the one on that the agent now makes
   * again.
   *
   * @param by who decides
   * @return the standing approval; empty if the request was not waiting
   * @throws IllegalArgumentException if {@code by} is blank, if the terms don't cover the call, or
   *     if its grant isn't known
   * @throws IllegalStateException if too many stand already
   * @throws java.io.UncheckedIOException if that can't be written down; it waits on then
   */
  public Optional<StandingApproval> approve(String id, StandingTerms terms, String by) {
    Objects.requireNonNull(terms, "terms");
    ApprovalRequest request = ledger.waiting(id);
    if (request == null) {
      return Optional.empty();
    }
    StandingApproval added = standing.add(request, terms, by);
    boolean first = false;
    try {
      first = ledger.withdraw(id);
    } finally {
      if (!first) { // somebody else has decided meanwhile, or the file can't be written
        standing.revoke(added.id());
      }
    }
    return first ? Optional.of(added) : Optional.empty();
  }

  /**
   * Refuses a request: the next such call is told so.
   *
   * @param by who decides
   * @return whether that counts: not if somebody else was faster, or if it is too late
   * @throws IllegalArgumentException if {@code by} is blank
   * @throws java.io.UncheckedIOException if that can't be written down; it waits on then
   */
  public ApprovalResponse deny(String id, String by) {
    return ledger.decide(id, Answer.DENY, by);
  }

  /**
   * Refuses a request: the next such call is told why.
   *
   * @param by who decides
   * @param words what the agent is told
   * @return whether that counts: not if somebody else was faster, or if it is too late
   * @throws IllegalArgumentException if {@code by} or {@code words} is blank, or if {@code words}
   *     has more than {@value Answer.Refused#MOST} characters
   * @throws java.io.UncheckedIOException if that can't be written down; it waits on then
   */
  public ApprovalResponse deny(String id, String by, String words) {
    return ledger.decide(id, Answer.deny(words), by);
  }

  /**
   * Forgets a request now, whether it was decided or not: a yes that nobody has used is void.
   *
   * @return whether it was there
   * @throws java.io.UncheckedIOException if that can't be written down; it is void all the same
   *     until the process ends
   */
  public boolean expire(String id) {
    return ledger.expire(id);
  }

  /** Returns the standing approvals that this queue looks at. */
  public StandingApprovals standing() {
    return standing;
  }

  /**
   * Lets go of the files, but not of standing approvals that were given to it. Denies from now on.
   */
  @Override
  public void close() {
    ledger.close();
    if (ownsStanding) {
      standing.close();
    }
  }

  /** Builds queues. Not thread-safe. */
  public static final class Builder {

    private @Nullable Path file;
    private PolicyClock clock = PolicyClock.system();
    private Duration kept = Duration.ofHours(1);
    private Room room = new Room(1_000, 100);
    private @Nullable StandingApprovals standing;
    private ApprovalListener listener = approval -> {};

    private Builder() {}

    /**
     * Keeps requests and decisions in a file, which is made with the first; in memory otherwise.
     */
    public Builder file(Path file) {
      this.file = Objects.requireNonNull(file, "file");
      return this;
    }

    /** Takes the time from a clock; from this machine's unless given. */
    public Builder clock(PolicyClock clock) {
      this.clock = Objects.requireNonNull(clock, "clock");
      return this;
    }

    /**
     * Forgets a request that nobody has decided, and a decision that nobody has fetched, after so
     * long; an hour unless given.
     *
     * @throws IllegalArgumentException if it isn't longer than zero, or is longer than {@link
     *     StandingTerms#LONGEST}
     */
    public Builder keeping(Duration kept) {
      if (kept.isNegative() || kept.isZero()) {
        throw new IllegalArgumentException(ApprovalMessages.notLongerThanZero("kept", kept));
      }
      if (kept.compareTo(StandingTerms.LONGEST) > 0) {
        throw new IllegalArgumentException(
            ApprovalMessages.tooLong("kept", StandingTerms.LONGEST, kept));
      }
      this.kept = kept;
      return this;
    }

    /**
     * Keeps at most so many requests, and so many of one grant, so that one that asks for ever
     * doesn't push the others out; 1,000 and 100 unless given. Calls past that are denied.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Builder most(int all, int ofOneGrant) {
      if (all < 1) {
        throw new IllegalArgumentException(ApprovalMessages.tooSmall("all", 1, all));
      }
      if (ofOneGrant < 1) {
        throw new IllegalArgumentException(ApprovalMessages.tooSmall("ofOneGrant", 1, ofOneGrant));
      }
      this.room = new Room(all, ofOneGrant);
      return this;
    }

    /**
     * Looks at standing approvals that others look at too. Unless given it has its own, beside its
     * file if it has one.
     */
    public Builder standing(StandingApprovals standing) {
      this.standing = Objects.requireNonNull(standing, "standing");
      return this;
    }

    /** Tells somebody what becomes of requests; nobody unless given. */
    public Builder listener(ApprovalListener listener) {
      this.listener = Objects.requireNonNull(listener, "listener");
      return this;
    }

    /**
     * Returns a queue. A file that was cut or damaged is put aside, and what it held is void.
     *
     * @throws java.io.UncheckedIOException if the file can't be read, or its folder not written
     * @throws IllegalStateException if the file is in use, or of another kind
     */
    public ApprovalQueue build() {
      return new ApprovalQueue(this);
    }
  }
}
