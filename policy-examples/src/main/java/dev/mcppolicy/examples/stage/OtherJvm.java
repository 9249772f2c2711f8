package dev.mcppolicy.examples.stage;

import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.io.File;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server in a JVM of its own, with the class path of this one. */
public final class OtherJvm {

  private OtherJvm() {}

  /** Returns a transport that starts a program when a client connects, and talks to it. */
  public static McpClientTransport running(Class<?> program, String argument) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new StdioClientTransport(
        ServerParameters.builder(java)
            .args("-XX:TieredStopAtLevel=1", "-cp", classPath(program), program.getName(), argument)
            .build(),
        McpJsonDefaults.getMapper());
  }

  /** Returns where classes come from, also where Maven runs the example in its own JVM. */
  private static String classPath(Class<?> program) {
    return program.getClassLoader() instanceof URLClassLoader loader
        ? Stream.of(loader.getURLs())
            .map(url -> Path.of(URI.create(url.toString())).toString())
            .collect(Collectors.joining(File.pathSeparator))
        : System.getProperty("java.class.path");
  }
}
