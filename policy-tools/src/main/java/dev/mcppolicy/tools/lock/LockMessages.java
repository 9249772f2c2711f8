package dev.mcppolicy.tools.lock;

import dev.mcppolicy.internal.text.Shown;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The sentences of this module. */
final class LockMessages {

  private static final int MOST = 60;

  private LockMessages() {}

  static String quoted(String text) {
    return Shown.quoted(text, MOST);
  }

  // Locks

  static String sameServer(String server) {
    return "two servers are called " + quoted(server);
  }

  static String wrongVersion() {
    return "the version of a lock must be the text \"1\"";
  }

  static String unreadable(@Nullable String problem) {
    return "the lock can't be read: " + problem;
  }

  static String noObject(String pointer) {
    return "the lock can't be read: " + pointer + " must be an object";
  }

  static String wrongDigest(String server, String tool) {
    return "the lock can't be trusted: the digest of the tool "
        + quoted(tool)
        + " of "
        + quoted(server)
        + " is not that of its texts and schemas; lock the server again";
  }

  static String unwritable(@Nullable String problem) {
    return "the lock is not written, for it couldn't be read again: " + problem;
  }

  static String readOtherwise() {
    return "it would be another one";
  }

  static String noFile() {
    return "it is no regular file";
  }

  static String unknownServer(String server) {
    return "the lock doesn't know the server " + quoted(server);
  }

  static String serverNotNamed(Set<String> servers) {
    return "the lock knows the servers " + servers + "; say which of them is called";
  }

  // Changes

  private static final System.Logger LOG = System.getLogger("dev.mcppolicy");

  /** Logs a change. */
  static void log(DefinitionEvent event) {
    LOG.log(System.Logger.Level.WARNING, () -> changed(event));
  }

  static String changed(DefinitionEvent event) {
    return "The tool "
        + quoted(event.tool())
        + " of "
        + quoted(event.server())
        + " is not listed as it was reviewed: "
        + event.changes().stream().sorted().map(Object::toString).collect(Collectors.joining(", "));
  }

  // Arguments

  static String noSchema() {
    return "nobody has reviewed a schema of the tool.";
  }

  static String noValidator() {
    return "the host has no validator of JSON Schema, com.networknt:json-schema-validator 2.";
  }

  static String unknownDialect(String dialect) {
    return "its schema is of a dialect that is not known, " + quoted(dialect) + ".";
  }

  static String foreignReference(String pointer) {
    return "its schema refers to another document, at " + pointer + ".";
  }

  static String unusableSchema() {
    return "its schema can't be used.";
  }

  static String unjudgeable() {
    return "they can't be judged by it.";
  }

  static String misfits(String place, String keyword, int more) {
    return "\""
        + keyword
        + "\" is not met at "
        + place
        + (more == 0 ? "." : " (and " + more + " more).");
  }
}
