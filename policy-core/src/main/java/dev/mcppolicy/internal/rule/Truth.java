package dev.mcppolicy.internal.rule;

/** What a condition comes to, combined as in Kleene's logic. */
public enum Truth {
  /** It holds. */
  TRUE,
  /** It doesn't hold. */
  FALSE,
  /** It can't be judged. */
  UNKNOWN;

  /** Returns the truth of something that was judged. */
  public static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  /** Returns false if one of both is, else unknown if one of both is. */
  public Truth and(Truth other) {
    if (this == FALSE || other == FALSE) {
      return FALSE;
    }
    return this == TRUE ? other : UNKNOWN;
  }

  /** Returns true if one of both is, else unknown if one of both is. */
  public Truth or(Truth other) {
    if (this == TRUE || other == TRUE) {
      return TRUE;
    }
    return this == FALSE ? other : UNKNOWN;
  }

  /** Swaps true and false. */
  public Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
