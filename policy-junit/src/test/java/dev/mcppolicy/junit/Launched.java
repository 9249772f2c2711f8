package dev.mcppolicy.junit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.FileSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Launches JUnit, and writes down what it reports: a line for each node, sorted. */
final class Launched implements TestExecutionListener {

  private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
  private TestPlan plan;

  private Launched() {}

  /** Runs a class by name, with settings of JUnit. */
  static String run(String type, Map<String, String> settings) {
    return run(
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(type))
            .configurationParameters(settings)
            .build());
  }

  static String run(LauncherDiscoveryRequest request) {
    Launched report = new Launched();
    LauncherFactory.create().execute(request, report);
    return report.lines.stream().collect(Collectors.toCollection(TreeSet::new)).stream()
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Runs as {@link #run} does, where only the names of classes say which JUnit it is. */
  static String runPlainly(String type) {
    return run(type, Map.of());
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    this.plan = plan;
  }

  @Override
  public void executionFinished(TestIdentifier node, TestExecutionResult result) {
    String message =
        result
            .getThrowable()
            .map(failure -> failure.getClass().getSimpleName() + ": " + failure.getMessage())
            .map(text -> " " + text.replace("\n", "\n      "))
            .orElse("");
    lines.add(path(node) + " " + source(node) + " " + result.getStatus() + message);
  }

  private String path(TestIdentifier node) {
    Optional<TestIdentifier> parent = plan.getParent(node);
    return parent.map(one -> path(one) + " > ").orElse("") + node.getDisplayName();
  }

  private static String source(TestIdentifier node) {
    Optional<TestSource> source = node.getSource();
    return source
        .filter(FileSource.class::isInstance)
        .map(FileSource.class::cast)
        .map(
            file ->
                "["
                    + file.getFile().getName()
                    + file.getPosition()
                        .map(at -> ":" + at.getLine() + ":" + at.getColumn().orElse(0))
                        .orElse("")
                    + "]")
        .orElse("[]");
  }

  static List<String> leaves(String report) {
    return report.lines().filter(line -> line.contains(" > ")).toList();
  }
}
