package dev.mcppolicy.redis;

import dev.mcppolicy.store.CounterId;
import dev.mcppolicy.store.Window;
import java.time.Duration;
import java.util.List;

/** What this module tells people, side by side. */
final class RedisMessages {

  private RedisMessages() {}

  static String tooManyPending(int max) {
    return "Redis has not answered " + max + " requests yet; no more are sent until it does";
  }

  static String brokenReply() {
    return "Redis answered something that is cut or no answer of the script";
  }

  static String unknownReply(String word) {
    return "Redis answered `" + word + "`, which the script does not say here";
  }

  static String tooSlow(Duration timeout) {
    return "Redis did not answer within " + timeout;
  }

  static String cannotFindWindow(int attempts) {
    return "The clock of the server moved out of the windows it was sent " + attempts + " times";
  }

  static String closedReservation() {
    return "The reservation was given up before it was made";
  }

  static String tooManyLocal(int max) {
    return "Redis is away, and " + max + " calls wait to be counted there; no more are let through";
  }

  static String closed() {
    return "The store is closed";
  }

  static String notCounted() {
    return "What was spent while Redis was away could not be counted there for one call";
  }

  static String tooManyDigits() {
    return "max must have at most 2000 digits before and after its point";
  }

  static String chargedTwice(CounterId counter) {
    return "charges must not name a counter of an owner twice: " + counter;
  }

  static String foreignTicket() {
    return "ticket is not of this store";
  }

  static String returnedPastEnd(int charges, Object returned) {
    return "returned must name charges below " + charges + ": " + returned;
  }

  static String windowTooFine(Window.Calendar window) {
    return "Redis counts time in microseconds, and a window on the clock of "
        + window.length()
        + " does not start at whole ones; use a length of whole microseconds";
  }

  static String notTogether(CounterId one, CounterId other) {
    return "one call may be charged to the counters "
        + name(one)
        + " and "
        + name(other)
        + ", whose keys are on different nodes of the cluster when keys are spread by owner; give"
        + " them the same scope and per, or build the store without spreadByOwner()";
  }

  private static String name(CounterId id) {
    List<String> per = id.per();
    return "`" + id.name() + "` (scope " + id.scope() + (per.isEmpty() ? "" : ", per " + per) + ")";
  }

  static String differentTags() {
    return "the charges of this call belong to different owners, whose keys are on different nodes"
        + " of the cluster";
  }

  static String evicts(String policy) {
    return "Redis may evict keys (maxmemory-policy is "
        + policy
        + "), and an evicted counter is a refilled budget; set it to noeviction, or build the store"
        + " with toleratingEviction()";
  }

  static String notAPrefix(String prefix) {
    return "prefix must be letters, digits, or any of - . _ /, and not empty: " + prefix;
  }

  static String notPositive(String name, Duration value) {
    return name + " must be longer than zero: " + value;
  }

  static String notAShare(Object share) {
    return "share must be above 0 and at most 1: " + share;
  }

  static String tooFew(String name, long value) {
    return name + " must be >= 1: " + value;
  }
}
