package dev.mcppolicy;

import java.util.Locale;

/** Why a call was not simply let through. The ids are stable, and part of the policy language. */
public enum Code {
  /** The policy hides the tool. */
  HIDDEN,
  /** No key of the policy names the tool, and what isn't named is denied. */
  NOT_LISTED,
  /** The tool's action is to deny. */
  DENIED,
  /** The definition of the tool isn't the one that was reviewed, or nothing is known of it. */
  DEFINITION_CHANGED,
  /** The call carries an argument that isn't among the allowed ones. */
  ARGUMENT_NOT_ALLOWED,
  /** The arguments don't fit the reviewed schema of the tool, or that can't be told. */
  INVALID_ARGUMENTS,
  /** A predicate that must hold doesn't, or can't be judged. */
  REQUIRE_FAILED,
  /** A predicate that must not hold does, or can't be judged. */
  DENY_IF_MATCHED,
  /** What the call would spend isn't a number that can be spent. */
  INVALID_AMOUNT,
  /** The value by which a limit is counted is missing, or no scalar. */
  INVALID_KEY,
  /** A limit has no room. */
  LIMIT_EXCEEDED,
  /** As many calls as may be are in flight. */
  CONCURRENCY_EXCEEDED,
  /** The store has no room for another key. */
  STORE_FULL,
  /** The store didn't answer, or answered that it can't. */
  STORE_UNAVAILABLE,
  /** Somebody said no, or nobody can be asked. */
  APPROVAL_DENIED,
  /** Nobody answered in time. */
  APPROVAL_TIMEOUT,
  /** Nobody has answered yet; the same call may be made again later. */
  APPROVAL_PENDING,
  /** Enforcing would have asked for approval: said of shadow mode and in explanations only. */
  APPROVAL_REQUIRED,
  /** What was decided could not be written down, so the call is not sent. */
  AUDIT_UNAVAILABLE,
  /** The grant has no policy. */
  NO_POLICY,
  /** The call has no name, or its arguments are no object that can be copied. */
  INVALID_CALL,
  /** Something failed while judging. */
  INTERNAL_ERROR;

  private final String id = name().toLowerCase(Locale.ROOT);

  /** Returns the stable id, as in {@code limit_exceeded}. */
  public String id() {
    return id;
  }

  /** Returns the {@link #id()}. */
  @Override
  public String toString() {
    return id;
  }
}
