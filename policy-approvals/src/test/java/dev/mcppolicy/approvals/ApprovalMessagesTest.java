package dev.mcppolicy.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The sentences that no other test reads. */
class ApprovalMessagesTest {

  private static final Path FILE = Path.of("approvals");

  @Test
  void sentencesForWhoeverRunsAHost() {
    assertThat(ApprovalMessages.fileBroken(FILE, "the file is cut off or damaged"))
        .isEqualTo(
            "The approvals in approvals are void, since the file is cut off or damaged; whoever"
                + " waits has to ask again. The file was kept beside it, as .broken");
    assertThat(ApprovalMessages.fileOfAnotherKind(FILE))
        .isEqualTo("file must be one that this version has written: approvals");
    assertThat(ApprovalMessages.cantWrite(FILE))
        .isEqualTo("approvals could not be written to approvals");
    assertThat(ApprovalMessages.cantRead(FILE))
        .isEqualTo("approvals could not be read from approvals");
    assertThat(ApprovalMessages.LISTENER_FAILED)
        .isEqualTo("An approval listener failed; approvals stand");
    assertThat(ApprovalMessages.CLOCK_SET_BACK)
        .isEqualTo(
            "The clock was set back since approvals were written; they are void, whoever waits has"
                + " to ask again");
    assertThat(ApprovalMessages.NOT_WRITTEN_AT_THE_END)
        .isEqualTo(
            "The time that approvals have stood could not be written down; what elapsed since the"
                + " last change counts by the clock alone");
  }

  @Test
  void sentencesForWhoeverWritesAHost() {
    assertThat(ApprovalMessages.ALREADY_CLOSED).isEqualTo("The queue is closed");
    assertThat(ApprovalMessages.TOO_MANY_STANDING)
        .isEqualTo("no more standing approvals can be kept; revoke some");
    assertThat(ApprovalMessages.notLongerThanZero("kept", Duration.ZERO))
        .isEqualTo("kept must be longer than zero: PT0S");
    assertThat(ApprovalMessages.tooLong("kept", Duration.ofHours(1), Duration.ofHours(2)))
        .isEqualTo("kept must be at most PT1H: PT2H");
    assertThat(ApprovalMessages.tooSmall("all", 1, 0)).isEqualTo("all must be >= 1: 0");
  }
}
