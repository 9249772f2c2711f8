package dev.mcppolicy.mcp;

/** The sentences of this module. */
final class Messages {

  static final String CALLER_FAILED = "The host failed to say who calls; the call is denied";

  static final String UNKNOWN_CALLER =
      "The host failed to say who calls, so the call could not be judged and was denied.";

  static final String LATE = "The call was judged too late to be sent, and was denied.";

  static final String EDITED =
      "Approval was given for other arguments, and this request can't be sent with these.";

  static final String TOO_LONG_TO_SHOW =
      "This call is too long to be shown to whoever would approve it.";

  static final String APPROVE_TITLE = "Approve";

  static final String APPROVE_DESCRIPTION = "Let this call through, once.";

  static final String NO_FORMS = "This version of the SDK has no forms to ask the user with";

  static final String NO_SCHEMA = "it is no tool call.";

  static final String UNLISTED = "The list of tools could not be read";

  static final String LEFT = "The caller left before the call was sent";

  static final String CLOSED = "The client was closed before the call was sent";

  static final String TOO_MANY_LISTS =
      "Too many requests for the list of tools wait for an answer; this one was not sent";

  static final String UNFILTERED =
      "The list of tools could not be filtered by the policy, and was withheld";

  static final String UNWANTED = "The call was over before its turn to be sent came";

  static final String UNKNOWN_MESSAGE =
      "A message that is no request, notification or response of the SDK was not sent: the policy"
          + " could not judge it";

  static final String TOO_MANY_ASKED =
      "Too many requests of the server are judged already. Try again later.";

  static final String UNPLAIN =
      "A message holds what is no JSON value, in _meta or in its parameters, and was not sent";

  static final String THREAD_ONLY =
      "callersOnThread says who calls by the thread, and only a McpSyncClient calls on its caller's"
          + " thread; use callers for a McpAsyncClient or a McpClientTransport";

  private Messages() {}

  static String notBlocking(String thread) {
    return "A McpSyncClient blocks, which is not supported in thread " + thread;
  }

  static String unknownMethod(String method) {
    return "Method not found: " + method;
  }

  static String notAToolCall(String method) {
    return "A message with the method "
        + method
        + " is no tool call of the SDK, and was not sent: the policy could not judge it";
  }

  static String notAList(String method) {
    return "A message with the method "
        + method
        + " is no request of the SDK for the list of tools, and was not sent";
  }

  static String namedLikeARequest(String tool) {
    return "The tool "
        + tool
        + " has the name of a request of the protocol, for which the rules of that name are, and"
        + " is denied.";
  }

  static String idInUse(Object id) {
    return "The request id " + id + " belongs to a call that is in flight; the call was not sent";
  }

  static String notLongerThanZero(String name, Object value) {
    return name + " must be longer than zero: " + value;
  }
}
