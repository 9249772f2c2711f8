package dev.mcppolicy.junit.internal;

import dev.mcppolicy.junit.PolicyTests;
import java.util.List;
import java.util.Optional;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.opentest4j.TestAbortedException;

/**
 * Finds the classes with {@link PolicyTests} and runs their files. JUnit finds it by itself.
 *
 * <p>An engine of its own, because Jupiter finds no test in a class without methods.
 */
public final class PolicyTestEngine implements TestEngine {

  /** The id under which JUnit knows the engine. */
  public static final String ID = "policy-tests";

  private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
      EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
          .addClassContainerSelectorResolver(PolicyTestEngine::isPolicyTests)
          .addSelectorResolver(context -> new ClassResolver(context.getClassNameFilter()))
          .build();

  /** Creates the engine; JUnit does so. */
  public PolicyTestEngine() {}

  static boolean isPolicyTests(Class<?> type) {
    return AnnotationSupport.isAnnotated(type, PolicyTests.class);
  }

  @Override
  public String getId() {
    return ID;
  }

  @Override
  public Optional<String> getGroupId() {
    return Optional.of("dev.mcppolicy");
  }

  @Override
  public Optional<String> getArtifactId() {
    return Optional.of("policy-junit");
  }

  @Override
  public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
    EngineDescriptor engine = new EngineDescriptor(uniqueId, "Policy tests");
    RESOLVER.resolve(request, engine);
    List<UniqueId> wanted =
        request.getSelectorsByType(UniqueIdSelector.class).stream()
            .map(UniqueIdSelector::getUniqueId)
            .toList();
    for (TestDescriptor child : List.copyOf(engine.getChildren())) {
      if (child instanceof ClassNode node && !node.isWhole()) {
        keep(node, wanted);
      }
    }
    return engine;
  }

  /** Removes what nobody asked for. */
  private static void keep(TestDescriptor node, List<UniqueId> wanted) {
    UniqueId id = node.getUniqueId();
    if (wanted.stream().anyMatch(id::hasPrefix)) {
      return;
    }
    if (wanted.stream().noneMatch(one -> one.hasPrefix(id))) {
      node.removeFromHierarchy();
      return;
    }
    List.copyOf(node.getChildren()).forEach(child -> keep(child, wanted));
  }

  @Override
  public void execute(ExecutionRequest request) {
    execute(request.getRootTestDescriptor(), request.getEngineExecutionListener());
  }

  private static void execute(TestDescriptor node, EngineExecutionListener listener) {
    listener.executionStarted(node);
    TestExecutionResult result = TestExecutionResult.successful();
    if (node instanceof BranchNode leaf && leaf.isTest()) {
      result = check(leaf);
    } else {
      List.copyOf(node.getChildren()).forEach(child -> execute(child, listener));
    }
    listener.executionFinished(node, result);
  }

  private static TestExecutionResult check(BranchNode leaf) {
    try {
      leaf.check();
      return TestExecutionResult.successful();
    } catch (TestAbortedException e) {
      return TestExecutionResult.aborted(e);
    } catch (Exception | AssertionError | StackOverflowError e) {
      return TestExecutionResult.failed(e);
    }
  }
}
