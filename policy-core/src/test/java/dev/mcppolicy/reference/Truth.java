package dev.mcppolicy.reference;

import java.util.List;

/** One of the three values of Kleene's logic. */
enum Truth {
  TRUE,
  FALSE,
  UNKNOWN;

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth not() {
    return switch (this) {
      case TRUE -> FALSE;
      case FALSE -> TRUE;
      case UNKNOWN -> UNKNOWN;
    };
  }

  /** False if one is false, else unknown if one is unknown, else true. */
  static Truth and(List<Truth> parts) {
    if (parts.contains(FALSE)) {
      return FALSE;
    }
    return parts.contains(UNKNOWN) ? UNKNOWN : TRUE;
  }

  /** True if one is true, else unknown if one is unknown, else false. */
  static Truth or(List<Truth> parts) {
    if (parts.contains(TRUE)) {
      return TRUE;
    }
    return parts.contains(UNKNOWN) ? UNKNOWN : FALSE;
  }

  /** What the elements say together, under {@code [*]}: the one answer of all, or unknown. */
  static Truth agreement(List<Truth> elements) {
    for (Truth element : elements) {
      if (element != elements.get(0)) {
        return UNKNOWN;
      }
    }
    return elements.get(0);
  }
}
