package dev.mcppolicy.cli;

import dev.mcppolicy.Decision;
import dev.mcppolicy.audit.AuditRecord.Decided;
import dev.mcppolicy.audit.ReplaySummary;
import dev.mcppolicy.audit.ReplayVerdict;
import dev.mcppolicy.audit.ReplayedCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Keeps what is to be shown of a replay, in bounded memory. Not thread-safe. */
final class ReplayFindings implements Consumer<ReplayedCall> {

  private static final int DOUBTS = 200;

  private final int most;
  private final List<ReplayedCall> different = new ArrayList<>();
  private final Map<Doubt, Long> doubts = new LinkedHashMap<>();

  /** Why nothing can be said of calls of a tool. */
  record Doubt(String tool, String why) {}

  ReplayFindings(int most) {
    this.most = most;
  }

  @Override
  public void accept(ReplayedCall call) {
    if (call.verdict() == ReplayVerdict.DIFFERENT && different.size() < most) {
      different.add(call);
    } else if (call.verdict() == ReplayVerdict.UNDECIDED) {
      Doubt doubt = new Doubt(call.recorded().tool(), call.doubt());
      doubts.merge(
          doubts.containsKey(doubt) || doubts.size() < DOUBTS
              ? doubt
              : new Doubt("", ReplayText.otherDoubts()),
          1L,
          Long::sum);
    }
  }

  List<ReplayedCall> different() {
    return different;
  }

  Map<Doubt, Long> doubts() {
    return doubts;
  }

  Json toJson(ReplaySummary summary) {
    Json calls = Json.object();
    for (ReplayVerdict verdict : ReplayVerdict.values()) {
      calls.put(verdict.name().toLowerCase(Locale.ROOT), summary.count(verdict));
    }
    return Json.object()
        .put("same", summary.isSame())
        .put("calls", calls)
        .put("unreadable", summary.unreadable())
        .put("verified", summary.verification().isGood())
        .put("findings", summary.verification().findings().stream().map(Object::toString).toList())
        .put("different", different.stream().map(ReplayFindings::json).toList())
        .put(
            "undecided",
            doubts.entrySet().stream()
                .map(
                    doubt ->
                        Json.object()
                            .put("tool", doubt.getKey().tool())
                            .put("why", doubt.getKey().why())
                            .put("calls", doubt.getValue()))
                .toList());
  }

  private static Json json(ReplayedCall call) {
    Decided then = call.recorded();
    return Json.object()
        .put("record", then.number())
        .put("time", then.time())
        .put("id", then.id())
        .put("tool", then.tool())
        .put("server", then.server())
        .put("grant", then.grant())
        .put(
            "then",
            Json.object()
                .put("effect", then.effect())
                .put("code", then.code())
                .put("rule", then.rule())
                .put("message", then.message())
                .put("policy", then.policy()))
        .put("now", call.now().map(now -> json(now.decision(), now.toString())));
  }

  private static Json json(Decision now, String explanation) {
    return Json.object()
        .put("effect", now.effect())
        .put("code", now.code())
        .put("rule", now.rule())
        .put("message", now.message())
        .put("explanation", explanation);
  }
}
