package dev.mcppolicy.benchmarks.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The goals and the charts, which are data beside this class. */
final class Plan {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Plan() {}

  static List<Goal> goals() {
    return read("goals.json", new TypeReference<>() {});
  }

  static List<Chart> charts() {
    return read("charts.json", new TypeReference<>() {});
  }

  private static <T> T read(String name, TypeReference<T> type) {
    try (InputStream in = Objects.requireNonNull(Plan.class.getResourceAsStream(name), name)) {
      return JSON.readValue(in, type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
