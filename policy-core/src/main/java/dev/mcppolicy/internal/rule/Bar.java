package dev.mcppolicy.internal.rule;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a condition asks of one argument, if that is a text or a whole number and the condition one
 * of the commonest. An argument of another kind is no reason to deny: there the condition itself
 * has to be asked.
 */
abstract sealed class Bar {

  /** The name of the argument. */
  final String argument;

  /** Whether a call passes whose argument is what the bar describes, or one whose isn't. */
  final boolean wanted;

  /** What a gate says where the bar stops a call. */
  final int stop;

  private Bar(String argument, boolean wanted) {
    this.argument = argument;
    this.wanted = wanted;
    this.stop = Gate.UNSURE;
  }

  private Bar(Bar same, boolean first) {
    this.argument = same.argument;
    this.wanted = same.wanted;
    this.stop = first ? 0 : Gate.UNSURE;
  }

  /** Whole numbers in a range. */
  static final class Range extends Bar {
    final long from;
    final long to;
    final @Nullable Range next;

    Range(String argument, boolean wanted, long from, long to) {
      super(argument, wanted);
      this.from = from;
      this.to = to;
      this.next = null;
    }

    /** Makes the same one of a gate, before another. */
    Range(Range same, boolean first, @Nullable Range next) {
      super(same, first);
      this.from = same.from;
      this.to = same.to;
      this.next = next;
    }
  }

  /** One of some texts. */
  static final class Texts extends Bar {
    private final String one;
    private final String[] others;
    final @Nullable Texts next;

    Texts(String argument, boolean wanted, List<String> texts) {
      super(argument, wanted);
      this.one = texts.get(0);
      this.others = texts.subList(1, texts.size()).toArray(new String[0]);
      this.next = null;
    }

    /** Makes the same one of a gate, before another. */
    Texts(Texts same, boolean first, @Nullable Texts next) {
      super(same, first);
      this.one = same.one;
      this.others = same.others;
      this.next = next;
    }

    boolean describes(String text) {
      return one.equals(text) || describedByOthers(text);
    }

    private boolean describedByOthers(String text) {
      for (String other : others) {
        if (other.equals(text)) {
          return true;
        }
      }
      return false;
    }
  }

  /** Texts that begin with one of some. */
  static final class Prefixes extends Bar {
    private final String one;
    private final String[] others;
    final @Nullable Prefixes next;

    Prefixes(String argument, boolean wanted, List<String> prefixes) {
      super(argument, wanted);
      this.one = prefixes.get(0);
      this.others = prefixes.subList(1, prefixes.size()).toArray(new String[0]);
      this.next = null;
    }

    /** Makes the same one of a gate, before another. */
    Prefixes(Prefixes same, boolean first, @Nullable Prefixes next) {
      super(same, first);
      this.one = same.one;
      this.others = same.others;
      this.next = next;
    }

    boolean describes(String text) {
      return begins(text, one) || describedByOthers(text);
    }

    private boolean describedByOthers(String text) {
      for (String other : others) {
        if (text.startsWith(other)) {
          return true;
        }
      }
      return false;
    }

    /** Says what {@code text.startsWith(prefix)} does, in fewer instructions on Java 17. */
    private static boolean begins(String text, String prefix) {
      int length = prefix.length();
      if (text.length() < length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (text.charAt(i) != prefix.charAt(i)) {
          return false;
        }
      }
      return true;
    }
  }
}
