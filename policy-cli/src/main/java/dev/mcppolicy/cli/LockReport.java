package dev.mcppolicy.cli;

import dev.mcppolicy.tools.Risk;
import dev.mcppolicy.tools.Severity;
import dev.mcppolicy.tools.lock.Edit;
import dev.mcppolicy.tools.lock.TextFinding;
import dev.mcppolicy.tools.lock.ToolLock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a lock, or changed since it was written.
 *
 * @param file where the lock stands
 * @param diff whether it is only compared
 * @param changed whether the servers list something else than was locked
 * @param lock the lock as it is now, or would be
 * @param kept the servers of the lock that weren't compared
 * @param dropped the servers that the lock no longer holds
 * @param problems why servers couldn't be read
 */
record LockReport(
    String file,
    boolean diff,
    boolean changed,
    ToolLock lock,
    List<LockedServer> servers,
    Set<String> kept,
    Set<String> dropped,
    Map<String, String> problems) {

  private static final String INDENT = "      ";

  void printTo(Output out) {
    for (LockedServer server : servers) {
      out.print(Style.STRONG, server.server()).line(LockText.summary(server));
      boolean inBrief = !diff && !server.known();
      server.changes().forEach(change -> print(change, inBrief, out));
    }
    if (!kept.isEmpty()) {
      out.print(Style.FAINT, diff ? LockText.notCompared(kept) : LockText.kept(kept)).newLine();
    }
    if (!dropped.isEmpty()) {
      out.print(Style.DOUBTFUL, LockText.dropped(dropped)).newLine();
    }
    String tally =
        diff
            ? LockText.compared(file, changed, !problems.isEmpty())
            : LockText.locked(file, lock, changed);
    out.print(diff && changed ? Style.BAD : Style.GOOD, tally).newLine();
  }

  /** Prints a tool; in brief if all of it stands in the lock that is written. */
  private static void print(LockedServer.Changed tool, boolean inBrief, Output out) {
    out.print("  ").print(Style.STRONG, tool.change().tool());
    if (!inBrief) {
      out.print("  ").print(LockText.kinds(tool.change().kinds()));
    }
    Risk risk = tool.now().orElse(null);
    if (risk != null) {
      Optional<Risk> before = tool.before().filter(old -> !same(old, risk));
      before.ifPresent(old -> out.print("  ").print(CliMessages.risk(old)).print(" -> "));
      if (tool.appeared()) {
        out.print("  ");
      }
      if (before.isPresent() || tool.appeared()) {
        out.print(style(risk.severity()), CliMessages.risk(risk));
      }
    }
    out.newLine();
    if (!inBrief && !tool.vanished()) {
      tool.change().edits().forEach(edit -> print(edit, out));
    }
    for (TextFinding finding : tool.findings()) {
      printFinding(finding, INDENT, out);
    }
  }

  /** Prints what may be meant for a model, with the id of the rule. */
  static void printFinding(TextFinding finding, String indent, Output out) {
    out.print(indent).print(Style.DOUBTFUL, "!").print(" ").line(LockText.finding(finding));
  }

  private static boolean same(Risk one, Risk other) {
    return one.category() == other.category() && one.severity() == other.severity();
  }

  private static void print(Edit edit, Output out) {
    EditLines lines = EditLines.of(edit);
    out.print(INDENT).print(style(lines.sign()), lines.sign()).print(" ").line(lines.first());
    if (!lines.before().isEmpty()) {
      out.print(INDENT).print("    ").print(Style.BAD, "- " + lines.before()).newLine();
      out.print(INDENT).print("    ").print(Style.GOOD, "+ " + lines.after()).newLine();
    }
  }

  private static Style style(String sign) {
    return sign.equals("+") ? Style.GOOD : sign.equals("-") ? Style.BAD : Style.DOUBTFUL;
  }

  private static Style style(Severity severity) {
    return switch (severity) {
      case LOW -> Style.GOOD;
      case MEDIUM -> Style.PLAIN;
      case HIGH -> Style.DOUBTFUL;
      case CRITICAL -> Style.BAD;
    };
  }

  String json() {
    return Json.print(
        Json.object()
            .put("lock", file)
            .put("changed", changed)
            .put("servers", servers.stream().map(LockReport::json).toList())
            .put("kept", kept)
            .put("dropped", dropped)
            .put(
                "problems",
                problems.entrySet().stream()
                    .map(
                        one ->
                            Json.object()
                                .put("server", one.getKey())
                                .put("message", one.getValue()))
                    .toList()));
  }

  private static Json json(LockedServer server) {
    return Json.object()
        .put("server", server.server())
        .put("known", server.known())
        .put("tools", server.tools())
        .put("changes", server.changes().stream().map(LockReport::json).toList());
  }

  private static Json json(LockedServer.Changed tool) {
    Json risk = Json.object();
    tool.before().ifPresent(before -> risk.put("before", json(before)));
    tool.now().ifPresent(now -> risk.put("after", json(now)));
    return Json.object()
        .put("tool", tool.change().tool())
        .put("kinds", tool.change().kinds().stream().map(Object::toString).toList())
        .put("risk", risk)
        .put("edits", tool.change().edits().stream().map(LockReport::json).toList())
        .put("findings", tool.findings().stream().map(LockReport::json).toList());
  }

  private static Json json(Risk risk) {
    return Json.object()
        .put("category", risk.category().title())
        .put("severity", risk.severity().title())
        .put("confidence", risk.confidence().title());
  }

  private static Json json(Edit edit) {
    Json json = Json.object().put("pointer", edit.pointer());
    if (edit.before() != null) {
      json.putPrinted("before", edit.before());
    }
    if (edit.after() != null) {
      json.putPrinted("after", edit.after());
    }
    return json;
  }

  private static Json json(TextFinding finding) {
    return Json.object()
        .put("pointer", finding.pointer())
        .put("id", finding.id())
        .put("message", finding.sentence())
        .put("quote", finding.quote());
  }
}
