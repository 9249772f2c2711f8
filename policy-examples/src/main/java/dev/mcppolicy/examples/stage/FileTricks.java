package dev.mcppolicy.examples.stage;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A folder with an open and a secret part, and the ways to write that lead from the one into the
 * other.
 *
 * @param root holds {@code open}, {@code secret.txt}, and a link in {@code open} that leads there
 */
public record FileTricks(Path root) {

  private static final String SECRET = "secret";

  /** Creates the folder. */
  public static FileTricks prepare() throws IOException {
    Path root = Files.createTempDirectory("files").toRealPath();
    Path open = Files.createDirectory(root.resolve("open"));
    Files.createDirectory(root.resolve("open-too"));
    Files.createSymbolicLink(open.resolve("link.txt"), root.resolve("secret.txt"));
    return new FileTricks(root).restored();
  }

  /** Returns the part that is meant to be written. */
  public Path open() {
    return root.resolve("open");
  }

  /** Returns ways to write the secret, or beside the open part, by what is tried with each. */
  public Map<String, Object> paths() {
    Map<String, Object> paths = new LinkedHashMap<>();
    String open = open().toString();
    paths.put("the file itself", root + "/secret.txt");
    paths.put("dot-dot", open + "/../secret.txt");
    paths.put("dot, slashes, dot-dot", open + "/.//..//./secret.txt");
    paths.put("a folder that isn't there", open + "/none/../../secret.txt");
    paths.put("backslashes", open + "\\..\\secret.txt");
    paths.put("a name that begins alike", root + "/open-too/new.txt");
    paths.put("percent-encoded dots", open + "/%2e%2e/secret.txt");
    paths.put("a percent-encoded slash", open + "/..%2fsecret.txt");
    paths.put("full-width dots", open + "/\uff0e\uff0e/secret.txt");
    paths.put("a NUL", root + "/secret.txt\u0000" + open);
    paths.put("a file URL", "file://" + root + "/secret.txt");
    paths.put("a relative path", "../secret.txt");
    paths.put("home", "~/secret.txt");
    paths.put("two slashes", "/" + root + "/secret.txt");
    paths.put("a list of one", List.of(root + "/secret.txt"));
    paths.put("a symbolic link", open + "/link.txt");
    return paths;
  }

  /** Says whether the secret, or anything else beside the open part, is not as it was. */
  public boolean harmed() throws IOException {
    return !beside().equals(List.of(root.resolve("open-too"), root.resolve("secret.txt")))
        || !Files.readString(root.resolve("secret.txt")).equals(SECRET);
  }

  /** Puts everything beside the open part back. */
  public FileTricks restored() throws IOException {
    for (Path file : beside()) {
      if (!Files.isDirectory(file)) {
        Files.delete(file);
      }
    }
    Files.writeString(root.resolve("secret.txt"), SECRET);
    return this;
  }

  /** Removes the folder. */
  public void remove() throws IOException {
    for (Path file : all(root).sorted(Comparator.reverseOrder()).toList()) {
      Files.delete(file);
    }
  }

  private List<Path> beside() throws IOException {
    return all(root)
        .filter(file -> !file.equals(root) && !file.startsWith(open()))
        .sorted()
        .toList();
  }

  private static Stream<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.toList().stream();
    }
  }

  /** Returns a transport to the file server of the MCP project that may write in a folder. */
  public static McpClientTransport server(String program, Path folder) {
    return new StdioClientTransport(
        ServerParameters.builder("node").args(program, folder.toString()).build(),
        McpJsonDefaults.getMapper());
  }
}
