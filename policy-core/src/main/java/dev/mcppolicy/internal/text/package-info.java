/** Every sentence that a person or an agent reads, side by side. */
@NullMarked
package dev.mcppolicy.internal.text;

import org.jspecify.annotations.NullMarked;
