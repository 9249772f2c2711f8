package dev.mcppolicy.testing;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A tool's name or a glob, which matches what the engine says it matches. */
final class NamePattern {

  private final String pattern;
  private final @Nullable PolicyEngine hidesIt;
  private final Map<String, Boolean> known = new ConcurrentHashMap<>();

  NamePattern(String pattern) {
    this.pattern = pattern;
    this.hidesIt = isGlob() ? PolicyEngine.of(hiding(pattern)) : null;
  }

  private static Policy hiding(String pattern) {
    return Policy.allowByDefault().hide(pattern).build();
  }

  String pattern() {
    return pattern;
  }

  /** Says whether it matches every name. */
  boolean isAll() {
    return pattern.equals("*");
  }

  boolean isGlob() {
    return pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0;
  }

  boolean matches(String tool) {
    PolicyEngine engine = hidesIt;
    return engine == null
        ? pattern.equals(tool)
        : known.computeIfAbsent(tool, name -> !engine.isVisible(name, Caller.byDefault()));
  }

  static List<NamePattern> of(List<String> patterns) {
    return patterns.stream().map(NamePattern::new).toList();
  }
}
