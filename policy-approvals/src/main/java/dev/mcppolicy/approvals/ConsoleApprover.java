package dev.mcppolicy.approvals;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import dev.mcppolicy.internal.thread.Daemons;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks on a terminal: for examples and for trying things out.
 *
 * <p>Each question has a number, and an answer names it, as in {@code y 3}: what somebody types too
 * late for one question can't approve the next. What can't be plainly seen is escaped, and what is
 * too long to be shown is refused. When the input ends, everything is refused.
 *
 * <p>One daemon thread reads the input, from the first question on. This class is thread-safe.
 */
public final class ConsoleApprover implements Approver {

  /** How many characters a question may have. */
  static final int MOST_SHOWN = 4_000;

  private static final Pattern ANSWER = Pattern.compile("\\s*([yn])\\s+([0-9]{1,9})\\s*");

  private final BufferedReader in;
  private final PrintWriter out;
  private final Map<Integer, CompletableFuture<Answer>> open = new HashMap<>();
  private final Daemons daemons = new Daemons("mcp-policy-console");
  private final Executor others = new Daemons("mcp-policy-answered").pool();
  private @Nullable Thread reading;
  private boolean ended;
  private int last;

  private ConsoleApprover(Reader in, Writer out) {
    this.in = new BufferedReader(in);
    this.out = new PrintWriter(out, true);
  }

  /** Returns an approver that writes questions to one stream and reads answers from another. */
  public static ConsoleApprover of(Reader in, Writer out) {
    return new ConsoleApprover(in, out);
  }

  @Override
  public CompletionStage<Answer> ask(ApprovalRequest request) {
    String described = request.describe();
    if (described.length() > MOST_SHOWN) {
      return CompletableFuture.completedFuture(Answer.deny(ApprovalMessages.TOO_LONG));
    }
    CompletableFuture<Answer> typed = new CompletableFuture<>();
    int number;
    synchronized (this) {
      if (ended) {
        return CompletableFuture.completedFuture(Answer.deny(ApprovalMessages.CONSOLE_ENDED));
      }
      number = ++last;
      open.put(number, typed);
      out.println(ApprovalMessages.consoleQuestion(number, described));
      read();
    }
    // On another thread, for what a host goes on to do must not hold up the one that reads
    CompletableFuture<Answer> answer = typed.thenApplyAsync(said -> said, others);
    CompletableFuture<Answer> unused =
        answer.whenComplete(
            (said, failure) -> {
              forget(number);
              typed.cancel(false);
            });
    return answer;
  }

  private synchronized void forget(int number) {
    open.remove(number);
  }

  private void read() {
    if (reading == null) {
      reading = daemons.newThread(this::readAll);
      reading.start();
    }
  }

  private void readAll() {
    try {
      String line = in.readLine();
      while (line != null) {
        heard(line);
        line = in.readLine();
      }
    } catch (IOException e) {
      // The same as an end: nobody can answer any more.
    } finally {
      end();
    }
  }

  private void heard(String line) {
    Matcher said = ANSWER.matcher(line);
    if (!said.matches()) {
      out.println(ApprovalMessages.consoleHelp());
      return;
    }
    int number = Integer.parseInt(said.group(2));
    boolean yes = said.group(1).equals("y");
    CompletableFuture<Answer> typed;
    synchronized (this) {
      typed = open.get(number);
    }
    if (typed == null || !typed.complete(yes ? Answer.APPROVE : Answer.DENY)) {
      out.println(ApprovalMessages.consoleUnknown(number));
    }
  }

  private void end() {
    List<CompletableFuture<Answer>> unanswered;
    synchronized (this) {
      ended = true;
      unanswered = new ArrayList<>(open.values());
    }
    unanswered.forEach(typed -> typed.complete(Answer.deny(ApprovalMessages.CONSOLE_ENDED)));
  }
}
