package dev.mcppolicy.audit;

import dev.mcppolicy.Code;

/**
 * Why calls were denied, or would have been.
 *
 * @param code why
 * @param rule what decided, as a JSON Pointer into the policy, cut if it is very long
 * @param message what the agent of the first of these calls was told, cut if it is very long; empty
 *     if all were allowed
 * @param denied how many calls it denied
 * @param nearlyDenied how many it would have denied, had it not been in shadow mode
 */
public record Reason(Code code, String rule, String message, long denied, long nearlyDenied) {}
