package dev.mcppolicy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers do that are asked for their tools over HTTP. */
class HttpListingTest {

  private static final ListingLimits LIMITS =
      new ListingLimits(Duration.ofSeconds(30), 20, 4 * 1024 * 1024);

  private final List<String> seen = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String behaviour = exchange.getRequestURI().getPath().substring(1);
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    seen.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestHeaders().getFirst("Mcp-Session-Id")
            + " "
            + exchange.getRequestHeaders().getFirst("MCP-Protocol-Version")
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    if (body.contains("notifications/")) {
      exchange.sendResponseHeaders(202, -1);
      exchange.close();
      return;
    }
    String id = body.isEmpty() ? "0" : body.replaceAll(".*\"id\":(\\d+).*", "$1");
    String result =
        body.contains("\"initialize\"")
            ? "{\"protocolVersion\":\"2025-03-26\",\"capabilities\":{\"tools\":{}}}"
            : body.contains("\"cursor\":\"two\"")
                ? "{\"tools\":[{\"name\":\"delete_x\"}]}"
                : "{\"tools\":[{\"name\":\"get_x\"}],\"nextCursor\":\"two\"}";
    String reply = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + result + "}";
    exchange.getResponseHeaders().set("Mcp-Session-Id", "s1");
    switch (behaviour) {
      case "json" -> respond(exchange, 200, "application/json; charset=utf-8", reply);
      case "events" ->
          respond(
              exchange,
              200,
              "text/event-stream",
              ": hello\n\nevent: message\r\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"x\"}\r\n\r\nid: 1\ndata: "
                  + reply
                  + "\n\n");
      case "html" -> respond(exchange, 200, "text/html", "<h1>hi</h1>");
      case "other" ->
          respond(exchange, 200, "application/json", reply.replace("\"id\":", "\"id\":9"));
      case "silent" -> respond(exchange, 200, "text/event-stream", ": nothing\n\n");
      case "big" -> respond(exchange, 200, "application/json", " ".repeat(1024 * 1024 + 2));
      case "moved" -> {
        exchange.getResponseHeaders().set("Location", "/json");
        respond(exchange, 307, "text/plain", "");
      }
      case "private" -> respond(exchange, 401, "text/plain", "");
      case "missing" -> respond(exchange, 404, "text/plain", "");
      case "sick" -> respond(exchange, 500, "text/plain", "");
      default -> {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(": wait\n\n".getBytes(UTF_8));
        exchange.getResponseBody().flush();
        try {
          end.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
    }
  }

  private static void respond(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private ServerAddress.Http address(String behaviour) {
    String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/" + behaviour;
    return new ServerAddress.Http("server", URI.create(url), Map.of("Authorization", "Bearer t"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "events"})
  void allPagesAreReadInOneSession(String behaviour) throws Exception {
    Inventory inventory = ServerListing.read(address(behaviour), LIMITS);
    assertThat(inventory.tools())
        .extracting(ToolDefinition::name)
        .containsExactly("get_x", "delete_x");
    assertThat(List.copyOf(seen).subList(0, 4)) // the session is ended behind our back
        .containsExactly(
            "POST null null Bearer t",
            "POST s1 2025-03-26 Bearer t",
            "POST s1 2025-03-26 Bearer t",
            "POST s1 2025-03-26 Bearer t");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "html | it answered with \"text/html\", which is neither JSON nor a stream of events",
        "other | its answer held no reply",
        "silent | its answer held no reply",
        "big | it wrote a message of more than 1048576 bytes",
        "moved | it points elsewhere (status 307), which isn't followed",
        "private | it asks for authorization (status 401); give it a header",
        "missing | there is no Streamable HTTP endpoint (status 404)",
        "sick | it answered with status 500",
      })
  void whatCantBeReadIsSaidInASentence(String behaviour, String sentence) {
    assertThatThrownBy(() -> ServerListing.read(address(behaviour), LIMITS))
        .isInstanceOf(UnreadableServerException.class)
        .hasMessage(sentence);
  }

  @Test
  void aServerThatNeverEndsItsAnswerIsLeft() {
    assertThatThrownBy(
            () -> ServerListing.read(address("hangs"), LIMITS.within(Duration.ofMillis(800))))
        .isInstanceOf(UnreadableServerException.class)
        .hasMessage("it took longer than 0.8 seconds");
  }

  @Test
  void aServerThatIsNotThereCantBeTalkedTo() {
    ServerAddress gone = address("json");
    server.stop(0);
    assertThatThrownBy(() -> ServerListing.read(gone, LIMITS))
        .isInstanceOf(UnreadableServerException.class)
        .hasMessageStartingWith("it can't be talked to: \"ConnectException: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://host/", "http:///x", "http://a:b@host/", "x"})
  void onlyHttpUrlsWithoutPasswordsAreEndpoints(String url) {
    assertThatThrownBy(() -> new ServerAddress.Http("s", URI.create(url), Map.of()))
        .hasMessage("endpoint must be an http or https URL with a host and without a password");
  }
}
