package dev.mcppolicy.mcp.foreign;

import dev.mcppolicy.Policy;
import dev.mcppolicy.mcp.InOrder;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapperSupplier;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** The servers that others wrote, as {@code .ci/foreign} installs them. */
final class Servers {

  /** Where they are installed. */
  static final String FOLDER = "mcppolicy.foreign";

  static final Policy ALLOW_EVERYTHING = Policy.parse("{\"version\":\"1\",\"default\":\"allow\"}");

  private Servers() {}

  /**
   * Connects to a server over its standard input and output.
   *
   * @param name the name of the server's package, without its scope
   */
  static Client connect(Way way, Policy policy, Host host, String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(module(name).resolve("dist").resolve("index.js").toString());
    command.addAll(List.of(arguments));
    McpClientTransport transport =
        new StdioClientTransport(
            ServerParameters.builder("node").args(command).build(),
            ServiceLoader.load(McpJsonMapperSupplier.class).findFirst().orElseThrow().get());
    return way.connect(way.wrapsTransport() ? transport : new InOrder(transport), policy, host);
  }

  /** Returns the folder of an installed package of the protocol's own scope. */
  static Path module(String name) {
    Path module = modules().resolve("@modelcontextprotocol").resolve(name);
    if (!Files.isDirectory(module)) {
      throw new IllegalStateException(module + " is missing; run .ci/foreign");
    }
    return module;
  }

  static Path modules() {
    String folder = System.getProperty(FOLDER);
    if (folder == null) {
      throw new IllegalStateException("-D" + FOLDER + " is missing; run .ci/foreign");
    }
    return Path.of(folder, "node_modules");
  }
}
