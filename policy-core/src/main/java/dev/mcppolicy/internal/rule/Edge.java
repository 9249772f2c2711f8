package dev.mcppolicy.internal.rule;

/** What can be asked of a place between two characters. */
enum Edge {
  /** It is the start of the text. */
  START,
  /** It is the end of the text. */
  END,
  /** A line starts there. */
  LINE_START,
  /** A line ends there. */
  LINE_END,
  /** A word starts or ends there. */
  WORD_EDGE,
  /** No word starts or ends there. */
  NO_WORD_EDGE;

  /** Says whether it holds between two neighbours. */
  boolean holds(Neighbour before, Neighbour after) {
    return switch (this) {
      case START -> before == Neighbour.NOTHING;
      case END -> after == Neighbour.NOTHING;
      case LINE_START -> before == Neighbour.NOTHING || before == Neighbour.NEWLINE;
      case LINE_END -> after == Neighbour.NOTHING || after == Neighbour.NEWLINE;
      case WORD_EDGE -> (before == Neighbour.WORD) != (after == Neighbour.WORD);
      case NO_WORD_EDGE -> (before == Neighbour.WORD) == (after == Neighbour.WORD);
    };
  }
}
