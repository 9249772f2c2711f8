package dev.mcppolicy.examples;

import dev.mcppolicy.Decision;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.examples.stage.ExamplePolicy;
import dev.mcppolicy.reload.PolicySource;
import dev.mcppolicy.reload.Reload;
import dev.mcppolicy.reload.ReloadListener;
import dev.mcppolicy.reload.ReloadProblem;
import java.nio.file.Files;
import java.nio.file.Path;

/** How does a policy change while an agent works, what becomes of a bad one, and of the count? */
public final class ReloadWhileRunning {

  private ReloadWhileRunning() {}

  /** Runs the example. */
  public static void main(String[] arguments) throws Exception {
    Path file = Files.createTempDirectory("policies").resolve("policy.json");
    String policy = ExamplePolicy.text("reload-while-running");
    Files.writeString(file, policy);
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
      String wider = policy.replace("hour", "day");
      Files.writeString(file, wider.replace("\"max\": 2", "\"maxx\": 3"));
      source.look();
      source.look();
      Files.writeString(file, wider.replace("\"max\": 2", "\"max\": 3"));
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
}
