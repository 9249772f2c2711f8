package dev.mcppolicy.internal.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.mcppolicy.internal.text.RuleMessages;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A pattern, searched for anywhere in a text, in time linear in the length of the text. Its {@code
 * $} is the very end of the text unless {@code (?m)} is on.
 */
public final class Regex {

  /** What it is made of, until somebody searches. */
  private @Nullable Part parts;

  private volatile @Nullable Automaton automaton;

  private Regex(Part parts) {
    this.parts = parts;
  }

  /**
   * Compiles a pattern.
   *
   * @throws InvalidConstantException if it isn't RE2/J's syntax, or costs too much
   */
  @SuppressWarnings("CatchingUnchecked") // RE2/J's parser also runs past the end of a pattern
  public static Regex compile(String pattern) {
    PatternSize.require(pattern);
    try {
      Pattern unused = Pattern.compile(pattern);
      return new Regex(PatternReader.read(pattern));
    } catch (PatternSyntaxException e) {
      throw new InvalidConstantException("", message(e));
    } catch (InvalidConstantException e) {
      throw e;
    } catch (RuntimeException | StackOverflowError e) {
      throw new InvalidConstantException("", RuleMessages.patternFailed());
    }
  }

  private static String message(PatternSyntaxException e) {
    String error = e.getDescription();
    String at = e.getPattern();
    boolean foreign =
        error.equals("invalid or unsupported Perl syntax")
            || error.equals("invalid nested repetition operator")
            || (error.equals("invalid escape sequence") && at.matches("\\\\[1-9]"));
    return foreign ? RuleMessages.unsupportedPattern(at) : RuleMessages.badPattern(error, at);
  }

  /** Says whether a text contains a match; unknown if there is too little stack to tell. */
  public Truth find(String text) {
    Automaton ready = automaton;
    try {
      return (ready == null ? prepare() : ready).find(text);
    } catch (StackOverflowError e) {
      return Truth.UNKNOWN;
    }
  }

  private synchronized Automaton prepare() {
    Automaton ready = automaton;
    if (ready == null) {
      ready = Automaton.of(Objects.requireNonNull(parts));
      automaton = ready;
      parts = null;
    }
    return ready;
  }
}
