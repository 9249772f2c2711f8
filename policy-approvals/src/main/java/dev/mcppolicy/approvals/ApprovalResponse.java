package dev.mcppolicy.approvals;

/** Whether what somebody decided counts, and if not, why. */
public enum ApprovalResponse {
  /** It counts. */
  COUNTS,
  /** Somebody else had decided before. */
  ALREADY_DECIDED,
  /** Somebody else had decided before, and the call was made. */
  ALREADY_USED,
  /** The time was over, and the request was forgotten. */
  EXPIRED,
  /** There is no such request, or it was forgotten long ago. */
  UNKNOWN;

  /** Says whether it counts. */
  public boolean counts() {
    return this == COUNTS;
  }

  /** Returns a sentence for whoever decided. */
  public String message() {
    return switch (this) {
      case COUNTS -> ApprovalMessages.COUNTS;
      case ALREADY_DECIDED -> ApprovalMessages.ALREADY_DECIDED;
      case ALREADY_USED -> ApprovalMessages.ALREADY_USED;
      case EXPIRED -> ApprovalMessages.EXPIRED;
      case UNKNOWN -> ApprovalMessages.UNKNOWN;
    };
  }
}
