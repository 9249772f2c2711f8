package dev.mcppolicy.junit.internal;

import dev.mcppolicy.junit.PolicyTests;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

/** A class with {@link PolicyTests}, as JUnit sees it. */
final class ClassNode extends AbstractTestDescriptor {

  /** The kind of its part of a unique id. */
  static final String SEGMENT = "class";

  private final Class<?> type;
  private boolean whole;

  ClassNode(UniqueId id, Class<?> type) {
    super(id, type.getSimpleName(), ClassSource.from(type));
    this.type = type;
    BranchNode.addAll(this, TestPaths.outline(type));
  }

  /** Says that all of it is to run. */
  void markWhole() {
    whole = true;
  }

  boolean isWhole() {
    return whole;
  }

  @Override
  public Type getType() {
    return Type.CONTAINER;
  }

  @Override
  public String getLegacyReportingName() {
    return type.getName();
  }

  @Override
  public Set<TestTag> getTags() {
    Set<TestTag> tags = new LinkedHashSet<>();
    for (Tag tag : AnnotationSupport.findRepeatableAnnotations(type, Tag.class)) {
      if (TestTag.isValid(tag.value())) {
        tags.add(TestTag.create(tag.value()));
      }
    }
    return tags;
  }
}
