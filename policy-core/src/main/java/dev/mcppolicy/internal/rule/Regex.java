package dev.mcppolicy.internal.rule;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.mcppolicy.internal.text.RuleMessages;
import org.jspecify.annotations.Nullable;

/**
 * A pattern, searched for anywhere in a text, in time linear in the length of the text. Its {@code
 * $} is the very end of the text unless {@code (?m)} is on.
 */
public final class Regex {

  private final Pattern pattern;

  /** The same, faster, once somebody has searched; null of a pattern that isn't plain. */
  private @Nullable Automaton automaton;

  private volatile boolean prepared;

  private Regex(Pattern pattern) {
    this.pattern = pattern;
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
      return new Regex(Pattern.compile(pattern));
    } catch (PatternSyntaxException e) {
      throw new InvalidConstantException("", message(e));
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

  /** Says whether a text contains a match; unknown if the search runs out of stack. */
  public Truth find(String text) {
    if (!prepared) {
      prepare();
    }
    Automaton fast = automaton;
    Truth found = fast == null ? Truth.UNKNOWN : fast.find(text);
    return found == Truth.UNKNOWN ? search(text) : found;
  }

  private synchronized void prepare() {
    if (!prepared) {
      automaton = Automaton.of(pattern.pattern());
      prepared = true;
    }
  }

  /** Asks RE2/J, which knows all patterns. */
  Truth search(String text) {
    try {
      return Truth.of(pattern.matcher(text).find());
    } catch (StackOverflowError e) {
      return Truth.UNKNOWN;
    }
  }
}
