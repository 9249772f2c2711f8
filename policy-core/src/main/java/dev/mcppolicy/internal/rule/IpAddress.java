package dev.mcppolicy.internal.rule;

import org.jspecify.annotations.Nullable;

/**
 * An IP address by value.
 *
 * @param dotted whether it is a dotted quad, and so an IPv4 address
 * @param high the first 64 bits; 0 for a dotted quad
 * @param low the last 64 bits; the number of a dotted quad
 */
record IpAddress(boolean dotted, long high, long low) {

  private static final long NAT64 = 0x0064_ff9b_0000_0000L;
  private static final int OCTETS = 4;

  /** Reads four decimal octets without leading zeros, or returns null. */
  static @Nullable IpAddress ofQuad(String text, int from, int end) {
    long value = 0;
    int at = from;
    for (int i = 0; i < OCTETS; i++) {
      int octetEnd = at;
      int octet = 0;
      while (octetEnd < end && octetEnd - at < 3 && isDigit(text.charAt(octetEnd))) {
        octet = octet * 10 + (text.charAt(octetEnd) - '0');
        octetEnd++;
      }
      boolean leadingZero = octetEnd - at > 1 && text.charAt(at) == '0';
      boolean last = i == OCTETS - 1;
      boolean ended = last ? octetEnd == end : octetEnd < end && text.charAt(octetEnd) == '.';
      if (octetEnd == at || leadingZero || octet > 255 || !ended) {
        return null;
      }
      value = value << 8 | octet;
      at = octetEnd + 1;
    }
    return new IpAddress(true, 0, value);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Reads an IPv6 address as RFC 3986 writes it, without brackets and zone, or returns null. */
  static @Nullable IpAddress ofGroups(String text, int from, int end) {
    return new Ip6Parser(text, from, end).parse();
  }

  /**
   * Says whether this is a listed address; unknown if only one of both is a dotted quad, or both
   * are IPv6, and both lead to one IPv4 address.
   */
  Truth matches(IpAddress listed) {
    if (equals(listed)) {
      return Truth.TRUE;
    }
    long carried = carried();
    return carried >= 0 && carried == listed.carried() ? Truth.UNKNOWN : Truth.FALSE;
  }

  /**
   * Returns the number of the IPv4 address that it is, or carries: mapped ({@code ::ffff:0:0/96}),
   * compatible ({@code ::/96}) or translated ({@code 64:ff9b::/96}). Returns -1 if there is none.
   */
  private long carried() {
    if (dotted) {
      return low;
    }
    long middle = low >>> 32;
    boolean carries =
        (high == 0 && (middle == 0 || middle == 0xffff)) || (high == NAT64 && middle == 0);
    return carries ? low & 0xffff_ffffL : -1;
  }
}
