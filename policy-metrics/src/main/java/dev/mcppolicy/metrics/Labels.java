package dev.mcppolicy.metrics;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names that get a series of their own: those given beforehand, and the first ones that come,
 * up to a number. All others are {@value #OTHER}: agents may call tools by any name.
 */
final class Labels {

  static final String OTHER = "other";

  private static final int LONGEST = 100;

  private final Set<String> known = ConcurrentHashMap.newKeySet();
  private final int most;

  Labels(Collection<String> given, int most) {
    known.addAll(given);
    this.most = most;
  }

  /**
   * Returns the label of a name.
   *
   * @param trusted whether a name that is new may take a place
   */
  String of(String name, boolean trusted) {
    if (known.contains(name)) {
      return name;
    }
    return trusted && isPlain(name) && admits(name) ? name : OTHER;
  }

  private boolean admits(String name) {
    if (known.size() >= most) {
      return false;
    }
    synchronized (known) {
      return known.contains(name) || (known.size() < most && known.add(name));
    }
  }

  private static boolean isPlain(String name) {
    return !name.isBlank()
        && name.length() <= LONGEST
        && name.codePoints().noneMatch(c -> Character.isISOControl(c) || isSurrogate(c));
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
