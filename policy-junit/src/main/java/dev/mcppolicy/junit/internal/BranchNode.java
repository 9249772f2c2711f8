package dev.mcppolicy.junit.internal;

import dev.mcppolicy.testing.SourceLocation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.FilePosition;
import org.junit.platform.engine.support.descriptor.FileSource;

/** A file, a test or a step, as JUnit sees it. */
final class BranchNode extends AbstractTestDescriptor {

  private final Branch branch;

  private BranchNode(UniqueId id, Branch branch) {
    super(id, branch.name(), source(branch.location()));
    this.branch = branch;
    addAll(this, branch.children());
  }

  /** Adds nodes below another. */
  static void addAll(AbstractTestDescriptor parent, List<Branch> branches) {
    for (int i = 0; i < branches.size(); i++) {
      Branch branch = branches.get(i);
      String kind = branch.check() == null ? "branch" : "leaf";
      UniqueId id = parent.getUniqueId().append(kind, String.valueOf(i + 1));
      parent.addChild(new BranchNode(id, branch));
    }
  }

  private static @Nullable TestSource source(@Nullable SourceLocation location) {
    if (location == null) {
      return null;
    }
    return location.line() > 0
        ? FileSource.from(
            location.file().toFile(), FilePosition.from(location.line(), location.column()))
        : FileSource.from(location.file().toFile());
  }

  @Override
  public Type getType() {
    return branch.check() == null ? Type.CONTAINER : Type.TEST;
  }

  /** Returns the tags of the class, which JUnit asks every test for. */
  @Override
  public Set<TestTag> getTags() {
    return getParent().map(TestDescriptor::getTags).orElseGet(Set::of);
  }

  /** Names a step with its test, for reports that know no trees. */
  @Override
  public String getLegacyReportingName() {
    return getParent()
        .filter(parent -> isTest() && parent instanceof BranchNode)
        .map(parent -> parent.getDisplayName() + ": " + getDisplayName())
        .orElseGet(this::getDisplayName);
  }

  void check() {
    Branch.Check check = branch.check();
    if (check != null) {
      check.run();
    }
  }
}
