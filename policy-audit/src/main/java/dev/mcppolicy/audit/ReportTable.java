package dev.mcppolicy.audit;

import java.util.List;
import java.util.Optional;

/**
 * The rows of a report that are of one kind, those with most calls first.
 *
 * @param rows the rows
 * @param other the calls of all that found no room, if there are such; its name is empty
 */
public record ReportTable(List<ReportRow> rows, Optional<ReportRow> other) {

  /** Copies the list. */
  public ReportTable {
    rows = List.copyOf(rows);
  }
}
