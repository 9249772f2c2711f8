package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The files of a log. */
final class AuditFiles {

  private AuditFiles() {}

  private record Numbered(Path file, long first) {}

  /** Returns files in the order of their first records; those without a record come last. */
  static List<Path> inOrder(List<Path> files) throws IOException {
    List<Numbered> numbered = new ArrayList<>();
    for (Path file : files) {
      numbered.add(new Numbered(file, first(file)));
    }
    numbered.sort(Comparator.comparingLong(Numbered::first));
    return numbered.stream().map(Numbered::file).toList();
  }

  private static long first(Path file) throws IOException {
    try (AuditReader reader = AuditReader.open(file)) {
      return reader.next().map(AuditRecord::number).orElse(Long.MAX_VALUE);
    } catch (AuditFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
