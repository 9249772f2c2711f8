package dev.mcppolicy;

import dev.mcppolicy.internal.value.Freezer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, as the host knows it: a grant, whose quotas are counted and which may have a policy of
 * its own, and attributes that conditions can read under {@code caller}.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Caller {

  /** The name of the one grant of a host that doesn't tell its callers apart. */
  public static final String DEFAULT_GRANT = "default";

  private static final Caller DEFAULT = new Caller(Optional.of(DEFAULT_GRANT), Map.of());
  private static final Caller UNIDENTIFIED = new Caller(Optional.empty(), Map.of());

  // Kept as it is asked for: each call is judged by it, and an Optional made anew is garbage.
  private final Optional<String> grant;
  private final Map<String, @Nullable Object> attributes;

  private Caller(Optional<String> grant, Map<String, @Nullable Object> attributes) {
    this.grant = grant;
    this.attributes = attributes;
  }

  /** Returns the caller of the grant {@value #DEFAULT_GRANT}, without attributes. */
  public static Caller byDefault() {
    return DEFAULT;
  }

  /**
   * Returns a caller of whom nothing is known: a policy that is kept for each grant, and every
   * limit that is counted for each grant, denies it.
   */
  public static Caller unidentified() {
    return UNIDENTIFIED;
  }

  /**
   * Returns a caller without attributes.
   *
   * @throws IllegalArgumentException if {@code grant} is empty
   */
  public static Caller of(String grant) {
    Objects.requireNonNull(grant, "grant");
    if (grant.isEmpty()) {
      throw new IllegalArgumentException("grant must not be empty");
    }
    return new Caller(Optional.of(grant), Map.of());
  }

  /** Returns a caller with an {@code id}, which conditions read as {@code caller.id}. */
  public Caller withId(String id) {
    return with("id", Objects.requireNonNull(id, "id"));
  }

  /**
   * Returns a caller with one more attribute, which conditions read as {@code caller.<name>}.
   *
   * @param name any text
   * @param value a text, number, boolean, list, map or null; it is copied
   * @throws IllegalArgumentException if {@code value} can't be copied
   */
  public Caller with(String name, @Nullable Object value) {
    Objects.requireNonNull(name, "name");
    Map<String, @Nullable Object> more = new LinkedHashMap<>(attributes);
    more.put(name, value);
    return withAttributes(more);
  }

  /**
   * Returns a caller with these attributes instead of its own.
   *
   * @throws IllegalArgumentException if a value can't be copied
   */
  public Caller withAttributes(Map<String, ? extends @Nullable Object> attributes) {
    Objects.requireNonNull(attributes, "attributes");
    try {
      return new Caller(grant, Freezer.freezeObject(attributes, ArgumentLimits.DEFAULT));
    } catch (Freezer.UnfreezableException e) {
      throw new IllegalArgumentException("attributes can't be copied: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("attributes can't be copied: " + Freezer.threw(e), e);
    }
  }

  /** Returns the grant; empty if the host doesn't know it. */
  public Optional<String> grant() {
    return grant;
  }

  /** Returns the attributes. The map and everything in it is unmodifiable. */
  public Map<String, @Nullable Object> attributes() {
    return attributes;
  }

  /** Names the grant and the attributes without their values. */
  @Override
  public String toString() {
    return "Caller[" + grant.orElse("unidentified") + ", " + attributes.keySet() + "]";
  }
}
