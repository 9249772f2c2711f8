package dev.mcppolicy.audit;

/**
 * What a log says of its own gaps.
 *
 * @param dropped how many decisions were not written down
 * @param torn how many lines were never finished, because the writer died
 * @param opened how often a writer began
 * @param closed how often a writer ended as it should
 * @param unreadable how many lines are no records
 * @param unmatched how many outcomes belong to no decision that was read, or to one that was read
 *     too long before
 */
public record Gaps(
    long dropped, long torn, long opened, long closed, long unreadable, long unmatched) {}
