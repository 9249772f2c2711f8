package dev.mcppolicy.internal.rule;

/** What stands before or after a place in a text, as far as an {@link Edge} wants to know. */
enum Neighbour {
  /** The start or the end of the text. */
  NOTHING(0),
  /** The end of a line. */
  NEWLINE(1),
  /** A letter, a digit or an underscore of ASCII. */
  WORD(2),
  /** Any other character. */
  OTHER(3);

  /** How many there are. */
  static final int COUNT = 4;

  private final int number;

  Neighbour(int number) {
    this.number = number;
  }

  /** Returns a number of its own, from 0. */
  int number() {
    return number;
  }
}
