package dev.mcppolicy.mcp;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.McpJsonMapperSupplier;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** A {@link PlainServer} in a process of its own. */
final class PlainServerProcess {

  private PlainServerProcess() {}

  /**
   * Returns a transport that starts the process once a client connects, and keeps the client until
   * the process listens: what it waits for then is an answer, and not a virtual machine.
   */
  static McpClientTransport transport() {
    CountDownLatch ready = new CountDownLatch(1);
    StdioClientTransport transport =
        new StdioClientTransport(command(), mapper()) {
          @Override
          public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> messages) {
            return Mono.fromFuture(
                () -> {
                  CompletableFuture<Void> connected = super.connect(messages).toFuture();
                  await(ready);
                  return connected;
                });
          }
        };
    transport.setStdErrorHandler(
        line -> {
          if (line.equals(PlainServer.READY)) {
            ready.countDown();
          }
        });
    return transport;
  }

  private static void await(CountDownLatch ready) {
    try {
      if (!ready.await(Seam.START.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The server has not started.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static ServerParameters command() {
    return ServerParameters.builder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString())
        .args(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classPath(PlainServer.class, ObjectMapper.class, JsonFactory.class, JsonProperty.class),
            PlainServer.class.getName())
        .build();
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
