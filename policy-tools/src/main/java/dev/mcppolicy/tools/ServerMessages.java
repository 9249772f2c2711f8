package dev.mcppolicy.tools;

import dev.mcppolicy.internal.text.Shown;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;

/**
 * Why the tools of a server can't be listed. Whatever the server wrote is shortened and visible.
 */
final class ServerMessages {

  private static final int MOST = 200;

  private ServerMessages() {}

  static String shown(String text) {
    return Shown.quoted(text, MOST);
  }

  static String cantStart(String program, IOException failure) {
    return shown(program) + " can't be started: " + shown(String.valueOf(failure.getMessage()));
  }

  static String wrongEnvironment() {
    return "its environment can't be set: no name may hold \"=\", and neither a name nor a value NUL";
  }

  static String ended(String last) {
    return "it ended before it had answered"
        + (last.isBlank() ? "" : ", after " + shown(last.strip()));
  }

  static String tooSlow(Duration time) {
    return String.format(Locale.ROOT, "it took longer than %.1f seconds", time.toMillis() / 1000.0);
  }

  static String tooMuch(long most) {
    return "it wrote more than " + most + " bytes";
  }

  static String bigMessage(int most) {
    return "it wrote a message of more than " + most + " bytes";
  }

  static String noMessage(String problem) {
    return "it answered with what is no message: " + problem;
  }

  static String error(String method, String code, String message) {
    return "it answered " + method + " with the error " + shown(code) + ": " + shown(message);
  }

  static String noResult(String method) {
    return "it answered " + method + " with neither a result nor an error";
  }

  static String unknownVersion(String version) {
    return "it speaks the version " + shown(version) + " of the protocol, which isn't known";
  }

  static String noTools() {
    return "a page of its list has no \"tools\"";
  }

  static String tooDeep(int most) {
    return "its list is nested more than " + most + " levels deep";
  }

  static String badCursor() {
    return "its \"nextCursor\" is no text, or one of more than 4096 characters";
  }

  static String loop() {
    return "its list never ends: it gave the same cursor twice";
  }

  static String tooManyPages(int most) {
    return "its list has more than " + most + " pages";
  }

  static String tooManyRequests(int most) {
    return "it sent more than " + most + " messages that nobody asked for";
  }

  static String cantTalk(Exception failure) {
    return "it can't be talked to: "
        + shown(failure.getClass().getSimpleName() + ": " + failure.getMessage());
  }

  static String status(int status) {
    return switch (status) {
      case 401, 403 -> "it asks for authorization (status " + status + "); give it a header";
      case 404, 405 -> "there is no Streamable HTTP endpoint (status " + status + ")";
      default ->
          status / 100 == 3
              ? "it points elsewhere (status " + status + "), which isn't followed"
              : "it answered with status " + status;
    };
  }

  static String noReply() {
    return "its answer held no reply";
  }

  static String wrongType(String type) {
    return "it answered with " + shown(type) + ", which is neither JSON nor a stream of events";
  }

  // Configurations

  static String noServers() {
    return "there is no object \"mcpServers\"";
  }

  static String neitherCommandNorUrl() {
    return "it has neither a \"command\" nor a \"url\"";
  }

  static String wrongMember(String key, String wanted) {
    return "\"" + key + "\" must be " + wanted;
  }

  static String oldTransport() {
    return "it speaks HTTP with SSE, the transport of 2024; Streamable HTTP is needed";
  }

  static String wrongUrl() {
    return "\"url\" must be an http or https URL with a host and without a password";
  }

  static String noVariable(String name) {
    return "the environment variable " + shown(name) + " is not set";
  }

  static String disabled() {
    return "it is disabled";
  }
}
