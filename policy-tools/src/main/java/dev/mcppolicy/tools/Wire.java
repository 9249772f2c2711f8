package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Messages of JSON-RPC, as they are written and read. */
final class Wire {

  private Wire() {}

  static String request(long id, String method, String params) {
    return "{\"jsonrpc\":\"2.0\",\"id\":"
        + id
        + ",\"method\":\""
        + method
        + "\",\"params\":"
        + params
        + "}";
  }

  static String notification(String method) {
    return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
  }

  /** Returns the answer to a request of the server: only a ping has one. */
  static String answer(ObjectNode request) {
    String id = PolicyText.inline(plainId(request.get("id")));
    boolean isPing =
        request.get("method") instanceof TextNode method && method.text().equals("ping");
    String rest =
        isPing ? "\"result\":{}" : "\"error\":{\"code\":-32601,\"message\":\"Method not found\"}";
    return "{\"jsonrpc\":\"2.0\",\"id\":" + id + "," + rest + "}";
  }

  private static @Nullable Object plainId(@Nullable Node id) {
    return id instanceof TextNode || id instanceof NumberNode ? id.toPlain() : null;
  }

  /** Reads a message, or says why it is none. */
  static ObjectNode read(byte[] utf8) throws UnreadableServerException {
    Findings findings = new Findings();
    Node node = JsonReader.read(utf8, findings, JsonReader.Numbers.ANY);
    if (!findings.isEmpty() || node == null) {
      throw new UnreadableServerException(
          ServerMessages.noMessage(String.valueOf(findings.inOrder().get(0))));
    }
    if (!(node instanceof ObjectNode object)) {
      throw new UnreadableServerException(
          ServerMessages.noMessage("it is " + node.typeWithArticle()));
    }
    return object;
  }

  /** Says whether a message is the reply to a request. */
  static boolean isReplyTo(ObjectNode message, long id) {
    return message.get("method") == null
        && message.get("id") instanceof NumberNode number
        && number.token().equals(Long.toString(id));
  }

  /** Says whether a message asks for something. */
  static boolean isRequest(ObjectNode message) {
    return message.get("method") != null && message.get("id") != null;
  }

  /** Returns the result of a reply. */
  static ObjectNode result(String method, ObjectNode reply) throws UnreadableServerException {
    if (reply.get("error") instanceof ObjectNode error) {
      String code = error.get("code") instanceof NumberNode number ? number.token() : "?";
      String message = error.get("message") instanceof TextNode text ? text.text() : "";
      throw new UnreadableServerException(ServerMessages.error(method, code, message));
    }
    if (reply.get("result") instanceof ObjectNode result) {
      return result;
    }
    throw new UnreadableServerException(ServerMessages.noResult(method));
  }

  static Optional<String> text(ObjectNode object, String key) {
    return object.get(key) instanceof TextNode text ? Optional.of(text.text()) : Optional.empty();
  }
}
