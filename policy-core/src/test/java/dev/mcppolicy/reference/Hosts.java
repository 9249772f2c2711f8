package dev.mcppolicy.reference;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Hosts of http(s) URLs, as {@code host_in} and {@code host_not_in} read them. */
final class Hosts {

  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";
  private static final String HEX = DIGITS + "abcdefABCDEF";
  private static final String UNRESERVED = LETTERS + DIGITS + "-._~";
  private static final String SUB_DELIMITERS = "!$&'()*+,;=";
  private static final String IN_PATH = UNRESERVED + SUB_DELIMITERS + ":@/";
  private static final String IN_QUERY = IN_PATH + "?";

  private Hosts() {}

  /** Whether the URL's host is the one that the entry of the list names. */
  static Truth isOn(String url, String entry) {
    String host = hostOf(url);
    if (host == null) {
      return Truth.UNKNOWN;
    }
    String wanted = entry.toLowerCase(Locale.ROOT);
    boolean isAddress = host.startsWith("[") || isDottedQuad(host);
    if (wanted.startsWith("*.")) {
      String suffix = wanted.substring(1);
      return Truth.of(!isAddress && host.endsWith(suffix) && host.length() > suffix.length());
    }
    boolean same =
        host.startsWith("[") && wanted.startsWith("[")
            ? Arrays.equals(ipv6(host), ipv6(wanted))
            : host.equals(wanted);
    if (same) {
      return Truth.TRUE;
    }
    String carried = ipv4In(host);
    return carried != null && carried.equals(ipv4In(wanted)) ? Truth.UNKNOWN : Truth.FALSE;
  }

  /** The host in lower case (IPv6 with its brackets), or null when the URL can't be judged. */
  private static @Nullable String hostOf(String url) {
    String lower = url.toLowerCase(Locale.ROOT);
    String rest;
    if (lower.startsWith("http://")) {
      rest = url.substring("http://".length());
    } else if (lower.startsWith("https://")) {
      rest = url.substring("https://".length());
    } else {
      return null;
    }
    int end = 0;
    while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
      end++;
    }
    String authority = rest.substring(0, end);
    if (!isTailByTheRfc(rest.substring(end))) {
      return null;
    }
    return hostOfAuthority(authority);
  }

  /** path-abempty [ "?" query ] [ "#" fragment ], as RFC 3986 spells them. */
  private static boolean isTailByTheRfc(String tail) {
    String beforeFragment = tail;
    int hash = tail.indexOf('#');
    if (hash >= 0) {
      beforeFragment = tail.substring(0, hash);
      if (!consistsOf(tail.substring(hash + 1), IN_QUERY)) {
        return false;
      }
    }
    int mark = beforeFragment.indexOf('?');
    if (mark >= 0) {
      return consistsOf(beforeFragment.substring(0, mark), IN_PATH)
          && consistsOf(beforeFragment.substring(mark + 1), IN_QUERY);
    }
    return consistsOf(beforeFragment, IN_PATH);
  }

  /** Whether the text holds only these characters and triples of % and two hex digits. */
  private static boolean consistsOf(String text, String allowed) {
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '%') {
        if (i + 2 >= text.length()
            || HEX.indexOf(text.charAt(i + 1)) < 0
            || HEX.indexOf(text.charAt(i + 2)) < 0) {
          return false;
        }
        i += 3;
      } else {
        if (allowed.indexOf(c) < 0) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static @Nullable String hostOfAuthority(String authority) {
    if (authority.indexOf('@') >= 0 || authority.indexOf('%') >= 0) {
      return null;
    }
    String host;
    String afterHost;
    if (authority.startsWith("[")) {
      int close = authority.indexOf(']');
      if (close < 0) {
        return null;
      }
      host = authority.substring(0, close + 1);
      afterHost = authority.substring(close + 1);
    } else {
      int colon = authority.indexOf(':');
      host = colon < 0 ? authority : authority.substring(0, colon);
      afterHost = colon < 0 ? "" : authority.substring(colon);
    }
    if (!afterHost.isEmpty() && !isPort(afterHost)) {
      return null;
    }
    if (host.startsWith("[")) {
      return ipv6(host) == null ? null : host.toLowerCase(Locale.ROOT);
    }
    return isDottedQuad(host) || isHostName(host) ? host.toLowerCase(Locale.ROOT) : null;
  }

  /** ":" *DIGIT, at most 65535. */
  private static boolean isPort(String text) {
    if (!text.startsWith(":")) {
      return false;
    }
    String digits = text.substring(1);
    if (digits.isEmpty()) {
      return true;
    }
    return allFrom(digits, DIGITS)
        && new BigInteger(digits).compareTo(BigInteger.valueOf(65535)) <= 0;
  }

  private static boolean isHostName(String host) {
    if (host.length() > 253) {
      return false;
    }
    List<String> labels = split(host, '.');
    for (String label : labels) {
      if (label.isEmpty() || label.length() > 63 || !allFrom(label, LETTERS + DIGITS + "-_")) {
        return false;
      }
    }
    String last = labels.get(labels.size() - 1).toLowerCase(Locale.ROOT);
    if (allFrom(last, DIGITS)) {
      return false;
    }
    return !(last.startsWith("0x") && allFrom(last.substring(2), HEX));
  }

  private static boolean isDottedQuad(String host) {
    List<String> parts = split(host, '.');
    if (parts.size() != 4) {
      return false;
    }
    for (String part : parts) {
      if (part.isEmpty() || part.length() > 3 || !allFrom(part, DIGITS)) {
        return false;
      }
      if (part.length() > 1 && part.startsWith("0") || Integer.parseInt(part) > 255) {
        return false;
      }
    }
    return true;
  }

  /** The eight groups of an IPv6 address in brackets, or null when it is none. */
  private static int @Nullable [] ipv6(String bracketed) {
    if (!bracketed.startsWith("[") || !bracketed.endsWith("]")) {
      return null;
    }
    String address = bracketed.substring(1, bracketed.length() - 1);
    int gap = address.indexOf("::");
    List<Integer> groups;
    if (gap < 0) {
      groups = groups(address, true);
      if (groups == null || groups.size() != 8) {
        return null;
      }
    } else {
      String left = address.substring(0, gap);
      String right = address.substring(gap + 2);
      List<Integer> before = left.isEmpty() ? new ArrayList<>() : groups(left, false);
      List<Integer> after = right.isEmpty() ? new ArrayList<>() : groups(right, true);
      if (before == null || after == null || before.size() + after.size() > 7) {
        return null;
      }
      groups = new ArrayList<>(before);
      while (groups.size() + after.size() < 8) {
        groups.add(0);
      }
      groups.addAll(after);
    }
    int[] result = new int[8];
    for (int i = 0; i < 8; i++) {
      result[i] = groups.get(i);
    }
    return result;
  }

  /** Groups of one to four hex digits; the last may be a dotted quad where that is allowed. */
  private static @Nullable List<Integer> groups(String text, boolean mayEndInQuad) {
    List<Integer> groups = new ArrayList<>();
    List<String> parts = split(text, ':');
    for (int i = 0; i < parts.size(); i++) {
      String part = parts.get(i);
      if (mayEndInQuad && i == parts.size() - 1 && isDottedQuad(part)) {
        List<String> quad = split(part, '.');
        groups.add(Integer.parseInt(quad.get(0)) * 256 + Integer.parseInt(quad.get(1)));
        groups.add(Integer.parseInt(quad.get(2)) * 256 + Integer.parseInt(quad.get(3)));
      } else if (!part.isEmpty() && part.length() <= 4 && allFrom(part, HEX)) {
        groups.add(Integer.parseInt(part, 16));
      } else {
        return null;
      }
    }
    return groups;
  }

  /**
   * The IPv4 address that a host is, or that its IPv6 address carries: mapped (::ffff:0:0/96),
   * compatible (::/96) or translated (64:ff9b::/96). Null if there is none.
   */
  private static @Nullable String ipv4In(String host) {
    if (isDottedQuad(host)) {
      return host;
    }
    int[] groups = ipv6(host);
    if (groups == null) {
      return null;
    }
    List<Integer> prefix = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      prefix.add(groups[i]);
    }
    boolean carries =
        prefix.equals(List.of(0, 0, 0, 0, 0, 0))
            || prefix.equals(List.of(0, 0, 0, 0, 0, 0xffff))
            || prefix.equals(List.of(0x64, 0xff9b, 0, 0, 0, 0));
    if (!carries) {
      return null;
    }
    return groups[6] / 256 + "." + groups[6] % 256 + "." + groups[7] / 256 + "." + groups[7] % 256;
  }

  private static boolean allFrom(String text, String allowed) {
    for (char c : text.toCharArray()) {
      if (allowed.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    for (char c : text.toCharArray()) {
      if (c == separator) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }
}
