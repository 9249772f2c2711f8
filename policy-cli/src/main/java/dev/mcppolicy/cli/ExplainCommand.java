package dev.mcppolicy.cli;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Policy;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.testing.Rehearsal;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Prints what a policy says of a call, and why. */
@Command(
    name = "explain",
    description = {
      "Says how a policy judges a call, and prints every rule, condition and limit on the way.",
      "Nothing is called. Counters begin empty, and the clock stands still."
    },
    footer = {
      "  policy explain payments.json --tool create_charge --args '{\"amount\": 700}'",
      "  policy explain payments.json --tool create_charge --args @call.json --grant alice",
      "  policy explain payments.json --tool list_charges --repeat 11",
      "",
      "Exit:  0 whatever the decision is, 2 the policy or the call can't be read."
    })
final class ExplainCommand extends Subcommand {

  private static final int MOST_REPEATS = 1_000_000;

  /** Without a session, limits that are counted for each session could not be tried. */
  private static final String SESSION = "policy explain";

  @Parameters(paramLabel = "POLICY", description = "The policy.")
  private String policy = "";

  @Option(names = "--tool", required = true, paramLabel = "NAME", description = "Which tool.")
  private String tool = "";

  @Option(
      names = "--args",
      paramLabel = "JSON|@FILE",
      description = "The call's arguments, an object; none unless given.")
  private String args = "{}";

  @Option(
      names = "--grant",
      paramLabel = "GRANT",
      description = "Whose quotas are used; the default grant's unless given.")
  private @Nullable String grant;

  @Option(
      names = "--caller",
      paramLabel = "JSON|@FILE",
      description = "The caller's attributes, an object: what conditions read as caller.NAME.")
  private String caller = "{}";

  @Option(names = "--server", paramLabel = "NAME", description = "The name of the server.")
  private @Nullable String server;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Make the call so often, and explain the last. What is allowed succeeds; what needs"
              + " approval gets it.")
  private int repeat = 1;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When, as in 2026-03-01T12:00:00Z, for calendar windows; now unless given.")
  private @Nullable String at;

  ExplainCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    Policy judging = Checked.load(path(policy));
    ToolCall call =
        ToolCall.of(tool, JsonOption.read("--args", args))
            .withCaller(caller())
            .withServer(server)
            .withSession(SESSION);
    if (repeat < 1 || repeat > MOST_REPEATS) {
      throw new UnusableException(CliMessages.wrongRepeat(MOST_REPEATS));
    }
    Repetition repetition = Repetition.of(Rehearsal.startingAt(judging, moment()), call, repeat);
    if (asJson()) {
      out.document(Json.print(repetition.toJson()));
    } else {
      new TracePrinter(out).print(repetition);
    }
    return Exit.FINE;
  }

  private Caller caller() {
    if (grant != null && grant.isEmpty()) {
      throw new UnusableException(CliMessages.emptyGrant());
    }
    Caller known = grant == null ? Caller.byDefault() : Caller.of(grant);
    try {
      return known.withAttributes(JsonOption.read("--caller", caller));
    } catch (IllegalArgumentException e) {
      throw new UnusableException(CliMessages.wrongCaller(String.valueOf(e.getMessage())));
    }
  }

  private Instant moment() {
    try {
      return at == null ? Instant.now() : Instant.parse(at);
    } catch (DateTimeException e) {
      throw new UnusableException(CliMessages.noMoment(String.valueOf(at)));
    }
  }
}
