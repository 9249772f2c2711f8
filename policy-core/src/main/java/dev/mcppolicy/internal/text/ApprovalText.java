package dev.mcppolicy.internal.text;

import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads who is asked for approval: all of the call, and nothing that only seems so.
 */
public final class ApprovalText {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

  private ApprovalText() {}

  /** Returns a request in lines. */
  public static String of(ApprovalRequest request) {
    ToolCall call = request.call();
    StringBuilder out = new StringBuilder(Shown.plain(request.reason()));
    line("tool", call.tool(), out);
    call.server().ifPresent(server -> line("server", server, out));
    line("grant", call.caller().grant().orElse(null), out);
    if (call.caller().grant().isEmpty()) {
      call.session().ifPresent(session -> line("session", session, out));
    }
    lines("caller.", call.caller().attributes(), out);
    Map<String, @Nullable Object> arguments = call.arguments().asMap();
    if (arguments.isEmpty()) {
      out.append("\n  (no arguments)");
    }
    lines("args.", arguments, out);
    return out.toString();
  }

  private static void lines(
      String before, Map<String, @Nullable Object> values, StringBuilder out) {
    values.forEach(
        (name, value) -> {
          boolean plain = PLAIN.matcher(name).matches();
          line(before + (plain ? name : Shown.plain(CanonicalJson.print(name))), value, out);
        });
  }

  private static void line(String name, @Nullable Object value, StringBuilder out) {
    out.append("\n  ").append(name).append(": ").append(Shown.plain(CanonicalJson.print(value)));
  }
}
