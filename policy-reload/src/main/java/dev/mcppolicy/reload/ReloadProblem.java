package dev.mcppolicy.reload;

import dev.mcppolicy.PolicyProblem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Why the policy in force stays, though its file is another, or is gone.
 *
 * @param kind what kind of problem it is
 * @param grant whose policy it is; empty for the one of every other caller
 * @param file the file
 * @param time when it was found
 * @param message the whole of it, for a person
 * @param problems the problems of the document, if it doesn't load
 */
public record ReloadProblem(
    Kind kind,
    Optional<String> grant,
    Path file,
    Instant time,
    String message,
    List<PolicyProblem> problems) {

  /** What kind of problem it is. The ids are stable. */
  public enum Kind {
    /** The file is gone, must not be read, or is no file. */
    UNREADABLE,
    /** The file is another at each look. */
    UNSTABLE,
    /** The document doesn't load. */
    INVALID,
    /** The guard lets no wider policy in, and this one is wider, or that can't be decided. */
    WIDER,
    /** The guard wants a signature, and there is none that is right. */
    UNSIGNED,
    /** The signature is right, but of a policy that was in force before. */
    REPLAYED,
    /** Something failed; it is tried again. */
    FAILED;

    /** Returns the stable id, as in {@code unreadable}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the list. */
  public ReloadProblem {
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(grant, "grant");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(message, "message");
    problems = List.copyOf(problems);
  }

  /** Returns the message. */
  @Override
  public String toString() {
    return message;
  }
}
