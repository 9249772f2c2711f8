package dev.mcppolicy.approvals;

import java.nio.file.Path;
import java.time.Duration;

/** The sentences of this module. */
final class ApprovalMessages {

  /** What an agent is told whose call can't be put before anybody. */
  static final String TOO_LONG = "This call is too long to be shown to whoever would approve it.";

  /** What an agent is told when too many calls wait. */
  static final String TOO_MANY = "Too many calls wait for approval. Try again later.";

  /** What an agent is told whose call can't be told from those of others. */
  static final String NOBODYS = "This call needs approval, and it isn't known who makes it.";

  /** What an agent is told when the console is gone. */
  static final String CONSOLE_ENDED = "This call needs approval, and there is nobody to ask.";

  static final String COUNTS = "The decision counts.";

  static final String ALREADY_DECIDED = "Somebody else has decided already.";

  static final String ALREADY_USED = "Somebody else has decided already, and the call was made.";

  static final String EXPIRED = "The decision came too late: the request is forgotten.";

  static final String UNKNOWN = "There is no such request.";

  static final String BY_IS_BLANK = "by must not be blank";

  static final String TERMS_DONT_COVER = "terms must cover the call that they answer";

  static final String EDITED_NOT_FINITE = "edited must hold finite numbers only";

  static final String NO_GRANT = "request must be of a known grant";

  static final String ALREADY_CLOSED = "The queue is closed";

  static final String LISTENER_FAILED = "An approval listener failed; approvals stand";

  static final String CLOCK_SET_BACK =
      "The clock was set back since approvals were written; they are void, whoever waits has to ask"
          + " again";

  static final String NOT_WRITTEN_AT_THE_END =
      "The time that approvals have stood could not be written down; what elapsed since the last"
          + " change counts by the clock alone";

  static final String TOO_MANY_STANDING = "no more standing approvals can be kept; revoke some";

  private ApprovalMessages() {}

  static String editedInvalid(String problem) {
    return "edited must be valid: " + problem;
  }

  static String notLongerThanZero(String name, Duration value) {
    return name + " must be longer than zero: " + value;
  }

  static String tooLong(String name, Duration most, Duration value) {
    return name + " must be at most " + most + ": " + value;
  }

  static String tooSmall(String name, long least, long value) {
    return name + " must be >= " + least + ": " + value;
  }

  static final String LOCK_IS_GONE =
      "its lock file was taken away, so that another process may use it; restart this one";

  static String fileInUse(Path file) {
    return "file is in use by another queue: " + file;
  }

  static String fileBroken(Path file, String why) {
    return "The approvals in "
        + file
        + " are void, since "
        + why
        + "; whoever waits has to ask again. The file was kept beside it, as .broken";
  }

  static String fileOfAnotherKind(Path file) {
    return "file must be one that this version has written: " + file;
  }

  static String cantWrite(Path file) {
    return "approvals could not be written to " + file;
  }

  static String cantRead(Path file) {
    return "approvals could not be read from " + file;
  }

  static String consoleQuestion(int number, String described) {
    return "["
        + number
        + "] "
        + described
        + "\nAnswer \"y "
        + number
        + "\" or \"n "
        + number
        + "\".";
  }

  static String consoleUnknown(int number) {
    return "[" + number + "] does not wait (any more).";
  }

  static String consoleHelp() {
    return "Answer with y or n and the number of a question, as in \"y 1\".";
  }
}
