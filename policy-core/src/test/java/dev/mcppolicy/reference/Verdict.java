package dev.mcppolicy.reference;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the reference answers to a call.
 *
 * @param allowed whether it may go out
 * @param code why not; null when allowed
 * @param rules the pointers any of which may be named for the code, each with the text that the
 *     policy fixes for it, or null where the sentence is the engine's own
 * @param retryAfter how long to wait, or null where no waiting helps
 * @param shadow what enforcing would have answered; null unless allowed, or when it would allow too
 * @param shadowRules the pointers any of which may be named for the shadow code
 * @param asked whether the approver was asked
 */
record Verdict(
    boolean allowed,
    @Nullable String code,
    Map<String, @Nullable String> rules,
    @Nullable Duration retryAfter,
    @Nullable String shadow,
    Map<String, @Nullable String> shadowRules,
    boolean asked) {}
