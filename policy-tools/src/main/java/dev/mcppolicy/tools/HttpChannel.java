package dev.mcppolicy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Talks Streamable HTTP: one request for each message, answered by JSON or a stream of events. */
final class HttpChannel implements Channel {

  private static final String SESSION = "Mcp-Session-Id";
  private static final int LONGEST_SESSION = 1_000;

  private final ServerAddress.Http address;
  private final ListingLimits limits;
  private final Deadline deadline;
  private final HttpClient client;
  private @Nullable String session;
  private @Nullable String version;
  private long bytes;
  private volatile @Nullable InputStream open;

  HttpChannel(ServerAddress.Http address, ListingLimits limits, Deadline deadline) {
    this.address = address;
    this.limits = limits;
    this.deadline = deadline;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.time())
            .build();
  }

  @Override
  public void agreed(String version) {
    this.version = version;
  }

  @Override
  public ObjectNode ask(String message, long id) throws UnreadableServerException {
    return inTime(() -> exchange(message, id));
  }

  @Override
  public void tell(String message) throws UnreadableServerException {
    inTime(
        () -> {
          HttpResponse<InputStream> response = send(post(message));
          response.body().close();
          requireSuccess(response.statusCode());
          return Optional.empty();
        });
  }

  /** What may take long, and fail. */
  private interface Work<T> {
    T run() throws IOException, InterruptedException, UnreadableServerException;
  }

  /** Does something on a thread of its own, for a body that never ends can't be waited for. */
  private <T> T inTime(Work<T> work) throws UnreadableServerException {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                done.complete(work.run());
              } catch (Throwable e) { // told to who waits
                done.completeExceptionally(e);
              }
            },
            "policy-tools-http");
    thread.setDaemon(true);
    thread.start();
    try {
      return done.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      throw new UnreadableServerException(ServerMessages.tooSlow(deadline.time()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      thread.interrupt();
      throw new UnreadableServerException(ServerMessages.tooSlow(deadline.time()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnreadableServerException known) {
        throw known;
      }
      Throwable cause = e.getCause();
      throw new UnreadableServerException(
          ServerMessages.cantTalk(cause instanceof Exception exception ? exception : e));
    }
  }

  private HttpRequest.Builder request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.endpoint())
            .timeout(Duration.ofNanos(Math.max(1, deadline.nanosLeft())));
    address.headers().forEach(request::setHeader);
    if (session != null) {
      request.setHeader(SESSION, session);
    }
    if (version != null) {
      request.setHeader("MCP-Protocol-Version", version);
    }
    return request;
  }

  private HttpRequest post(String message) {
    return request()
        .setHeader("Content-Type", "application/json")
        .setHeader("Accept", "application/json, text/event-stream")
        .POST(HttpRequest.BodyPublishers.ofString(message))
        .build();
  }

  private HttpResponse<InputStream> send(HttpRequest request)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    open = response.body();
    return response;
  }

  private static void requireSuccess(int status) throws UnreadableServerException {
    if (status / 100 != 2) {
      throw new UnreadableServerException(ServerMessages.status(status));
    }
  }

  private ObjectNode exchange(String message, long id)
      throws IOException, InterruptedException, UnreadableServerException {
    HttpResponse<InputStream> response = send(post(message));
    try (InputStream body = new BufferedInputStream(response.body())) {
      requireSuccess(response.statusCode());
      response
          .headers()
          .firstValue(SESSION)
          .filter(value -> value.length() <= LONGEST_SESSION)
          .ifPresent(value -> session = value);
      String type = response.headers().firstValue("Content-Type").orElse("");
      if (type.startsWith("text/event-stream")) {
        return events(body, id);
      }
      if (!type.startsWith("application/json")) {
        throw new UnreadableServerException(ServerMessages.wrongType(type));
      }
      byte[] json = body.readNBytes(JsonReader.MAX_BYTES + 1);
      spend(json.length);
      if (json.length > JsonReader.MAX_BYTES) {
        throw new UnreadableServerException(ServerMessages.bigMessage(JsonReader.MAX_BYTES));
      }
      return reply(Wire.read(json), id);
    }
  }

  private static ObjectNode reply(ObjectNode message, long id) throws UnreadableServerException {
    if (!Wire.isReplyTo(message, id)) {
      throw new UnreadableServerException(ServerMessages.noReply());
    }
    return message;
  }

  /** Reads events until one holds the reply. */
  private ObjectNode events(InputStream body, long id)
      throws IOException, UnreadableServerException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    StringBuilder data = new StringBuilder();
    for (int b = body.read(); b >= 0; b = body.read()) {
      spend(1);
      if (b == '\r') {
        continue;
      }
      if (b != '\n') {
        line.write(b);
      } else if (line.size() > 0) {
        String text = line.toString(UTF_8);
        line.reset();
        if (text.startsWith("data:")) {
          data.append(text, text.startsWith("data: ") ? 6 : 5, text.length()).append('\n');
        }
      } else if (data.length() > 0) {
        ObjectNode message = Wire.read(data.toString().getBytes(UTF_8));
        data.setLength(0);
        if (Wire.isReplyTo(message, id)) {
          return message;
        }
      }
      if (line.size() + data.length() > JsonReader.MAX_BYTES + 1) {
        throw new UnreadableServerException(ServerMessages.bigMessage(JsonReader.MAX_BYTES));
      }
    }
    throw new UnreadableServerException(ServerMessages.noReply());
  }

  private void spend(int more) throws UnreadableServerException {
    bytes += more;
    if (bytes > limits.bytes()) {
      throw new UnreadableServerException(ServerMessages.tooMuch(limits.bytes()));
    }
  }

  /** Leaves: ends a session that was given, without waiting for an answer. */
  @Override
  public void close() {
    InputStream body = open;
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      // It was to end anyway
    }
    if (session != null && deadline.nanosLeft() > 0) {
      CompletableFuture<HttpResponse<Void>> unused =
          client.sendAsync(request().DELETE().build(), HttpResponse.BodyHandlers.discarding());
    }
  }
}
