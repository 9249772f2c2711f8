package dev.mcppolicy.audit;

/**
 * How an audit log fares.
 *
 * @param waiting how many records wait to be written
 * @param written how many records were written since it was opened
 * @param dropped how many decisions could not be written down since it was opened
 * @param available whether the last attempt to write succeeded
 */
public record AuditStats(long waiting, long written, long dropped, boolean available) {}
