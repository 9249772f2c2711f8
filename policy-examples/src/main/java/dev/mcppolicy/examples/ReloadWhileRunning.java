package dev.mcppolicy.examples;

import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.reload.PolicySource;
import dev.mcppolicy.reload.Reload;
import dev.mcppolicy.reload.ReloadListener;
import dev.mcppolicy.reload.ReloadProblem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes a policy while an agent works: a good one, a bad one, and the count goes on. */
public final class ReloadWhileRunning {

  private ReloadWhileRunning() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws Exception {
    Path file = Files.createTempDirectory("policies").resolve("policy.json");
    save(file, "{ 'counter': 'calls', 'window': 'hour', 'max': 2 }");
    var listener =
        new ReloadListener() {
          @Override
          public void reloaded(Reload reload) {
            reload.diff().changes().forEach(change -> System.out.println("reloaded: " + change));
          }

          @Override
          public void refused(ReloadProblem problem) {
            problem.problems().forEach(each -> System.out.println("refused: " + each));
          }
        };
    // An application lets the source look by itself, without `withoutThread` and `look`.
    try (PolicySource source = PolicySource.of(file).withoutThread().listener(listener).open()) {
      PolicyEngine engine = PolicyEngine.builder(source.policies()).build();
      source.feed(engine);
      call(engine, 3);
      save(file, "{ 'counter': 'calls', 'window': 'day', 'maxx': 3 }");
      source.look();
      source.look();
      save(file, "{ 'counter': 'calls', 'window': 'day', 'max': 3 }");
      source.look();
      source.look();
      call(engine, 2);
    }
  }

  private static void call(PolicyEngine engine, int times) {
    for (int i = 0; i < times; i++) {
      Decision decision = engine.check(ToolCall.of("search"));
      System.out.println(decision.code().map(code -> "denied: " + code).orElse("allowed"));
    }
  }

  private static void save(Path file, String limit) throws Exception {
    String start = "{ 'version': '1', 'default': 'deny', 'tools': { 'search': { 'limits': [ ";
    Files.writeString(file, (start + limit + " ] } } }").replace('\'', '"'));
  }
}
