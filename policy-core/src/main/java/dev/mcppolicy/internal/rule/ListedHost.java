package dev.mcppolicy.internal.rule;

import dev.mcppolicy.internal.text.RuleMessages;
import org.jspecify.annotations.Nullable;

/** A host, or all subdomains of one, as a policy lists it. */
sealed interface ListedHost {

  /** Says whether the host of a URL is this one. */
  Truth matches(UrlHost host);

  /**
   * Reads a host.
   *
   * @throws IllegalArgumentException if it is none, with a sentence for the author
   */
  static ListedHost parse(String text) {
    IpAddress address = address(text);
    if (address != null) {
      return new Address(address);
    }
    if (HostName.isName(text, 0, text.length())) {
      return new Name(text);
    }
    if (text.startsWith("*.") && HostName.isName(text, 2, text.length())) {
      return new Subdomains(text.substring(1));
    }
    throw new IllegalArgumentException(whyNot(text));
  }

  private static @Nullable IpAddress address(String text) {
    return text.startsWith("[") && text.endsWith("]")
        ? IpAddress.ofGroups(text, 1, text.length() - 1)
        : IpAddress.ofQuad(text, 0, text.length());
  }

  private static String whyNot(String text) {
    if (text.indexOf('/') >= 0 || text.indexOf('@') >= 0) {
      return RuleMessages.hostIsUrl(text);
    }
    if (IpAddress.ofGroups(text, 0, text.length()) != null) {
      return RuleMessages.hostWithoutBrackets(text);
    }
    if (text.startsWith("[") && text.endsWith("]")) {
      return RuleMessages.badAddress(text);
    }
    if (text.indexOf(':') >= 0) {
      return RuleMessages.hostHasPort(text);
    }
    if (text.endsWith(".") && text.length() > 1) {
      return RuleMessages.hostHasFinalDot(text);
    }
    if (text.indexOf('*') >= 0) {
      return RuleMessages.badStar(text);
    }
    if (text.chars().anyMatch(c -> c >= 0x80)) {
      return RuleMessages.hostIsNotAscii(text);
    }
    return !text.isEmpty() && HostName.endsInNumber(text, 0, text.length())
        ? RuleMessages.badAddress(text)
        : RuleMessages.badHost(text);
  }

  /** A name, which is the host without case. */
  record Name(String name) implements ListedHost {
    @Override
    public Truth matches(UrlHost host) {
      return Truth.of(
          host.address() == null
              && host.end() - host.from() == name.length()
              && host.url().regionMatches(true, host.from(), name, 0, name.length()));
    }
  }

  /**
   * The subdomains of a name, but not itself.
   *
   * @param suffix the name after a dot
   */
  record Subdomains(String suffix) implements ListedHost {
    @Override
    public Truth matches(UrlHost host) {
      int from = host.end() - suffix.length();
      return Truth.of(
          host.address() == null
              && from > host.from()
              && host.url().regionMatches(true, from, suffix, 0, suffix.length()));
    }
  }

  /** An IP address, compared by value. */
  record Address(IpAddress address) implements ListedHost {
    @Override
    public Truth matches(UrlHost host) {
      IpAddress other = host.address();
      return other == null ? Truth.FALSE : other.matches(address);
    }
  }
}
