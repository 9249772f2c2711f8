/**
 * Tests of policies: reading and running {@code *.policy-tests.json} in virtual time, measuring
 * what they reach, and weakening the policy to see whether they notice.
 *
 * <p>Begin with {@link dev.mcppolicy.testing.PolicyTestSuite}.
 */
@NullMarked
package dev.mcppolicy.testing;

import org.jspecify.annotations.NullMarked;
