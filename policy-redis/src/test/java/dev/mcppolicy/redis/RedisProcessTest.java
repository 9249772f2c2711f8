package dev.mcppolicy.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisProcessTest {

  @Test
  void portThatIsTakenAndOneWhoseBusHasNoneArePassedOver() throws IOException {
    try (ServerSocket taken = listen(RedisProcess.freePort());
        ServerSocket bus = listen(RedisProcess.freePort() + RedisProcess.BUS)) {
      int free = RedisProcess.freePort();
      var ports =
          List.of(taken.getLocalPort(), bus.getLocalPort() - RedisProcess.BUS, free).iterator();
      assertThat(RedisProcess.freePort(ports::next)).isEqualTo(free);
    }
  }

  private static ServerSocket listen(int port) throws IOException {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
