package dev.mcppolicy.internal.model;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a policy says.
 *
 * @param allowByDefault whether a tool that no key names is allowed
 * @param shadow whether everything is only recorded
 * @param hide names and globs of hidden tools
 * @param hideDenied whether what is never allowed is hidden too
 * @param approvalTimeout how long an approval may take
 * @param definitions what becomes of tools whose definition isn't the reviewed one
 * @param allTools what holds for every call, or null
 * @param tools what holds for the tools that a key names
 */
public record PolicyModel(
    boolean allowByDefault,
    boolean shadow,
    List<String> hide,
    boolean hideDenied,
    Duration approvalTimeout,
    DefinitionRules definitions,
    @Nullable ToolEntry allTools,
    List<ToolEntry> tools) {}
