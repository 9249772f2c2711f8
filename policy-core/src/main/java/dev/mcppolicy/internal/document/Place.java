package dev.mcppolicy.internal.document;

/**
 * A place in a text, counted from 1; both are 0 for what was never written.
 *
 * @param line the line
 * @param column the column, in UTF-16 units
 */
public record Place(int line, int column) {

  /** The place of what was built, not read. */
  public static final Place NONE = new Place(0, 0);
}
