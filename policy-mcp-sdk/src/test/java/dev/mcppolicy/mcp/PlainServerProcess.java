package dev.mcppolicy.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.McpJsonMapperSupplier;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A {@link PlainServer} in a process of its own. */
final class PlainServerProcess {

  private PlainServerProcess() {}

  /** Returns a transport that starts the process once a client connects. */
  static McpClientTransport transport() {
    return new StdioClientTransport(
        ServerParameters.builder(Path.of(System.getProperty("java.home"), "bin", "java").toString())
            .args(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath(
                    PlainServer.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class),
                PlainServer.class.getName())
            .build(),
        mapper());
  }

  /** Returns the mapper that the line of the SDK brings. */
  static McpJsonMapper mapper() {
    return ServiceLoader.load(McpJsonMapperSupplier.class).findFirst().orElseThrow().get();
  }

  private static String classPath(Class<?>... types) {
    return Stream.of(types)
        .map(PlainServerProcess::placeOf)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String placeOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
