/**
 * Writes every decision and outcome to a file that shows when it was changed, reads such files, and
 * verifies them.
 *
 * <p>{@link dev.mcppolicy.audit.AuditReader} reads what was recorded.
 */
@NullMarked
package dev.mcppolicy.audit;

import org.jspecify.annotations.NullMarked;
