package dev.mcppolicy.mcp;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver;
import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks the user by MCP's elicitation: with the handler that the host has for what servers ask of
 * the user, or, in a host that is a server itself, by the exchange with its client.
 *
 * <pre>{@code
 * PolicyEnforcer.builder(policy).approver(ElicitationApprover.of(this::showForm)).build();
 * PolicyEnforcer.builder(policy).approver(ElicitationApprover.of(exchange::createElicitation)).build();
 * }</pre>
 *
 * <p>The user sees the whole call, whatever isn't plainly visible escaped, and is asked for one
 * boolean. Only a form that was accepted with {@code "approve": true} is a yes; everything else is
 * a no, and a call that is too long to be shown is refused without asking. Make sure that a person
 * reads the form: a client that accepts forms by itself approves everything.
 *
 * <p>This class is thread-safe as far as the handler is.
 */
public final class ElicitationApprover implements Approver {

  /** How many characters a question may have. */
  static final int MOST_SHOWN = 8_000;

  private static final String APPROVE = "approve";

  private final Approver asking;

  private ElicitationApprover(Approver asking) {
    this.asking = asking;
  }

  /**
   * Returns an approver that asks by a handler which blocks, each time on a thread of its own.
   *
   * @param <R> what the SDK calls a request: {@code ElicitRequest}, or, from 2.0 on, {@code
   *     ElicitFormRequest} too
   */
  public static <R> ElicitationApprover of(Function<R, ElicitResult> handler) {
    Function<Object, ElicitResult> asking = ofAnyForm(handler);
    return new ElicitationApprover(
        Approver.blocking(request -> answer(asking.apply(form(request)))));
  }

  /**
   * Returns an approver that asks by a handler which doesn't block. When the time is over, what it
   * has returned is cancelled.
   *
   * @param <R> what the SDK calls a request: {@code ElicitRequest}, or, from 2.0 on, {@code
   *     ElicitFormRequest} too
   */
  public static <R> ElicitationApprover ofAsync(Function<R, Mono<ElicitResult>> handler) {
    Function<Object, Mono<ElicitResult>> asking = ofAnyForm(handler);
    return new ElicitationApprover(
        request ->
            asking
                .apply(form(request))
                .map(ElicitationApprover::answer)
                .defaultIfEmpty(Answer.DENY)
                .toFuture());
  }

  @Override
  public CompletionStage<Answer> ask(ApprovalRequest request) {
    return request.describe().length() > MOST_SHOWN
        ? CompletableFuture.completedFuture(Answer.deny(Messages.TOO_LONG_TO_SHOW))
        : asking.ask(request);
  }

  /** Each line of the SDK has one type of form, which is the one that is made. */
  @SuppressWarnings("unchecked")
  private static <R, T> Function<Object, T> ofAnyForm(Function<R, T> handler) {
    return (Function<Object, T>) Objects.requireNonNull(handler, "handler");
  }

  private static Object form(ApprovalRequest request) {
    return Forms.form(request.describe(), schema());
  }

  private static Map<String, Object> schema() {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            APPROVE,
            Map.of(
                "type",
                "boolean",
                "title",
                Messages.APPROVE_TITLE,
                "description",
                Messages.APPROVE_DESCRIPTION)),
        "required",
        List.of(APPROVE));
  }

  private static Answer answer(@Nullable ElicitResult result) {
    boolean accepted =
        result != null
            && result.action() == ElicitResult.Action.ACCEPT
            && result.content() != null
            && Boolean.TRUE.equals(result.content().get(APPROVE));
    return accepted ? Answer.APPROVE : Answer.DENY;
  }
}
