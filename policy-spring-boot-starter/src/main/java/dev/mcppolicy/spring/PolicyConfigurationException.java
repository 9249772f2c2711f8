package dev.mcppolicy.spring;

/** Says why an application must not start: a connection would have no policy, or a wrong one. */
final class PolicyConfigurationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String action;

  /**
   * Creates an exception.
   *
   * @param message what is wrong
   * @param action what to do
   */
  PolicyConfigurationException(String message, String action) {
    super(message);
    this.action = action;
  }

  String action() {
    return action;
  }
}
