package dev.mcppolicy.internal.rule;

/** What stands before or after a place in a text, as far as an {@link Edge} wants to know. */
enum Neighbour {
  /** The start or the end of the text. */
  NOTHING,
  /** The end of a line. */
  NEWLINE,
  /** A letter, a digit or an underscore of ASCII. */
  WORD,
  /** Any other character. */
  OTHER
}
