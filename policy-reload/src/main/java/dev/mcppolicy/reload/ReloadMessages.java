package dev.mcppolicy.reload;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;

/** What this module says to people. */
final class ReloadMessages {

  private ReloadMessages() {}

  static String reloaded(Path file, String older, String newer) {
    return file + ": " + older + " was replaced by " + newer;
  }

  static String cantBeRead(Path file, IOException failure) {
    String why =
        failure instanceof NoSuchFileException
            ? "there is no such file"
            : failure instanceof AccessDeniedException
                ? "it must not be read"
                : String.valueOf(failure.getMessage());
    return file + " can't be read: " + why;
  }

  static String notAFile(Path file) {
    return file + " can't be read: it is no regular file";
  }

  static String unstable(Path file, int looks) {
    return file + " was another at each of " + looks + " looks; write it once, or rename it";
  }

  static String wider(Path file, boolean signable) {
    return file
        + " would let through what is denied now, or that can't be decided"
        + (signable ? "; sign it: " : "; restart to take it");
  }

  static String unsigned(Path file) {
    return file + " is not signed: ";
  }

  static String noSignature(Path signature) {
    return signature + " holds no Ed25519 signature of 64 bytes, bare or in Base64";
  }

  static String wrongSignature(Path signature) {
    return signature + " is no signature of these bytes by a key that is trusted";
  }

  static String replayed(Path file) {
    return file
        + " was in force before and is wider than what is now; to go back to it, change its"
        + " description and sign it again";
  }

  static String crowded(Path file) {
    return file
        + " is wider, and more policies were in force than are remembered; restart to take it";
  }

  static String failed(Path file, Throwable failure) {
    return file + " could not be taken, and will be tried again: " + failure;
  }

  static String notEd25519(PublicKey key) {
    return "key must be an Ed25519 key: " + key.getAlgorithm();
  }

  static String notLongerThanZero(Duration interval) {
    return "interval must be longer than zero: " + interval;
  }

  static String noFile() {
    return "files must not be empty";
  }

  static String unknownGrant(String grant) {
    return "grant must have a file: " + grant;
  }

  static String lookFailed() {
    return "A look at the files of policies failed; the next one comes";
  }

  static String listenerFailed(ReloadListener listener) {
    return "A reload listener failed; reloads go on: " + listener.getClass();
  }

  static String listenerIsSlow(ReloadListener listener, int most) {
    return "A reload listener is more than "
        + most
        + " events behind; those it is not told: "
        + listener.getClass();
  }
}
