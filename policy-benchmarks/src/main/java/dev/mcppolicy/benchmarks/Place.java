package dev.mcppolicy.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.McpJsonMapperSupplier;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a server is. */
public enum Place {
  /** In this JVM: what it is sent and what it answers is JSON all the same. */
  MEMORY {
    @Override
    Connection open(Way way) {
      return new Connection(new MemoryTransport(mapper()), () -> {});
    }
  },
  /** In a JVM of its own, connected by its standard input and output. */
  STDIO {
    @Override
    Connection open(Way way) throws IOException {
      if (way != Way.INTERCEPT) {
        return new Connection(stdio(server()), () -> {});
      }
      Path folder = Intercept.folder();
      return new Connection(
          stdio(Intercept.command(folder, server())), () -> Intercept.forget(folder));
    }
  },
  /** Behind Streamable HTTP, on loopback. */
  HTTP {
    @Override
    Connection open(Way way) throws IOException {
      // Otherwise each answer waits 40 ms for the client to say that it has its headers.
      System.setProperty("sun.net.httpserver.nodelay", "true");
      HttpServer http =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ExecutorService threads = Executors.newFixedThreadPool(4);
      http.createContext("/mcp", Place::serve);
      http.setExecutor(threads);
      http.start();
      return new Connection(
          HttpClientStreamableHttpTransport.builder(
                  "http://"
                      + InetAddress.getLoopbackAddress().getHostAddress()
                      + ":"
                      + http.getAddress().getPort())
              .endpoint("/mcp")
              .build(),
          () -> {
            http.stop(0);
            threads.shutdownNow();
          });
    }
  };

  /** A transport, and what ends its server if that doesn't end by itself. */
  record Connection(McpClientTransport transport, Runnable end) {}

  /** Connects to a server of its own, for a client that comes to its policy in a certain way. */
  abstract Connection open(Way way) throws IOException;

  static McpJsonMapper mapper() {
    return ServiceLoader.load(McpJsonMapperSupplier.class).findFirst().orElseThrow().get();
  }

  private static McpClientTransport stdio(List<String> command) {
    return new StdioClientTransport(
        ServerParameters.builder(command.get(0)).args(command.subList(1, command.size())).build(),
        mapper());
  }

  /** Returns what starts a server in a JVM of its own. */
  private static List<String> server() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-cp",
        classPath(
            SmallServer.class,
            org.jspecify.annotations.Nullable.class,
            ObjectMapper.class,
            JsonFactory.class,
            JsonProperty.class),
        SmallServer.class.getName());
  }

  private static void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      String answer =
          SmallServer.answer(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      exchange.getResponseHeaders().add("Mcp-Session-Id", "one");
      if (answer == null) {
        exchange.sendResponseHeaders(202, -1);
      } else {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static String classPath(Class<?>... types) {
    return Stream.of(types)
        .map(Place::jarOf)
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
