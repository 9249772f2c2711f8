package dev.mcppolicy.tools.lock;

import dev.mcppolicy.Arguments;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The input schema of one tool, by which arguments are judged. Whatever keeps it from judging,
 * makes the arguments unfit. Thread-safe.
 */
final class ArgumentSchema {

  private final Map<String, @Nullable Object> schema;
  private volatile @Nullable Judge open;
  private volatile @Nullable Judge closed;

  ArgumentSchema(Map<String, @Nullable Object> schema) {
    this.schema = schema;
  }

  /** Judges arguments: returns why they don't fit, or nothing. */
  interface Judge {
    Optional<String> misfit(Map<String, ?> arguments);
  }

  Optional<String> misfit(Arguments arguments, boolean closing) {
    if (schema.isEmpty()) {
      return Optional.of(LockMessages.noSchema());
    }
    try {
      return judge(closing).misfit(arguments.asMap());
    } catch (LinkageError e) {
      return Optional.of(LockMessages.noValidator());
    } catch (RuntimeException | StackOverflowError e) {
      return Optional.of(LockMessages.unjudgeable());
    }
  }

  private Judge judge(boolean closing) {
    Judge known = closing ? closed : open;
    if (known == null) {
      known = create(closing);
      if (closing) {
        closed = known;
      } else {
        open = known;
      }
    }
    return known;
  }

  private Judge create(boolean closing) {
    String problem = SchemaCheck.problem(schema);
    if (problem != null) {
      return arguments -> Optional.of(problem);
    }
    try {
      return new NetworkntJudge(closing ? ClosedSchema.of(schema) : schema);
    } catch (RuntimeException | StackOverflowError e) {
      return arguments -> Optional.of(LockMessages.unusableSchema());
    }
  }
}
