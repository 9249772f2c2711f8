package dev.mcppolicy.approvals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.ApprovalRequest;
import dev.mcppolicy.Approver.Answer;
import dev.mcppolicy.Arguments;
import dev.mcppolicy.Caller;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.ToolCall;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes and reads the entries of a queue. */
final class Entries {

  private Entries() {}

  static String print(Iterable<Entry> entries, LatestSeen latest) {
    ObjectNode document = latest.document();
    ArrayNode requests = document.putArray("requests");
    entries.forEach(entry -> requests.add(json(entry, latest.clock())));
    return Json.print(document);
  }

  private static ObjectNode json(Entry entry, PolicyClock clock) {
    ApprovalRequest request = entry.request();
    ToolCall call = request.call();
    ObjectNode json =
        Json.object()
            .put("id", request.id())
            .put("tool", call.tool())
            .put("arguments", entry.arguments())
            .put("attributes", CanonicalJson.print(call.caller().attributes()))
            .put("rule", request.rule())
            .put("reason", request.reason())
            .put("policy", request.policy())
            .put("timeout", request.timeout().toString())
            .put("since", entry.term().written(clock).toString())
            .put("kept", entry.term().length().toString());
    call.caller().grant().ifPresent(grant -> json.put("grant", grant));
    call.server().ifPresent(server -> json.put("server", server));
    call.session().ifPresent(session -> json.put("session", session));
    if (entry.by() != null) {
      json.put("by", entry.by());
    }
    putAnswer(entry.answer(), json);
    return json;
  }

  private static void putAnswer(Answer answer, ObjectNode json) {
    if (answer instanceof Answer.Edited edited) {
      json.put("answer", "edited").put("edited", CanonicalJson.print(edited.arguments().asMap()));
    } else if (answer instanceof Answer.Refused refused) {
      json.put("answer", "refused").put("words", refused.words());
    } else {
      json.put("answer", answer.toString());
    }
  }

  /**
   * Reads entries, without those that are over.
   *
   * @throws IllegalArgumentException if they are none, or if one is not the request that its id
   *     names
   * @throws java.time.DateTimeException if a time is none
   */
  static Map<String, Entry> read(JsonNode document, PolicyClock clock) {
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (JsonNode json : document.path("requests")) {
      Entry entry = entry(json, clock);
      if (entry != null) {
        entries.put(entry.request().id(), entry);
      }
    }
    return entries;
  }

  private static @Nullable Entry entry(JsonNode json, PolicyClock clock) {
    String arguments = Json.text(json, "arguments");
    String id = Json.text(json, "id");
    if (!id.equals(id(json, arguments))) {
      throw new IllegalArgumentException("a request is not the one that its id names");
    }
    Duration kept = Duration.parse(Json.text(json, "kept"));
    Term term = Term.resumed(clock, Instant.parse(Json.text(json, "since")), kept);
    Answer answer = answer(json);
    if (term == null) {
      return null;
    }
    ApprovalRequest request =
        new ApprovalRequest(
            id,
            ToolCall.of(Json.text(json, "tool"), thawed(arguments))
                .withCaller(caller(json))
                .withServer(Json.optional(json, "server").orElse(null))
                .withSession(Json.optional(json, "session").orElse(null)),
            Json.text(json, "rule"),
            Json.text(json, "reason"),
            Json.text(json, "policy"),
            Duration.parse(Json.text(json, "timeout")));
    return new Entry(request, arguments, answer, Json.optional(json, "by").orElse(null), term);
  }

  /** Names a request as the engine does, so that what is shown is what is approved. */
  private static String id(JsonNode json, String arguments) {
    String session = Json.optional(json, "session").orElse(null);
    String attributes = Json.text(json, "attributes");
    return CanonicalJson.approvalId(
        Json.optional(json, "grant")
            .map(Object.class::cast)
            .orElseGet(() -> CanonicalJson.stranger(session, attributes)),
        Json.optional(json, "server").orElse(null),
        Json.text(json, "tool"),
        CanonicalJson.digestOf(arguments),
        Json.text(json, "policy"));
  }

  private static Caller caller(JsonNode json) {
    Caller caller = Json.optional(json, "grant").map(Caller::of).orElse(Caller.unidentified());
    return caller.withAttributes(thawed(Json.text(json, "attributes")).asMap());
  }

  /**
   * Says whether an entry comes back from a file as what it is: not if a number is not finite, or
   * if a text is none that UTF-8 can carry.
   */
  static boolean comesBack(Entry entry, PolicyClock clock) {
    try {
      String printed = print(List.of(entry), new LatestSeen(clock));
      byte[] written = printed.getBytes(StandardCharsets.UTF_8);
      return read(Json.read(new String(written, StandardCharsets.UTF_8)), clock)
          .containsKey(entry.request().id());
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Returns arguments that were printed, their numbers exactly as they were. */
  static Arguments thawed(String printed) {
    JsonNode read = Json.read(printed);
    Arguments arguments = Arguments.freeze(read);
    if (!read.isObject() || arguments.problem().isPresent()) {
      throw new IllegalArgumentException("arguments can't be read");
    }
    return arguments;
  }

  /** Says whether arguments can be printed and read again: not if a number is not finite. */
  static boolean canBeRead(Arguments arguments) {
    try {
      return thawed(CanonicalJson.print(arguments.asMap())).problem().isEmpty();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Answer answer(JsonNode json) {
    String said = Json.text(json, "answer");
    return switch (said) {
      case "edited" -> Answer.approve(thawed(Json.text(json, "edited")));
      case "refused" -> Answer.deny(Json.text(json, "words"));
      default ->
          Arrays.stream(Answer.Plain.values())
              .filter(answer -> answer.name().equals(said))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("answer is none: " + said));
    };
  }
}
