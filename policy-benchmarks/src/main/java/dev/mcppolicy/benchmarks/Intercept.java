package dev.mcppolicy.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * PolicyLayer's Intercept, a proxy in a process of its own between a client and its server. Its
 * policy is that of the guarded clients as it says it: the same three conditions and a limit that
 * always has room, beside the rules of 99 other tools. All else is as its makers ship it.
 *
 * <p>An environment variable names the program, and where there is none this isn't measured.
 */
public final class Intercept {

  private static final String VARIABLE = "INTERCEPT";

  private static final String RULES =
      """
        %s:
          rules:
            - name: "three conditions"
              conditions:
                - path: "args.amount"
                  op: "lte"
                  value: 500
                - path: "args.currency"
                  op: "in"
                  value: ["eur", "usd", "gbp"]
                - path: "args.path"
                  op: "regex"
                  value: "^/app/src/"
            - name: "a limit"
              rate_limit: 1000000000/day
      """;

  private static final String OTHER_RULES =
      """
        tool_%1$d:
          rules:
            - name: "a condition"
              conditions:
                - path: "args.n"
                  op: "lte"
                  value: %1$d
      """;

  private Intercept() {}

  /** Returns the program, or null if none is named. */
  public static @Nullable Path program() {
    String named = System.getenv(VARIABLE);
    return named == null || named.isBlank() ? null : Path.of(named);
  }

  /** Returns a folder of its own, with its policy. */
  static Path folder() throws IOException {
    StringBuilder policy = new StringBuilder("version: \"1\"\ndefault: deny\ntools:\n");
    for (int i = 1; i < Cases.TOOLS; i++) {
      policy.append(OTHER_RULES.formatted(i));
    }
    policy.append(RULES.formatted(Cases.TOOL));
    Path folder = Files.createTempDirectory("intercept");
    Files.writeString(policy(folder), policy);
    return folder;
  }

  private static Path policy(Path folder) {
    return folder.resolve("policy.yaml");
  }

  /** Returns what starts it in its folder, and a server behind it. */
  static List<String> command(Path folder, List<String> server) {
    Path program = program();
    if (program == null) {
      throw new IllegalStateException(VARIABLE + " names no program");
    }
    List<String> own =
        List.of(
            program.toString(),
            "--config",
            policy(folder).toString(),
            "--state-dir",
            folder.resolve("state").toString(),
            "--");
    return Stream.concat(own.stream(), server.stream()).toList();
  }

  /** Deletes its folder, once it has ended. */
  static void forget(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
