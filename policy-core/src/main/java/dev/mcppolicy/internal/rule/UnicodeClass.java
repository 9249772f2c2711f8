package dev.mcppolicy.internal.rule;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * A class of code points that RE2/J knows by name, such as {@code Greek}. RE2/J is asked for
 * {@value #PAGE} code points when the first of them is met, and its answer is kept.
 *
 * <p>This class is thread-safe, and its answers never change.
 */
final class UnicodeClass {

  static final int PAGE = 256;

  private static final int LONGS = PAGE / Long.SIZE;
  private static final long[] NONE = new long[LONGS];
  private static final long[] ALL = new long[LONGS];

  static {
    Arrays.fill(ALL, -1L);
  }

  /** All that were ever named, of which there are no more than RE2/J has names. */
  private static final Map<String, UnicodeClass> NAMED = new ConcurrentHashMap<>();

  private final Pattern pattern;
  private final AtomicReferenceArray<long[]> pages =
      new AtomicReferenceArray<>((Character.MAX_CODE_POINT + 1) / PAGE);

  private UnicodeClass(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  /** Returns the class of a name, which RE2/J has to know. */
  static UnicodeClass of(String name, boolean ignoresCase) {
    String pattern = (ignoresCase ? "(?i)" : "") + "\\p{" + name + "}+";
    return NAMED.computeIfAbsent(pattern, UnicodeClass::new);
  }

  boolean contains(int codePoint) {
    int number = codePoint / PAGE;
    long[] page = pages.get(number);
    if (page == null) {
      page = ask(number);
      pages.set(number, page);
    }
    int at = codePoint % PAGE;
    return (page[at / Long.SIZE] & (1L << at)) != 0;
  }

  private long[] ask(int number) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < PAGE; i++) {
      all.appendCodePoint(number * PAGE + i);
    }
    int width = all.length() / PAGE;
    long[] page = new long[LONGS];
    Matcher matcher = pattern.matcher(all);
    while (matcher.find()) {
      for (int i = matcher.start() / width; i < matcher.end() / width; i++) {
        page[i / Long.SIZE] |= 1L << i;
      }
    }
    long @Nullable [] known = Arrays.equals(page, NONE) ? NONE : null;
    return known != null ? known : Arrays.equals(page, ALL) ? ALL : page;
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
