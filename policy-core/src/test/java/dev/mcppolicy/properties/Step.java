package dev.mcppolicy.properties;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** One thing that happens to an engine. */
public sealed interface Step {

  /** Somebody calls. */
  record Call(String tool, String arguments, String grant, String session, String server)
      implements Step {

    /** Returns the call; an empty name stands for none. */
    public ToolCall toCall() {
      JsonNode tree = RandomPolicies.json(arguments);
      Caller caller = grant.isEmpty() ? Caller.unidentified() : Caller.of(grant).withId(grant);
      return ToolCall.of(tool, Arguments.freeze(tree))
          .withCaller(caller)
          .withSession(session.isEmpty() ? null : session)
          .withServer(server.isEmpty() ? null : server);
    }
  }

  /** An allowed call, counted from the last, is settled. */
  record Settlement(int which, Outcome outcome) implements Step {}

  /** Time passes. */
  record Advance(Duration by) implements Step {}

  /** Calls that are near the rules of {@link RandomPolicies}. */
  static Arbitrary<Call> calls() {
    return Combinators.combine(
            Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just("read")),
                Tuple.of(1, Arbitraries.of(RandomPolicies.TOOLS))),
            arguments(),
            Arbitraries.of("a", "a", "a", "a", "a", "g", ""),
            Arbitraries.of("s", "s", "s", "s", "s2", ""),
            Arbitraries.of("", "a", "b"))
        .as(Call::new);
  }

  private static Arbitrary<String> arguments() {
    Arbitrary<String> scalars =
        Arbitraries.of(
            "1",
            "1.0",
            "2",
            "\"a\"",
            "\"aa\"",
            "\"x\"",
            "\"/app/x\"",
            "\"/app/../etc\"",
            "\"C:/app\"",
            "\"http://a.com/\"",
            "\"https://b.a.com:1/?q\"",
            "\"http://[::1]/\"",
            "\"\\ud83d\\ude00\"",
            "true",
            "null",
            "[1,\"a\"]",
            "[]",
            "{\"x\":1}",
            "9007199254740993",
            "1e401");
    Arbitrary<String> numbers =
        Arbitraries.of("0", "1", "1", "1", "2", "0.1", "0.1", "-1", "\"1\"", "null", "1e500");
    Arbitrary<String> keys = Arbitraries.of("\"k\"", "\"k2\"", "1", "true", "null", "[]");
    Arbitrary<String> lists =
        Arbitraries.of("[]", "[\"a\"]", "[\"a\",\"aa\"]", "[1,\"a\"]", "null", "[null]", "{}");
    Arbitrary<String> objects =
        Arbitraries.of(
            "{}",
            "{\"x\":1}",
            "{\"x\":null}",
            "{\"a.b\":[{\"x\":\"a\"},{\"x\":\"aa\"}]}",
            "{\"a.b\":[{}]}",
            "null",
            "1");
    return Combinators.combine(
            maybe("v", scalars),
            maybe("n", numbers),
            maybe("k", keys),
            maybe("l", lists),
            maybe("o", objects))
        .as((v, n, k, l, o) -> "{" + (v + n + k + l + o).replaceFirst("^,", "") + "}");
  }

  private static Arbitrary<String> maybe(String name, Arbitrary<String> values) {
    return Arbitraries.frequencyOf(
        Tuple.of(3, values.map(value -> ",\"" + name + "\":" + value)),
        Tuple.of(1, Arbitraries.just("")));
  }

  /** What happens to an engine, one after the other. */
  static Arbitrary<List<Step>> schedules(int most) {
    Arbitrary<Step> settlements =
        Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.of(Outcome.values()))
            .as(Settlement::new);
    Arbitrary<Step> advances =
        Arbitraries.of("PT0.000000001S", "PT0.999999999S", "PT1S", "PT30S", "PT1M", "PT24H", "P7D")
            .map(by -> new Advance(Duration.parse(by)));
    Arbitrary<Step> calls = calls().map(call -> call);
    return Arbitraries.frequencyOf(
            Tuple.of(6, calls), Tuple.of(2, settlements), Tuple.of(2, advances))
        .list()
        .ofMinSize(1)
        .ofMaxSize(most);
  }
}
