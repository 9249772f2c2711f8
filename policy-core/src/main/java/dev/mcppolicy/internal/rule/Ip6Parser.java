package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/** Reads one IPv6 address, from left to right. */
final class Ip6Parser {

  private static final int GROUPS = 8;

  private final String text;
  private final int end;
  private final int[] groups = new int[GROUPS];
  private int at;
  private int count;

  /** How many groups stand before {@code ::}, or -1. */
  private int gap = -1;

  Ip6Parser(String text, int from, int end) {
    this.text = text;
    this.at = from;
    this.end = end;
  }

  @Nullable IpAddress parse() {
    boolean complete = skipGap() ? at == end || groups() : groups();
    boolean fits = gap < 0 ? count == GROUPS : count < GROUPS;
    return complete && fits ? address() : null;
  }

  /** Reads groups and what separates them, up to the end. */
  private boolean groups() {
    while (count < GROUPS) {
      int from = at;
      int value = 0;
      while (at < end && at - from < 4 && hexDigit(text.charAt(at)) >= 0) {
        value = value * 16 + hexDigit(text.charAt(at));
        at++;
      }
      if (at < end && text.charAt(at) == '.') {
        return quad(from);
      }
      if (at == from) {
        return false;
      }
      groups[count++] = value;
      if (at == end) {
        return true;
      }
      if (skipGap()) {
        if (at == end) {
          return true;
        }
      } else if (text.charAt(at) == ':') {
        at++;
      } else {
        return false;
      }
    }
    return false;
  }

  /** Skips {@code ::}, which stands once. */
  private boolean skipGap() {
    if (gap >= 0 || at + 1 >= end || text.charAt(at) != ':' || text.charAt(at + 1) != ':') {
      return false;
    }
    gap = count;
    at += 2;
    return true;
  }

  /** Reads the last two groups, written as a dotted quad. */
  private boolean quad(int from) {
    IpAddress quad = count <= GROUPS - 2 ? IpAddress.ofQuad(text, from, end) : null;
    if (quad == null) {
      return false;
    }
    groups[count++] = (int) (quad.low() >>> 16);
    groups[count++] = (int) (quad.low() & 0xffff);
    return true;
  }

  private IpAddress address() {
    int zeros = GROUPS - count;
    long high = 0;
    long low = 0;
    for (int i = 0; i < GROUPS; i++) {
      int group = gap < 0 || i < gap ? groups[i] : i < gap + zeros ? 0 : groups[i - zeros];
      high = high << 16 | low >>> 48;
      low = low << 16 | group;
    }
    return new IpAddress(false, high, low);
  }

  /** Returns the value of an ASCII digit, or -1. */
  private static int hexDigit(char c) {
    return c < 0x80 ? Character.digit(c, 16) : -1;
  }
}
