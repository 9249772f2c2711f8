package dev.mcppolicy.reload;

import dev.mcppolicy.Policy;
import java.util.HashSet;
import java.util.Set;

/**
 * The policies that were in force since a file is watched. There is room for {@value #MOST}; who
 * asks when it is full has to take any policy for one that was.
 */
final class Past {

  private static final int MOST = 10_000;

  private final Set<String> digests = new HashSet<>();
  private final int most;

  Past() {
    this(MOST);
  }

  Past(int most) {
    this.most = most;
  }

  void add(Policy policy) {
    if (!isFull()) {
      digests.add(policy.digest());
    }
  }

  boolean holds(Policy policy) {
    return digests.contains(policy.digest());
  }

  boolean isFull() {
    return digests.size() >= most;
  }
}
