/**
 * Lets people approve tool calls: a {@linkplain dev.mcppolicy.approvals.ApprovalQueue queue} that a
 * host puts behind a page of its own, {@linkplain dev.mcppolicy.approvals.StandingApprovals
 * standing approvals}, {@linkplain dev.mcppolicy.approvals.CallbackApprover callbacks} and a
 * {@linkplain dev.mcppolicy.approvals.ConsoleApprover console} for examples.
 */
@NullMarked
package dev.mcppolicy.approvals;

import org.jspecify.annotations.NullMarked;
