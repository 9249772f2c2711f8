package dev.mcppolicy.internal.document;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What each of a few texts stands for; the first is the default. */
public final class Choices<T> {

  private final Map<String, T> byName = new LinkedHashMap<>();
  private final T byDefault;

  private Choices(String name, T value) {
    byDefault = value;
    byName.put(name, value);
  }

  /** Returns the choice of one text, the default. */
  public static <T> Choices<T> of(String name, T value) {
    return new Choices<>(name, value);
  }

  /** Adds a text. */
  public Choices<T> or(String name, T value) {
    byName.put(name, value);
    return this;
  }

  T byDefault() {
    return byDefault;
  }

  @Nullable T get(String name) {
    return byName.get(name);
  }

  Set<String> names() {
    return byName.keySet();
  }
}
