package dev.mcppolicy.audit;

import java.nio.file.Path;
import java.time.Duration;

/** What this module says to people: of files that can't be read, written or trusted. */
final class AuditMessages {

  private AuditMessages() {}

  // Why a line is no record

  static String noObject() {
    return "the line is no JSON object";
  }

  static String noJson() {
    return "the line is no JSON";
  }

  static String noJson(int column) {
    return "the line is no JSON at column " + column + ", or a name stands twice there";
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

  static String negativeInterval(Duration interval) {
    return "interval must be longer than zero: " + interval;
  }

  static String inUse(Path lock) {
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

  static String interrupted() {
    return "interrupted while waiting for the audit log";
  }

  static String notClosed() {
    return "the audit log could not be closed as it should";
  }

  // Why a log can't be set up, continued

  static String noDigestKey() {
    return "key must be a key for HMAC-SHA-256";
  }

  static String shortDigestKey(int length) {
    return "key must have at least 16 bytes: " + length;
  }

  static String nothingToSeal() {
    return "seal needs recordArguments, or there is nothing to encrypt";
  }

  static String lessThanOne(String name, long value) {
    return name + " must be >= 1: " + value;
  }

  static String notLongerThanZero(String name, Duration value) {
    return name + " must be longer than zero: " + value;
  }

  // Why a file can't be written

  static String notOurs(Path file) {
    return file
        + " isn't the file that was written; move it away, and the log goes on in a new one";
  }

  static String cantSign() {
    return "the log can't be signed";
  }

  // What is logged

  static String unavailable() {
    return "the audit log can't be written";
  }

  static String availableAgain() {
    return "the audit log can be written again";
  }

  static String cantRecord() {
    return "a decision can't be written down";
  }

  static String outcomeTooLate() {
    return "the outcome of a call can't be written down, for the audit log is closed";
  }

  static String noKey(Path file, String what) {
    return file + " holds no Ed25519 " + what;
  }

  static String noPair(Path privateKey, Path publicKey) {
    return privateKey + " and " + publicKey + " are no Ed25519 keys that belong together";
  }

  // What verifying shows

  static String changed(long number) {
    return "the record was changed: its hash isn't that of its content, which says that it is record "
        + number;
  }

  static String missing(long from, long to) {
    return from == to
        ? "record " + from + " is missing"
        : "records " + from + " to " + to + " are missing";
  }

  static String outOfOrder(long expected) {
    return "the record stands twice or in the wrong place: record " + expected + " should be here";
  }

  static String otherPast() {
    return "the record doesn't follow the one before, of which something was changed";
  }

  static String afterClosing() {
    return "the record follows the closing one, and doesn't open the log again";
  }

  static String notOpened() {
    return "the first record doesn't open the log";
  }

  static String unsignedClosing() {
    return "the closing record bears no signature";
  }

  static String otherKey(String key) {
    return "the signature is of another key, " + key;
  }

  static String badSignature() {
    return "the signature isn't good: something was changed before it";
  }

  static String unfinished(int bytes) {
    return "the last line isn't finished, at " + bytes + (bytes == 1 ? " byte" : " bytes");
  }

  static String empty() {
    return "there is no record";
  }

  static String endIsOpen(long last) {
    return "the log ends with record "
        + last
        + ", which doesn't close it: it is still written to, the process died, or the end was cut off";
  }

  static String notSigned() {
    return "there is no good signature of this key";
  }

  static String unsignedEnd(long signed, long last) {
    return "the last good signature is that of record "
        + signed
        + "; records "
        + (signed + 1)
        + " to "
        + last
        + " could have been changed, and more cut off, by whoever can write the file";
  }

  static String notClosedBefore() {
    return "the log was not closed before, since the process died; what it had not yet forced to the"
        + " disk is lost";
  }

  static String torn(long bytes) {
    return "a line that was never finished was cut off before, of "
        + bytes
        + (bytes == 1 ? " byte" : " bytes");
  }

  static String dropped(long count) {
    return count == 1
        ? "1 decision before could not be written down"
        : count + " decisions before could not be written down";
  }
}
