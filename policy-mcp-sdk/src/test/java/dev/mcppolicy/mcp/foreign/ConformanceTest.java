package dev.mcppolicy.mcp.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocol's conformance suite, for clients: it finds the same with a policy and without. */
@Tag("foreign")
@Timeout(240)
class ConformanceTest {

  private static final long PATIENCE = 60;

  @TempDir private Path temp;

  @ParameterizedTest
  @ValueSource(strings = {"initialize", "tools_call", "elicitation-sep1034-client-defaults"})
  void everyWayConformsAlike(String scenario) throws Exception {
    List<String> bare = checks(scenario, Way.BARE);

    assertThat(bare).isNotEmpty().anyMatch(check -> check.endsWith(" SUCCESS"));
    assertThat(bare).noneMatch(check -> check.endsWith(" FAILURE"));
    for (Way way : EnumSet.complementOf(EnumSet.of(Way.BARE, Way.ASYNC_BARE))) {
      assertThat(checks(scenario, way)).as("%s", way).containsExactlyElementsOf(bare);
    }
  }

  /** Returns what the suite has checked, and how it went. */
  private List<String> checks(String scenario, Way way) throws IOException, InterruptedException {
    Path results = Files.createTempDirectory(temp, "results");
    Path log = results.resolve("log.txt");
    Process suite =
        new ProcessBuilder(
                Servers.modules().resolve("node").resolve("bin").resolve("node").toString(),
                Servers.module("conformance").resolve("dist").resolve("index.js").toString(),
                "client",
                "--command",
                java() + " @" + arguments(way),
                "--scenario",
                scenario,
                "--timeout",
                Long.toString(TimeUnit.SECONDS.toMillis(PATIENCE)),
                "--output-dir",
                results.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(suite.waitFor(2 * PATIENCE, TimeUnit.SECONDS)).isTrue();
    } finally {
      suite.descendants().forEach(ProcessHandle::destroyForcibly);
      suite.destroyForcibly();
    }
    assertThat(suite.exitValue()).as(Files.readString(log)).isZero();
    return read(results);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** The suite takes its command apart at blanks, so the arguments are in a file. */
  private Path arguments(Way way) throws IOException {
    return Files.writeString(
        temp.resolve(way + ".args"),
        String.join(
            "\n",
            "-XX:TieredStopAtLevel=1",
            "-Dway=" + way,
            "-cp",
            '"' + System.getProperty("java.class.path").replace("\\", "\\\\") + '"',
            ConformanceClient.class.getName()));
  }

  private static List<String> read(Path results) throws IOException {
    List<String> checks = new ArrayList<>();
    try (Stream<Path> files = Files.walk(results)) {
      for (Path file : files.filter(path -> path.endsWith("checks.json")).toList()) {
        for (JsonNode check : new ObjectMapper().readTree(file.toFile())) {
          checks.add(check.path("id").asText() + " " + check.path("status").asText());
        }
      }
    }
    return checks;
  }
}
