package dev.mcppolicy.cli;

import dev.mcppolicy.Caller;
import dev.mcppolicy.Outcome;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.analysis.Witness;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the calls that two policies judge differently as the steps of a policy test. */
final class WitnessSteps {

  private WitnessSteps() {}

  /** Returns a line for each step, and one for what each policy says of the last. */
  static List<String> lines(Witness witness) {
    List<String> lines = new ArrayList<>();
    if (!witness.start().equals(Instant.EPOCH)) {
      lines.add(CliMessages.startsAt(witness.start()));
    }
    boolean sessions = differInSession(witness);
    witness.steps().forEach(step -> lines.add(line(step, sessions)));
    lines.add(CliMessages.judgedByOld(judgement(witness.older())));
    lines.add(CliMessages.judgedByNew(judgement(witness.newer())));
    return lines;
  }

  /** Says whether sessions have to be told: a test has one for all steps that name none. */
  private static boolean differInSession(Witness witness) {
    return witness.steps().stream()
            .filter(Witness.Call.class::isInstance)
            .map(step -> ((Witness.Call) step).call().session())
            .distinct()
            .count()
        > 1;
  }

  static Json json(Witness witness) {
    boolean sessions = differInSession(witness);
    return Json.object()
        .put("start", witness.start())
        .put("steps", witness.steps().stream().map(step -> json(step, sessions)).toList())
        .put("old", json(witness.older()))
        .put("new", json(witness.newer()));
  }

  private static Json json(Witness.Judgement judgement) {
    return Json.object()
        .put("verdict", judgement.verdict())
        .put("code", judgement.code())
        .put("rule", judgement.rule());
  }

  private static Json json(Witness.Step step, boolean sessions) {
    Json json = Json.object();
    members(step, sessions).forEach(json::putPrinted);
    return json;
  }

  private static String line(Witness.Step step, boolean sessions) {
    return members(step, sessions).entrySet().stream()
        .map(member -> CanonicalJson.print(member.getKey()) + ": " + member.getValue())
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  /** Returns the keys of a step of a policy test, and their values as JSON. */
  private static Map<String, String> members(Witness.Step step, boolean sessions) {
    Map<String, String> members = new LinkedHashMap<>();
    if (step instanceof Witness.Advance advance) {
      members.put("advance", CanonicalJson.print(advance.duration().toString()));
    } else if (step instanceof Witness.Look look) {
      members.put("list", CanonicalJson.print(List.of(look.tool())));
    } else if (step instanceof Witness.Call call) {
      call(call, sessions, members);
    }
    return members;
  }

  private static void call(Witness.Call made, boolean sessions, Map<String, String> members) {
    ToolCall call = made.call();
    members.put("call", CanonicalJson.print(call.tool()));
    if (!call.arguments().names().isEmpty()) {
      members.put("args", CanonicalJson.print(call.arguments().asMap()));
    }
    call.caller()
        .grant()
        .filter(grant -> !grant.equals(Caller.DEFAULT_GRANT))
        .ifPresent(grant -> members.put("grant", CanonicalJson.print(grant)));
    if (!call.caller().attributes().isEmpty()) {
      members.put("caller", CanonicalJson.print(call.caller().attributes()));
    }
    call.server().ifPresent(server -> members.put("server", CanonicalJson.print(server)));
    call.session()
        .filter(session -> sessions)
        .ifPresent(session -> members.put("session", CanonicalJson.print(session)));
    if (made.times() > 1) {
      members.put("repeat", String.valueOf(made.times()));
    }
    String outcome =
        made.settled().map(Outcome::name).map(name -> name.toLowerCase(Locale.ROOT)).orElse("open");
    if (!outcome.equals("ok")) {
      members.put("outcome", CanonicalJson.print(outcome));
    }
  }

  private static String judgement(Witness.Judgement judgement) {
    String code = judgement.code().map(text -> " " + text).orElse("");
    String rule = judgement.rule().isEmpty() ? "" : " " + judgement.rule();
    return judgement.verdict() + code + rule;
  }
}
