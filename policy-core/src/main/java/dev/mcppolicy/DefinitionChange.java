package dev.mcppolicy;

import java.util.Locale;

/**
 * How the definition of a tool, as its server lists it, differs from the one that was reviewed. The
 * ids are stable, and part of the policy language: they are the keys of {@code definitions}.
 */
public enum DefinitionChange {
  /** Nobody has reviewed a tool of that name. */
  APPEARED,
  /** The tool was reviewed, and the server no longer lists it. */
  VANISHED,
  /** Its title or its description is another text. */
  DESCRIPTION,
  /** Its input schema may accept arguments that the reviewed one doesn't. */
  WIDENED,
  /** Its input schema differs, and surely accepts no arguments that the reviewed one doesn't. */
  NARROWED,
  /** Its output schema differs. */
  OUTPUT,
  /** Its annotations differ. */
  ANNOTATIONS;

  private final String id = name().toLowerCase(Locale.ROOT);

  /** Returns the stable id, as in {@code widened}. */
  public String id() {
    return id;
  }

  /** Returns the {@link #id()}. */
  @Override
  public String toString() {
    return id;
  }
}
