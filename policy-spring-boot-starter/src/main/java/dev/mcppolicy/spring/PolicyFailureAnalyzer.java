package dev.mcppolicy.spring;

import dev.mcppolicy.InvalidPolicyException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Shows why an application doesn't start, without a stack trace. */
final class PolicyFailureAnalyzer implements FailureAnalyzer {

  @Override
  public @Nullable FailureAnalysis analyze(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof PolicyConfigurationException problem) {
        return new FailureAnalysis(String.valueOf(problem.getMessage()), problem.action(), problem);
      }
      if (cause instanceof InvalidPolicyException invalid) {
        return new FailureAnalysis(
            String.valueOf(invalid.getMessage()), StarterMessages.MEND, invalid);
      }
    }
    return null;
  }
}
