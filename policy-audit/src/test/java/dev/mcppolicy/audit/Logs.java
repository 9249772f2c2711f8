package dev.mcppolicy.audit;

import dev.mcppolicy.Limit;
import dev.mcppolicy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What tests of logs share. */
final class Logs {

  static final Policy POLICY =
      Policy.denyByDefault()
          .tool("run", tool -> {})
          .tool("pay", tool -> tool.limit(Limit.of(1, "minute")))
          .build();

  private Logs() {}

  static List<AuditRecord> read(Path file) {
    List<AuditRecord> records = new ArrayList<>();
    try (AuditReader reader = AuditReader.open(file)) {
      for (var next = reader.next(); next.isPresent(); next = reader.next()) {
        records.add(next.get());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return records;
  }

  static <T extends AuditRecord> List<T> read(Path file, Class<T> type) {
    return read(file).stream().filter(type::isInstance).map(type::cast).toList();
  }

  static List<String> kinds(Path file) {
    return read(file).stream().map(record -> record.getClass().getSimpleName()).toList();
  }

  static Verification verify(Path... files) throws IOException {
    return AuditVerifier.create().verify(List.of(files));
  }
}
