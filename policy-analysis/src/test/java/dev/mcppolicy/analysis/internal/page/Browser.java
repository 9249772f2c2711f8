package dev.mcppolicy.analysis.internal.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A headless Chromium with one page, spoken to by its own protocol. */
public final class Browser implements AutoCloseable {

  /** The system property that says where Chromium is. */
  static final String PROGRAM = "mcppolicy.chromium";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final Map<Integer, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final AtomicInteger ids = new AtomicInteger();
  private volatile CompletableFuture<Void> loaded = new CompletableFuture<>();
  private final String session;

  /** Starts a browser whose profile is in an empty folder. */
  public Browser(Path profile) throws Exception {
    String program = System.getProperty(PROGRAM);
    if (program == null) {
      throw new IllegalStateException("-D" + PROGRAM + " must name Chromium; .ci/pages does so");
    }
    process =
        new ProcessBuilder(
                program,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-quic",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .start();
    try {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(address(process), new Ear())
              .get(SECONDS, TimeUnit.SECONDS);
      String target =
          send(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId").asText();
      session =
          send(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
              .get("sessionId")
              .asText();
      for (String domain : List.of("Page", "Runtime", "Network", "Log")) {
        send(domain + ".enable", Map.of());
      }
      resize(1280, 900);
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  private static URI address(Process process) throws IOException {
    String announced = "DevTools listening on ";
    BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(announced)) {
        Thread drain = new Thread(() -> reader.lines().forEach(ignored -> {}), "browser-output");
        drain.setDaemon(true);
        drain.start();
        return URI.create(line.substring(announced.length()).trim());
      }
      said.append(line).append('\n');
    }
    throw new IOException("Chromium did not start:\n" + said);
  }

  /** Opens a page, and waits until it is loaded. */
  public void open(String html, Path file) throws Exception {
    Files.writeString(file, html);
    requests.clear();
    complaints.clear();
    loaded = new CompletableFuture<>();
    send("Page.navigate", Map.of("url", file.toUri().toString()));
    loaded.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Returns what an expression of JavaScript gives, as JSON. */
  public JsonNode evaluate(String expression) throws Exception {
    JsonNode result =
        send(
            "Runtime.evaluate",
            Map.of(
                "expression",
                expression,
                "returnByValue",
                true,
                "awaitPromise",
                true,
                "userGesture",
                true));
    if (result.has("exceptionDetails")) {
      throw new AssertionError(result.get("exceptionDetails").toString());
    }
    return result.get("result").path("value");
  }

  /** Presses a key, as in {@code ArrowDown}, or types a letter. */
  public void press(String key) throws Exception {
    ObjectNode down = JSON.createObjectNode().put("type", "keyDown").put("key", key);
    if (key.codePointCount(0, key.length()) == 1) {
      down.put("text", key);
    } else {
      down.put("code", key);
      Map<String, Integer> codes =
          Map.of("Escape", 27, "ArrowDown", 40, "ArrowUp", 38, "Tab", 9, "Enter", 13);
      down.put("windowsVirtualKeyCode", codes.getOrDefault(key, 0));
      if (key.equals("Enter")) {
        down.put("text", "\r");
      }
    }
    send("Input.dispatchKeyEvent", down);
    send("Input.dispatchKeyEvent", JSON.createObjectNode().put("type", "keyUp").put("key", key));
  }

  /** Types a text. */
  public void type(String text) throws Exception {
    for (int i = 0; i < text.length(); i++) {
      press(text.substring(i, i + 1));
    }
  }

  /** Shows the page on a medium, {@code screen} or {@code print}, in light or dark. */
  public void show(String medium, boolean dark) throws Exception {
    send(
        "Emulation.setEmulatedMedia",
        Map.of(
            "media",
            medium,
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
  }

  /** Sets the size of the window. */
  public void resize(int width, int height) throws Exception {
    send(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  /** Writes a picture of the whole page. */
  public void screenshot(Path file) throws Exception {
    JsonNode picture =
        send("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
    Files.write(file, Base64.getDecoder().decode(picture.get("data").asText()));
  }

  /** Returns what the page has asked for since it was opened, itself left out. */
  public List<String> requests() {
    return requests.stream().skip(1).toList();
  }

  /** Returns what the browser has complained of since the page was opened. */
  public List<String> complaints() {
    return List.copyOf(complaints);
  }

  private JsonNode send(String method, Object parameters) throws Exception {
    return send(session, method, parameters);
  }

  private JsonNode send(@Nullable String to, String method, Object parameters) throws Exception {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = JSON.createObjectNode().put("id", id).put("method", method);
    message.set("params", JSON.valueToTree(parameters));
    if (to != null) {
      message.put("sessionId", to);
    }
    socket.sendText(message.toString(), true).get(SECONDS, TimeUnit.SECONDS);
    return answer.get(SECONDS, TimeUnit.SECONDS);
  }

  /** Takes in what the browser says. */
  private final class Ear implements WebSocket.Listener {

    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        String whole = text.toString();
        text.setLength(0);
        try {
          hear(JSON.readTree(whole));
        } catch (IOException e) {
          complaints.add(e.toString());
        }
      }
      from.request(1);
      return null;
    }

    private void hear(JsonNode message) {
      CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asInt());
      if (answer != null) {
        if (message.has("error")) {
          answer.completeExceptionally(new AssertionError(message.get("error").toString()));
        } else {
          answer.complete(message.path("result"));
        }
        return;
      }
      JsonNode said = message.path("params");
      switch (message.path("method").asText()) {
        case "Page.loadEventFired" -> loaded.complete(null);
        case "Network.requestWillBeSent" -> requests.add(said.at("/request/url").asText());
        case "Log.entryAdded" -> complaints.add(said.at("/entry/text").asText());
        case "Runtime.exceptionThrown", "Runtime.consoleAPICalled" ->
            complaints.add(said.toString());
        default -> {}
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      send(null, "Browser.close", Map.of());
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new IOException("the browser doesn't end", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
