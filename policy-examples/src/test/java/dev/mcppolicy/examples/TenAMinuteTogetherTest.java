package dev.mcppolicy.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.embedded.RedisServer;

/** Two processes get ten calls between them. */
class TenAMinuteTogetherTest {

  private static final Pattern ALLOWED = Pattern.compile("(\\d+) of 8 calls were allowed");

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void twoProcessesShareTenCalls() throws Exception {
    int port = freePort();
    RedisServer server =
        RedisServer.newRedisServer().bind("127.0.0.1").port(port).setting("save \"\"").build();
    server.start();
    try {
      Process one = start(port);
      Process other = start(port);
      String printed = printed(one) + printed(other);
      Matcher allowed = ALLOWED.matcher(printed);
      int sum = 0;
      while (allowed.find()) {
        sum += Integer.parseInt(allowed.group(1));
      }
      assertThat(sum).as(printed).isEqualTo(10);
      assertThat(printed).containsPattern("Limit reached: at most 10 in a minute\\. Try again in");
    } finally {
      server.stop();
    }
  }

  private static Process start(int port) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            TenAMinuteTogether.class.getName());
    builder.environment().put("REDIS_URL", "redis://127.0.0.1:" + port);
    return builder.redirectErrorStream(true).start();
  }

  private static String printed(Process process) throws Exception {
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  /** A port that systems don't give out by themselves, so that no other connection takes it. */
  private static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(5_000, 12_000);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        // Another one, then.
      }
    }
  }
}
