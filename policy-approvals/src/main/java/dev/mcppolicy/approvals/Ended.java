package dev.mcppolicy.approvals;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers for a while how requests have ended, to tell whoever decides too late. */
final class Ended {

  private static final int MOST = 1_000;

  private final Map<String, ApprovalResponse> responses =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ApprovalResponse> eldest) {
          return size() > MOST;
        }
      };

  void note(QueuedApproval approval) {
    switch (approval.state()) {
      case USED -> responses.put(approval.id(), ApprovalResponse.ALREADY_USED);
      case EXPIRED -> responses.put(approval.id(), ApprovalResponse.EXPIRED);
      case WAITING, APPROVED, DENIED -> responses.remove(approval.id());
    }
  }

  /** Notes that a request was decided by an answer that covers more than it. */
  void decided(String id) {
    responses.put(id, ApprovalResponse.ALREADY_DECIDED);
  }

  ApprovalResponse of(String id) {
    return responses.getOrDefault(id, ApprovalResponse.UNKNOWN);
  }
}
