/** How files of policy tests become nodes of JUnit's tree. */
@NullMarked
package dev.mcppolicy.junit.internal;

import org.jspecify.annotations.NullMarked;
