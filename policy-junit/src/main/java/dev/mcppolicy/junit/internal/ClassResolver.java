package dev.mcppolicy.junit.internal;

import java.util.Optional;
import java.util.function.Predicate;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/** Finds what JUnit asks for. */
final class ClassResolver implements SelectorResolver {

  private final Predicate<String> wanted;

  ClassResolver(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  @Override
  public Resolution resolve(ClassSelector selector, Context context) {
    Class<?> type = selector.getJavaClass();
    if (!wanted.test(type.getName())) {
      return Resolution.unresolved();
    }
    Optional<ClassNode> node = node(type, context);
    node.ifPresent(ClassNode::markWhole);
    return resolution(node);
  }

  @Override
  public Resolution resolve(UniqueIdSelector selector, Context context) {
    for (UniqueId.Segment segment : selector.getUniqueId().getSegments()) {
      if (segment.getType().equals(ClassNode.SEGMENT)) {
        return resolution(
            ReflectionSupport.tryToLoadClass(segment.getValue())
                .toOptional()
                .flatMap(type -> node(type, context)));
      }
    }
    return Resolution.unresolved();
  }

  private static Optional<ClassNode> node(Class<?> type, Context context) {
    if (!PolicyTestEngine.isPolicyTests(type)) {
      return Optional.empty();
    }
    return context.addToParent(
        parent ->
            Optional.of(
                new ClassNode(
                    parent.getUniqueId().append(ClassNode.SEGMENT, type.getName()), type)));
  }

  private static Resolution resolution(Optional<ClassNode> node) {
    return node.map(one -> Resolution.match(Match.exact(one))).orElseGet(Resolution::unresolved);
  }
}
