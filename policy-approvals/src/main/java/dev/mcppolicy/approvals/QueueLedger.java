package dev.mcppolicy.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.approvals.QueuedApproval.State;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a queue, by id. Every change is written before it counts; what can't be written
 * has not happened, but for taking a yes back. Thread-safe.
 */
final class QueueLedger {

  private static final String KIND = "mcp-policy-approvals/1";
  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  private final @Nullable StateFile file;
  private final PolicyClock clock;
  private final LatestSeen latest;
  private final Duration keeping;
  private final Room room;
  private final ApprovalListener listener;
  private Map<String, Entry> entries;
  private final Ended ended = new Ended();
  private boolean closed;

  QueueLedger(
      @Nullable Path file,
      PolicyClock clock,
      Duration keeping,
      Room room,
      ApprovalListener listener) {
    this.clock = clock;
    this.latest = new LatestSeen(clock);
    this.keeping = keeping;
    this.room = room;
    this.listener = listener;
    this.file = file == null ? null : StateFile.open(file, KIND);
    this.entries = read();
  }

  private Map<String, Entry> read() {
    if (file == null) {
      return new LinkedHashMap<>();
    }
    try {
      String text = file.read();
      return text == null ? new LinkedHashMap<>() : read(file, text);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private Map<String, Entry> read(StateFile from, String text) {
    try {
      JsonNode document = Json.read(text);
      if (LatestSeen.isAfterNow(document, clock)) {
        LOG.log(System.Logger.Level.WARNING, ApprovalMessages.CLOCK_SET_BACK);
        from.writeLess(Entries.print(List.of(), latest));
        return new LinkedHashMap<>();
      }
      return Entries.read(document, clock);
    } catch (IllegalArgumentException | DateTimeException e) {
      String unused = from.broken(String.valueOf(e.getMessage()));
      return new LinkedHashMap<>();
    }
  }

  /** What a change leaves behind: what to answer, and what to tell listeners. */
  private record Change<T>(T result, List<QueuedApproval> heard) {}

  /** Returns the decision of a request and uses it up; null if there is none. */
  @Nullable Answer fetch(ApprovalRequest request) {
    return told(() -> {
          requireOpen();
          List<QueuedApproval> heard = new ArrayList<>();
          Map<String, Entry> next = living(heard);
          Entry entry = next.get(request.id());
          if (entry == null || entry.isWaiting()) {
            return new Change<>(Optional.<Answer>empty(), heard);
          }
          next.remove(request.id());
          replace(next);
          heard.add(entry.shown(State.USED));
          return new Change<>(Optional.of(entry.answer()), heard);
        })
        .orElse(null);
  }

  /** Enters a request that nobody has decided, unless it is there, and returns the answer. */
  Answer enter(ApprovalRequest request) {
    return told(
        () -> {
          requireOpen();
          List<QueuedApproval> heard = new ArrayList<>();
          Map<String, Entry> next = living(heard);
          if (next.containsKey(request.id())) {
            return new Change<>(Answer.PENDING, heard);
          }
          Entry entry = Entry.waiting(request, Term.starting(clock, keeping));
          Answer refusal = refusal(entry, next);
          if (refusal != null) {
            return new Change<>(refusal, heard);
          }
          next.put(request.id(), entry);
          replace(next);
          heard.add(entry.shown());
          return new Change<>(Answer.PENDING, heard);
        });
  }

  private @Nullable Answer refusal(Entry fresh, Map<String, Entry> next) {
    if (fresh.length() > Room.LONGEST || (file != null && !Entries.comesBack(fresh, clock))) {
      return Answer.deny(ApprovalMessages.TOO_LONG);
    }
    return room.holds(fresh, next.values()) ? null : Answer.deny(ApprovalMessages.TOO_MANY);
  }

  ApprovalResponse decide(String id, Answer answer, String by) {
    if (by.isBlank()) {
      throw new IllegalArgumentException(ApprovalMessages.BY_IS_BLANK);
    }
    return told(
        () -> {
          requireOpen();
          List<QueuedApproval> heard = new ArrayList<>();
          Map<String, Entry> next = living(heard);
          Entry entry = next.get(id);
          if (entry == null) {
            boolean justNow = heard.stream().anyMatch(one -> one.id().equals(id));
            return new Change<>(justNow ? ApprovalResponse.EXPIRED : ended.of(id), heard);
          }
          if (!entry.isWaiting()) {
            return new Change<>(ApprovalResponse.ALREADY_DECIDED, heard);
          }
          Entry decided = entry.decided(answer, by, Term.starting(clock, keeping));
          next.put(id, decided);
          replace(next);
          heard.add(decided.shown());
          return new Change<>(ApprovalResponse.COUNTS, heard);
        });
  }

  /** Returns a request that nobody has decided, or null. */
  @Nullable ApprovalRequest waiting(String id) {
    return list().stream()
        .filter(one -> one.id().equals(id) && one.state() == State.WAITING)
        .map(QueuedApproval::request)
        .findFirst()
        .orElse(null);
  }

  /**
   * Removes a request that nobody has decided, since it is covered otherwise.
   *
   * @return whether it was waiting
   */
  boolean withdraw(String id) {
    return told(
        () -> {
          List<QueuedApproval> heard = new ArrayList<>();
          Map<String, Entry> next = living(heard);
          Entry entry = next.get(id);
          if (entry == null || !entry.isWaiting()) {
            return new Change<>(false, heard);
          }
          next.remove(id);
          replace(next);
          ended.decided(id);
          return new Change<>(true, heard);
        });
  }

  boolean expire(String id) {
    return told(
        () -> {
          List<QueuedApproval> heard = new ArrayList<>();
          Map<String, Entry> next = living(heard);
          Entry entry = next.remove(id);
          if (entry == null) {
            return new Change<>(false, heard);
          }
          entries = next; // void from now on, even if that can't be written
          if (file != null) {
            file.writeLess(Entries.print(next.values(), latest));
          }
          heard.add(entry.shown(State.EXPIRED));
          return new Change<>(true, heard);
        });
  }

  List<QueuedApproval> list() {
    return told(
        () -> {
          List<QueuedApproval> heard = new ArrayList<>();
          Map<String, Entry> next = living(heard);
          return new Change<>(next.values().stream().map(Entry::shown).toList(), heard);
        });
  }

  /** Forgets the entries that are over, notes them, and returns a copy of the others to change. */
  private Map<String, Entry> living(List<QueuedApproval> heard) {
    latest.look();
    entries
        .values()
        .removeIf(
            entry -> {
              boolean over = entry.term().isOver(clock);
              if (over) {
                heard.add(entry.shown(State.EXPIRED));
              }
              return over;
            });
    return new LinkedHashMap<>(entries);
  }

  private void replace(Map<String, Entry> next) {
    if (file != null) {
      file.write(Entries.print(next.values(), latest));
    }
    entries = next;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(ApprovalMessages.ALREADY_CLOSED);
    }
  }

  synchronized void close() {
    if (!closed && file != null) {
      file.writeAtTheEnd(() -> Entries.print(living(new ArrayList<>()).values(), latest));
    }
    closed = true;
    entries = new LinkedHashMap<>();
    if (file != null) {
      file.close();
    }
  }

  /** Makes a change under the lock, and tells the listener outside of it. */
  private <T> T told(Supplier<Change<T>> change) {
    Change<T> made;
    synchronized (this) {
      made = change.get();
      made.heard().forEach(ended::note);
    }
    for (QueuedApproval approval : made.heard()) {
      try {
        listener.changed(approval);
      } catch (Throwable failure) {
        LOG.log(System.Logger.Level.WARNING, ApprovalMessages.LISTENER_FAILED, failure);
      }
    }
    return made.result();
  }
}
