package dev.mcppolicy;

import dev.mcppolicy.internal.rule.ProtocolRequests;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of one tool, frozen: what an engine judges, and what has to be sent if it is allowed.
 *
 * <p>A call never fails to be made: without a name, or with arguments that can't be copied, it is a
 * call that every engine denies as {@link Code#INVALID_CALL}.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ToolCall {

  private final String tool;
  private final Arguments arguments;
  private final Caller caller;
  private final Optional<String> server;
  private final Optional<String> session;
  private final Optional<ToolReview> review;

  private ToolCall(
      String tool,
      Arguments arguments,
      Caller caller,
      Optional<String> server,
      Optional<String> session,
      Optional<ToolReview> review) {
    this.tool = tool;
    this.arguments = arguments;
    this.caller = caller;
    this.server = server;
    this.session = session;
    this.review = review;
  }

  /**
   * Says whether a name is that of a request of the protocol, such as {@code resources/read}. A
   * policy that names it speaks of the request; a tool of that name is something else, and is best
   * denied by who knows which of both is meant.
   */
  public static boolean isRequest(String name) {
    return ProtocolRequests.holds(name);
  }

  /** Returns a call without arguments, by the default caller. */
  public static ToolCall of(@Nullable String tool) {
    return of(tool, Arguments.empty());
  }

  /**
   * Returns a call by the default caller, with a copy of the arguments.
   *
   * @param tool the name of the tool
   * @param arguments its arguments, or null for none
   */
  public static ToolCall of(@Nullable String tool, @Nullable Map<String, ?> arguments) {
    return of(tool, Arguments.freeze(arguments));
  }

  /** Returns a call by the default caller. */
  public static ToolCall of(@Nullable String tool, Arguments arguments) {
    Objects.requireNonNull(arguments, "arguments");
    return new ToolCall(
        tool == null ? "" : tool,
        arguments,
        Caller.byDefault(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns this call, made by a caller. */
  public ToolCall withCaller(Caller caller) {
    Objects.requireNonNull(caller, "caller");
    return new ToolCall(tool, arguments, caller, server, session, review);
  }

  /** Returns this call, made to a server; null if it has no name. */
  public ToolCall withServer(@Nullable String server) {
    return new ToolCall(tool, arguments, caller, Optional.ofNullable(server), session, review);
  }

  /** Returns this call, made in a session; null if there is none. */
  public ToolCall withSession(@Nullable String session) {
    return new ToolCall(tool, arguments, caller, server, Optional.ofNullable(session), review);
  }

  /**
   * Returns this call with what is known of the tool's definition; null if nothing is. Without it a
   * policy denies what it lets depend on the definition.
   */
  public ToolCall withReview(@Nullable ToolReview review) {
    return new ToolCall(tool, arguments, caller, server, session, Optional.ofNullable(review));
  }

  /** Returns this call with other arguments. */
  public ToolCall withArguments(Arguments arguments) {
    Objects.requireNonNull(arguments, "arguments");
    return new ToolCall(tool, arguments, caller, server, session, review);
  }

  /** Returns the name of the tool; empty if the call names none. */
  public String tool() {
    return tool;
  }

  /** Returns the arguments that are judged and that have to be sent. */
  public Arguments arguments() {
    return arguments;
  }

  /** Returns who calls. */
  public Caller caller() {
    return caller;
  }

  /** Returns the name of the server, if the host gave it one. */
  public Optional<String> server() {
    return server;
  }

  /** Returns the session, if the host tells sessions apart. */
  public Optional<String> session() {
    return session;
  }

  /** Returns what is known of the tool's definition, if anything is. */
  public Optional<ToolReview> review() {
    return review;
  }

  /** Names the tool, the caller and the arguments without their values. */
  @Override
  public String toString() {
    return "ToolCall[" + tool + ", " + arguments + ", " + caller + "]";
  }
}
