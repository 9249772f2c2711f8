/**
 * Tests of policies as JUnit tests: {@link dev.mcppolicy.junit.PolicyTests} runs files with one
 * line of Java, {@link dev.mcppolicy.junit.PolicyTester} tells a test in Java.
 */
@NullMarked
package dev.mcppolicy.junit;

import org.jspecify.annotations.NullMarked;
