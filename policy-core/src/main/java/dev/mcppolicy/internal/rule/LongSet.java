package dev.mcppolicy.internal.rule;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bits that are compared by what they are; nobody may change them. */
final class LongSet {

  private final long[] bits;

  LongSet(long[] bits) {
    this.bits = bits;
  }

  long[] bits() {
    return bits;
  }

  boolean isEmpty() {
    for (long some : bits) {
      if (some != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof LongSet set && Arrays.equals(bits, set.bits);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bits);
  }

  @Override
  public String toString() {
    return Arrays.toString(bits);
  }
}
