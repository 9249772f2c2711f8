package dev.mcppolicy.junit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Counts what JUnit finds and runs. */
final class Counting {

  private Counting() {}

  private static LauncherDiscoveryRequest request(Class<?> type, String method) {
    return LauncherDiscoveryRequestBuilder.request()
        .selectors(
            method.isEmpty()
                ? DiscoverySelectors.selectClass(type)
                : DiscoverySelectors.selectMethod(type, method))
        .build();
  }

  static List<TestIdentifier> all(TestPlan plan) {
    List<TestIdentifier> all = new ArrayList<>();
    plan.getRoots().forEach(root -> all.addAll(plan.getDescendants(root)));
    return all;
  }

  static List<TestIdentifier> leaves(Class<?> type, String method) {
    TestPlan plan = LauncherFactory.create().discover(request(type, method));
    return all(plan).stream().filter(TestIdentifier::isTest).toList();
  }

  static long failures(Class<?> type, String method) {
    AtomicLong failures = new AtomicLong();
    LauncherFactory.create()
        .execute(
            request(type, method),
            new TestExecutionListener() {
              @Override
              public void executionFinished(TestIdentifier node, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                  failures.incrementAndGet();
                }
              }
            });
    return failures.get();
  }
}
