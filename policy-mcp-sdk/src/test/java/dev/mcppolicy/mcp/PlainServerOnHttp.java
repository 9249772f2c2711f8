package dev.mcppolicy.mcp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpClientTransport;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A {@link PlainServer} behind Streamable HTTP, on this machine only: it answers with JSON, or with
 * a stream of events if it has more to say than the answer.
 */
final class PlainServerOnHttp implements AutoCloseable {

  /** What an exchange hears last. */
  private static final String END = "";

  private static final long PATIENCE = 60;

  private final PlainServer server = new PlainServer();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<BlockingQueue<String>> open = new LinkedBlockingQueue<>();
  private final HttpServer http;

  PlainServerOnHttp() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    http.createContext("/mcp", this::handle);
    http.setExecutor(threads);
    http.start();
  }

  McpClientTransport transport() {
    return HttpClientStreamableHttpTransport.builder(
            "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port())
        .endpoint("/mcp")
        .build();
  }

  private int port() {
    return http.getAddress().getPort();
  }

  /** Drops every connection and serves no more. */
  @Override
  public void close() {
    http.stop(0);
    open.forEach(messages -> messages.add(END));
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (!exchange.getRequestMethod().equals("POST")) {
        exchange.sendResponseHeaders(405, -1);
        return;
      }
      String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      BlockingQueue<String> messages = new LinkedBlockingQueue<>();
      open.add(messages);
      server.receive(request, messages::add);
      exchange.getResponseHeaders().add("Mcp-Session-Id", "one");
      if (isRequest(request)) {
        reply(exchange, messages);
      } else {
        exchange.sendResponseHeaders(202, -1);
      }
      open.remove(messages);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void reply(HttpExchange exchange, BlockingQueue<String> messages)
      throws IOException, InterruptedException {
    String first = messages.poll(PATIENCE, TimeUnit.SECONDS);
    if (first == null || first.equals(END)) {
      return;
    }
    if (isAnswer(first)) {
      byte[] body = first.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      return;
    }
    exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    OutputStream events = exchange.getResponseBody();
    String message = first;
    while (message != null && !message.equals(END)) {
      events.write(("event: message\ndata: " + message + "\n\n").getBytes(StandardCharsets.UTF_8));
      events.flush();
      message = isAnswer(message) ? END : messages.poll(PATIENCE, TimeUnit.SECONDS);
    }
  }

  private static boolean isRequest(String message) {
    return message.contains("\"id\":") && message.contains("\"method\":");
  }

  private static boolean isAnswer(String message) {
    return !message.contains("\"method\":");
  }
}
