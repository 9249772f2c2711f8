package dev.mcppolicy.examples.stage;

import java.util.List;
import java.util.Map;

/**
 * A tool of a public catalogue of MCP servers, by the name and description that its server gives
 * it. Some servers describe nothing.
 *
 * @param server the server that has it
 * @param policy the name of its recommended policy among those of the examples
 * @param name its name
 * @param description what its server says of it
 * @param arguments the arguments of a typical call, by parameter
 */
public record CatalogueTool(
    String server, String policy, String name, String description, Map<String, Object> arguments) {

  /** The five that the example calls. */
  public static final List<CatalogueTool> FIVE =
      List.of(
          new CatalogueTool(
              "Security Copilot",
              "five-tools/security-copilot-run-prompt",
              "run_prompt",
              "",
              Map.of("prompt", "List incidents of the last day")),
          new CatalogueTool(
              "Http",
              "five-tools/http-run",
              "run",
              "Runs a script or file with",
              Map.of("file", "build.sh")),
          new CatalogueTool(
              "Python",
              "five-tools/python-run",
              "run",
              "Auto-detects test framework (pytest/jest/vitest/mocha), runs tests, returns"
                  + " structured results with failures.",
              Map.of("path", "/app", "framework", "pytest")),
          new CatalogueTool(
              "Search",
              "five-tools/search-run-command",
              "run_command",
              "Run a command on this",
              Map.of("command", "ls -la")),
          new CatalogueTool(
              "Prometheus",
              "five-tools/prometheus-start-security-scan",
              "start_security_scan",
              "",
              Map.of("target", "all")));

  /** Returns a server that has this tool, and one that no policy names. */
  public DemoServer serve() {
    return DemoServer.named(server)
        .tool(name, description, List.copyOf(arguments.keySet()), given -> "ran")
        .tool("upload_plugin", "", List.of(), given -> "uploaded");
  }
}
