package dev.mcppolicy.tools;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the tests of a recommended policy: each rule is seen to let pass and to stop. */
final class ScaffoldTests {

  private static final String STRANGER = "a_tool_that_is_not_listed";

  private final List<String> tests = new ArrayList<>();
  private final BigDecimal spendADay;

  ScaffoldTests(BigDecimal spendADay) {
    this.spendADay = spendADay;
  }

  List<String> tests() {
    return tests;
  }

  void listed(Recommendation tool) {
    Map<String, Object> entry = tool.entry();
    boolean asks = entry.containsKey("action");
    Map<String, Object> args = new LinkedHashMap<>();
    tool.spend().ifPresent(argument -> args.put(argument, spendADay));
    List<Map<String, Object>> steps = new ArrayList<>();
    if (entry.get("allowed_args") instanceof List<?> allowed) {
      steps.add(denied(tool.tool(), Map.of(stranger(allowed), 1), "argument_not_allowed"));
    }
    if (asks) {
      Map<String, Object> refused = call(tool.tool(), args, "approval");
      refused.put("answer", "deny");
      refused.put("code", "approval_denied");
      steps.add(refused);
    }
    Map<String, Object> passes = call(tool.tool(), args, asks ? "approval" : "allow");
    if (asks) {
      passes.put("answer", "approve");
    }
    int rate = rate(entry);
    if (rate > 0) {
      passes.put("repeat", rate);
    }
    steps.add(passes);
    if (rate > 0) {
      Map<String, Object> last = denied(tool.tool(), args, "limit_exceeded");
      last.put("retry_after", "PT60S");
      steps.add(last);
    }
    tool.spend()
        .ifPresent(
            argument ->
                steps.add(denied(tool.tool(), Map.of(argument, BigDecimal.ONE), "limit_exceeded")));
    add(ScaffoldMessages.testOf(tool.tool()), steps);
  }

  void hidden(List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    List<Map<String, Object>> steps = new ArrayList<>();
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("list", names);
    list.put("visible", List.of());
    steps.add(list);
    names.forEach(name -> steps.add(denied(name, Map.of(), "hidden")));
    add(ScaffoldMessages.testOfHidden(), steps);
  }

  void unnameable(List<String> names) {
    if (!names.isEmpty()) {
      add(
          ScaffoldMessages.testOfUnnameable(),
          names.stream().map(name -> denied(name, Map.of(), "not_listed")).toList());
    }
  }

  void unlisted(Set<String> names) {
    String stranger = STRANGER;
    while (names.contains(stranger)) {
      stranger += "_";
    }
    add(ScaffoldMessages.testOfUnlisted(), List.of(denied(stranger, Map.of(), "not_listed")));
  }

  private static String stranger(List<?> allowed) {
    String stranger = "not_an_argument";
    while (allowed.contains(stranger)) {
      stranger += "_";
    }
    return stranger;
  }

  private static int rate(Map<String, Object> entry) {
    return entry.get("limits") instanceof List<?> limits
            && limits.get(0) instanceof Map<?, ?> first
            && first.get("max") instanceof Integer max
        ? max
        : 0;
  }

  private static Map<String, Object> call(String tool, Map<String, ?> args, String expect) {
    Map<String, Object> step = new LinkedHashMap<>();
    step.put("call", tool);
    if (!args.isEmpty()) {
      step.put("args", args);
    }
    step.put("expect", expect);
    return step;
  }

  private static Map<String, Object> denied(String tool, Map<String, ?> args, String code) {
    Map<String, Object> step = call(tool, args, "deny");
    step.put("code", code);
    return step;
  }

  private void add(String name, List<Map<String, Object>> steps) {
    tests.add(
        "{ \"name\": "
            + PolicyText.quoted(name)
            + ",\n      \"steps\": "
            + PolicyText.block("      ", "[", steps.stream().map(PolicyText::inline).toList(), "]")
            + " }");
  }
}
