package dev.mcppolicy.reload;

import dev.mcppolicy.Policy;
import dev.mcppolicy.analysis.PolicyDiff;
import dev.mcppolicy.reload.ReloadProblem.Kind;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which policies may take the place of the one in force.
 *
 * <p>A policy is <em>wider</em> if it lets a call through that the one in force denies, or if that
 * can't be decided, or if a counter may begin anew. A signature is the Ed25519 signature of the
 * exact bytes of {@code policy.json} in {@code policy.json.sig}: 64 bytes, bare or in Base64. The
 * bytes that were verified are the bytes that are loaded. A signature lets a wider policy in only
 * once: one that was in force before, since the source was opened, does not come back with its old
 * signature.
 *
 * <p>A signature says nothing of a grant. Where grants have files of their own, give each a guard
 * with a key of its own, or a policy signed for one may be put in the place of another's.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ReloadGuard {

  private static final ReloadGuard NONE = new ReloadGuard(false, false, List.of());
  private static final ReloadGuard NEVER_WIDER = new ReloadGuard(true, false, List.of());

  private final boolean refusesWider;
  private final boolean always;
  private final List<PublicKey> keys;

  private ReloadGuard(boolean refusesWider, boolean always, List<PublicKey> keys) {
    this.refusesWider = refusesWider;
    this.always = always;
    this.keys = keys;
  }

  /** Returns a guard that lets in whatever loads. */
  public static ReloadGuard none() {
    return NONE;
  }

  /** Returns a guard that lets in no wider policy: that takes a restart. */
  public static ReloadGuard neverWider() {
    return NEVER_WIDER;
  }

  /**
   * Returns a guard that lets in a wider policy only if it is signed. The policy that a source
   * begins with is not asked for a signature, since there is none that it could be wider than.
   *
   * @throws IllegalArgumentException if a key isn't an Ed25519 key
   */
  public static ReloadGuard widerIfSigned(PublicKey key, PublicKey... others) {
    return new ReloadGuard(true, false, keys(key, others));
  }

  /**
   * Returns a guard that lets in signed policies only, the one that a source begins with included.
   *
   * @throws IllegalArgumentException if a key isn't an Ed25519 key
   */
  public static ReloadGuard alwaysSigned(PublicKey key, PublicKey... others) {
    return new ReloadGuard(true, true, keys(key, others));
  }

  private static List<PublicKey> keys(PublicKey key, PublicKey... others) {
    List<PublicKey> keys = new ArrayList<>(List.of(others));
    keys.add(0, key);
    keys.forEach(DetachedSignature::requireEd25519);
    return List.copyOf(keys);
  }

  boolean readsSignatures() {
    return !keys.isEmpty();
  }

  /** Returns why a policy may not be the first, or null. */
  @Nullable Refusal refusesFirst(Sight.Document sight) {
    return always ? unsigned(sight) : null;
  }

  /** Returns why a policy may not take the place of another, or null. */
  @Nullable Refusal refuses(Sight.Document sight, Policy older, Policy newer, Past past) {
    if (!refusesWider) {
      return null;
    }
    Refusal unsigned = always ? unsigned(sight) : null;
    if (unsigned != null || !mayWiden(older, newer)) {
      return unsigned;
    }
    if (keys.isEmpty()) {
      return new Refusal(Kind.WIDER, ReloadMessages.wider(sight.file(), false));
    }
    String problem = sight.signature().problem(sight.json(), keys);
    if (problem != null) {
      return new Refusal(Kind.WIDER, ReloadMessages.wider(sight.file(), true) + problem);
    }
    if (past.holds(newer)) {
      return new Refusal(Kind.REPLAYED, ReloadMessages.replayed(sight.file()));
    }
    return past.isFull() ? new Refusal(Kind.REPLAYED, ReloadMessages.crowded(sight.file())) : null;
  }

  static boolean mayWiden(Policy older, Policy newer) {
    return PolicyDiff.mayWiden(older, newer) || PolicyDiff.mayForget(older, newer);
  }

  private @Nullable Refusal unsigned(Sight.Document sight) {
    String problem = sight.signature().problem(sight.json(), keys);
    return problem == null
        ? null
        : new Refusal(Kind.UNSIGNED, ReloadMessages.unsigned(sight.file()) + problem);
  }

  /** Why a policy is not let in. */
  record Refusal(Kind kind, String message) {}
}
