/**
 * The definitions of tools as somebody reviewed them: locking them, saying what a server changed
 * since, finding what in them speaks to a model behind the reader's back, and judging arguments by
 * the locked schemas.
 *
 * <p>Begin with {@link dev.mcppolicy.tools.lock.ToolLock}.
 */
@NullMarked
package dev.mcppolicy.tools.lock;

import org.jspecify.annotations.NullMarked;
