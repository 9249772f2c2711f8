package dev.mcppolicy.audit;

/** What this module says to people: of files that can't be read, written or trusted. */
final class AuditMessages {

  private AuditMessages() {}

  // Why a line is no record

  static String noObject() {
    return "the line is no JSON object";
  }

  static String noJson(String why) {
    return "the line is no JSON: " + why;
  }

  static String tooLong() {
    return "the line is longer than any record";
  }

  static String otherVersion() {
    return "the record is of another version than 1, which this program can't read";
  }

  static String missingField(String name) {
    return "the field \"" + name + "\" is missing";
  }

  static String unknownField(String name) {
    return "the field \"" + name + "\" is unknown";
  }

  static String wrongField(String name, String what) {
    return "the field \"" + name + "\" must be " + what;
  }

  static String unknownValue(String name, String value) {
    return "the field \"" + name + "\" is \"" + value + "\", which is unknown";
  }

  static String noBase64(String name) {
    return "the field \"" + name + "\" must be Base64 of what was encrypted";
  }

  // Why a log can't be set up

  static String noAesKey() {
    return "key must be a key for AES, of 16, 24 or 32 bytes";
  }

  static String cantSeal() {
    return "the arguments can't be encrypted";
  }

  static String noSigningKeys() {
    return "keys must be an Ed25519 key pair";
  }

  static String negativeInterval(java.time.Duration interval) {
    return "interval must be longer than zero: " + interval;
  }

  static String inUse(java.nio.file.Path lock) {
    return "another log is writing there: " + lock + " is locked";
  }

  static String damaged() {
    return "the line isn't what was written; verify the log, then move its files away";
  }

  // Why something can't be recorded

  static String queueFull(int capacity) {
    return "the queue of the audit log is full, with " + capacity + " decisions that wait";
  }

  static String closed() {
    return "the audit log is closed";
  }
}
