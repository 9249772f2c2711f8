package dev.mcppolicy.redis;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

/** Names reservations, each by a text that no other host and no other run ever uses. */
final class Ids {

  private static final int RANDOM_BYTES = 12;

  private final String prefix;
  private final AtomicLong next = new AtomicLong();

  Ids() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    this.prefix = Base64.getUrlEncoder().encodeToString(random);
  }

  String next() {
    return prefix + Long.toString(next.getAndIncrement(), Character.MAX_RADIX);
  }
}
