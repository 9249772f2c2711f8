/**
 * Watches the files of policies, and feeds engines with what they become.
 *
 * <p>{@link dev.mcppolicy.reload.PolicySource} is the door.
 */
@NullMarked
package dev.mcppolicy.reload;

import org.jspecify.annotations.NullMarked;
