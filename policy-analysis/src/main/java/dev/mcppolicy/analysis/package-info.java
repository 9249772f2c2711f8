/** Finds what is suspicious in a policy, and what differs between two. */
@NullMarked
package dev.mcppolicy.analysis;

import org.jspecify.annotations.NullMarked;
