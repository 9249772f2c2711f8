package dev.mcppolicy.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.PolicyClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Yeses that stand for more than one call: for the next hour, for ten calls, for up to 500 in all,
 * while some conditions hold.
 *
 * <p>Each is bound to a grant, a server, a tool and the digest of the policy; a call of the same
 * tool under another policy voids it for good. What one call uses of it is written down before the
 * call is let through. They are kept in memory, or in a file that survives a restart.
 *
 * <p>This class is thread-safe.
 */
public final class StandingApprovals implements AutoCloseable {

  /** How many are kept at most. */
  static final int MOST = 1_000;

  private static final String KIND = "mcp-policy-standing-approvals/1";
  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final PolicyClock clock;
  private final LatestSeen latest;
  private final @Nullable StateFile file;
  private final Writing writing = new Writing();
  private Map<String, Standing> kept;
  private boolean closed;

  private StandingApprovals(@Nullable StateFile file, PolicyClock clock) {
    this.file = file;
    this.clock = Objects.requireNonNull(clock, "clock");
    this.latest = new LatestSeen(clock);
    this.kept = file == null ? new LinkedHashMap<>() : read(file, latest);
  }

  /** Returns standing approvals that end with the process. */
  public static StandingApprovals inMemory() {
    return inMemory(PolicyClock.system());
  }

  /** Returns standing approvals that end with the process, by a clock. */
  public static StandingApprovals inMemory(PolicyClock clock) {
    return new StandingApprovals(null, clock);
  }

  /**
   * Returns the standing approvals of a file, which is made with the first. A file that was cut or
   * damaged is put aside, and what it held is void.
   *
   * @throws java.io.UncheckedIOException if the file can't be read, or its folder not written
   * @throws IllegalStateException if the file is in use, or of another kind
   */
  public static StandingApprovals inFile(Path file) {
    return inFile(file, PolicyClock.system());
  }

  /** Returns the {@linkplain #inFile(Path) standing approvals of a file}, by a clock. */
  public static StandingApprovals inFile(Path file, PolicyClock clock) {
    StateFile opened = StateFile.open(file, KIND);
    try {
      return new StandingApprovals(opened, clock);
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static Map<String, Standing> read(StateFile file, LatestSeen latest) {
    PolicyClock clock = latest.clock();
    String text = file.read();
    Map<String, Standing> read = new LinkedHashMap<>();
    if (text == null) {
      return read;
    }
    try {
      JsonNode document = Json.read(text);
      if (LatestSeen.isAfterNow(document, clock)) {
        LOG.log(System.Logger.Level.WARNING, ApprovalMessages.CLOCK_SET_BACK);
        file.writeLess(text(read, latest));
        return read;
      }
      for (JsonNode json : document.path("standing")) {
        Standing standing = Standing.of(json, clock);
        if (standing != null) {
          read.put(standing.id(), standing);
        }
      }
      return read;
    } catch (IllegalArgumentException | DateTimeException e) {
      String unused = file.broken("it holds what nobody has written: " + e.getMessage());
      return new LinkedHashMap<>();
    }
  }

  /**
   * Returns an approver that approves what stands approved, and asks another about everything else.
   */
  public Approver before(Approver next) {
    return new StandingFirst(this, Objects.requireNonNull(next, "next"), writing);
  }

  /**
   * Answers a request with a yes that goes on to stand, of which this call is the first: what an
   * approver returns in place of {@link Answer#APPROVE}.
   *
   * @param by who says so
   * @throws IllegalArgumentException if the terms don't cover the call, if its grant isn't known,
   *     or if {@code by} is blank
   * @throws IllegalStateException if too many stand already
   * @throws java.io.UncheckedIOException if it can't be written down; nothing stands then
   */
  public Answer approve(ApprovalRequest request, StandingTerms terms, String by) {
    StandingApproval unused = add(request, terms, by, true);
    return Answer.APPROVE;
  }

  /** Adds one without counting the call that it answers, which is going to be made again. */
  StandingApproval add(ApprovalRequest request, StandingTerms terms, String by) {
    return add(request, terms, by, false);
  }

  private synchronized StandingApproval add(
      ApprovalRequest request, StandingTerms terms, String by, boolean counted) {
    if (by.isBlank()) {
      throw new IllegalArgumentException(ApprovalMessages.BY_IS_BLANK);
    }
    String grant =
        request
            .call()
            .caller()
            .grant()
            .orElseThrow(() -> new IllegalArgumentException(ApprovalMessages.NO_GRANT));
    Standing fresh =
        new Standing(
            newId(),
            grant,
            request.call().server().orElse(null),
            request.call().tool(),
            request.policy(),
            terms,
            by,
            Term.starting(clock, terms.lasting()),
            0,
            BigDecimal.ZERO);
    Standing used = fresh.with(request);
    if (used == null) {
      throw new IllegalArgumentException(ApprovalMessages.TERMS_DONT_COVER);
    }
    Map<String, Standing> next = living();
    if (next.size() >= MOST) {
      throw new IllegalStateException(ApprovalMessages.TOO_MANY_STANDING);
    }
    Standing added = counted ? used : fresh;
    if (!added.isUsedUp()) {
      next.put(added.id(), added);
    }
    replace(next);
    return added.shown();
  }

  private static String newId() {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Returns those that stand, the oldest first. */
  public synchronized List<StandingApproval> list() {
    return living().values().stream().map(Standing::shown).toList();
  }

  /**
   * Takes one back: no later call is let through by it.
   *
   * @return whether it stood
   * @throws java.io.UncheckedIOException if that can't be written down; it is void all the same
   *     until the process ends
   */
  public synchronized boolean revoke(String id) {
    Map<String, Standing> next = living();
    boolean stood = next.remove(id) != null;
    if (stood) {
      kept = next;
      writeLess(next);
    }
    return stood;
  }

  /**
   * Lets a call through if one covers it, and counts it.
   *
   * @throws java.io.UncheckedIOException if that can't be written down: the call is not let through
   */
  synchronized boolean use(ApprovalRequest request) {
    Map<String, Standing> next = living();
    boolean voided =
        next.values()
            .removeIf(one -> one.isAbout(request) && !one.policy().equals(request.policy()));
    if (voided) {
      kept = next;
    }
    Optional<Standing> used =
        next.values().stream()
            .map(one -> Optional.ofNullable(one.with(request)))
            .flatMap(Optional::stream)
            .findFirst();
    if (used.isPresent()) {
      Standing one = used.get();
      next = new LinkedHashMap<>(next);
      if (one.isUsedUp()) {
        next.remove(one.id());
      } else {
        next.put(one.id(), one);
      }
      replace(next);
    } else if (voided) {
      writeIfPossible(next);
    }
    return used.isPresent();
  }

  /** Says whether anything is written to a file, for which a caller's thread should not wait. */
  boolean writes() {
    return file != null;
  }

  private Map<String, Standing> living() {
    latest.look();
    Map<String, Standing> living = new LinkedHashMap<>(kept);
    living.values().removeIf(one -> one.term().isOver(clock));
    return living;
  }

  /** Writes first: what isn't on disk doesn't stand. */
  private void replace(Map<String, Standing> next) {
    if (file != null) {
      file.write(text(next, latest));
    }
    kept = next;
  }

  private void writeLess(Map<String, Standing> next) {
    if (file != null) {
      file.writeLess(text(next, latest));
    }
  }

  private void writeIfPossible(Map<String, Standing> next) {
    try {
      writeLess(next);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "A void standing approval could not be removed", e);
    }
  }

  private static String text(Map<String, Standing> all, LatestSeen latest) {
    ObjectNode document = latest.document();
    ArrayNode standing = document.putArray("standing");
    all.values().forEach(one -> standing.add(one.toJson(latest.clock())));
    return Json.print(document);
  }

  /** Lets go of the file. Nothing is covered any more. */
  @Override
  public synchronized void close() {
    if (!closed && file != null) {
      file.writeAtTheEnd(() -> text(living(), latest));
    }
    closed = true;
    kept = new LinkedHashMap<>();
    if (file != null) {
      file.close();
    }
  }
}
