package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/**
 * The host of an absolute {@code http} or {@code https} URL, found by a strict reading of RFC 3986:
 * a URL that two parsers could read differently has none.
 *
 * @param url the URL
 * @param from where the host's name begins
 * @param end where it ends
 * @param address the address that the host is, or null if it is a name
 */
record UrlHost(String url, int from, int end, @Nullable IpAddress address) {

  private static final int MAX_PORT = 65_535;

  /** The characters of a path, query or fragment but for {@code %} and {@code #}. */
  private static final String PUNCTUATION = "-._~!$&'()*+,;=:@/?";

  private static final boolean[] AFTER_AUTHORITY = new boolean[0x80];

  static {
    for (char c = '0'; c <= 'z'; c++) {
      AFTER_AUTHORITY[c] = Character.isLetterOrDigit(c);
    }
    for (int i = 0; i < PUNCTUATION.length(); i++) {
      AFTER_AUTHORITY[PUNCTUATION.charAt(i)] = true;
    }
  }

  /** Returns the host of a URL, or null if it can't be told. */
  static @Nullable UrlHost of(String url) {
    int from = authorityFrom(url);
    if (from < 0) {
      return null;
    }
    int end = authorityEnd(url, from);
    return isTail(url, end) ? ofAuthority(url, from, end) : null;
  }

  private static int authorityFrom(String url) {
    if (url.regionMatches(true, 0, "https://", 0, 8)) {
      return isAscii(url, 8) ? 8 : -1;
    }
    return url.regionMatches(true, 0, "http://", 0, 7) && isAscii(url, 7) ? 7 : -1;
  }

  /** Some letters beyond ASCII equal one of it without case: the long s is an s. */
  private static boolean isAscii(String url, int end) {
    for (int i = 0; i < end; i++) {
      if (url.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static int authorityEnd(String url, int from) {
    int end = from;
    while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  /** Says whether path, query and fragment hold only what may stand in them. */
  private static boolean isTail(String url, int from) {
    boolean inFragment = false;
    for (int i = from; i < url.length(); i++) {
      char c = url.charAt(i);
      if (c == '#' && !inFragment) {
        inFragment = true;
      } else if (c == '%') {
        if (!isHexPair(url, i + 1)) {
          return false;
        }
      } else if (c >= 0x80 || !AFTER_AUTHORITY[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHexPair(String url, int from) {
    return from + 1 < url.length() && isHex(url.charAt(from)) && isHex(url.charAt(from + 1));
  }

  private static boolean isHex(char c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private static @Nullable UrlHost ofAuthority(String url, int from, int end) {
    int hostEnd = hostEnd(url, from, end);
    if (hostEnd < 0 || !isPort(url, hostEnd, end)) {
      return null;
    }
    return url.startsWith("[", from) ? ofBrackets(url, from, hostEnd) : ofName(url, from, hostEnd);
  }

  /** Returns where a host ends, or -1 if its bracket isn't closed. */
  private static int hostEnd(String url, int from, int end) {
    if (url.startsWith("[", from)) {
      int bracket = url.indexOf(']', from);
      return bracket < 0 || bracket >= end ? -1 : bracket + 1;
    }
    int colon = url.indexOf(':', from);
    return colon < 0 || colon > end ? end : colon;
  }

  /** Says whether nothing follows a host, or a colon and a port, which may be empty. */
  private static boolean isPort(String url, int from, int end) {
    if (from == end) {
      return true;
    }
    if (url.charAt(from) != ':') {
      return false;
    }
    int port = 0;
    for (int i = from + 1; i < end; i++) {
      char c = url.charAt(i);
      port = port * 10 + (c - '0');
      if (c < '0' || c > '9' || port > MAX_PORT) {
        return false;
      }
    }
    return true;
  }

  private static @Nullable UrlHost ofBrackets(String url, int from, int end) {
    IpAddress address = IpAddress.ofGroups(url, from + 1, end - 1);
    return address == null ? null : new UrlHost(url, from, end, address);
  }

  private static @Nullable UrlHost ofName(String url, int from, int end) {
    if (HostName.isName(url, from, end)) {
      return new UrlHost(url, from, end, null);
    }
    IpAddress address = IpAddress.ofQuad(url, from, end);
    return address == null ? null : new UrlHost(url, from, end, address);
  }
}
