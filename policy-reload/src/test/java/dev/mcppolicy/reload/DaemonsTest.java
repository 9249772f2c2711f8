package dev.mcppolicy.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DaemonsTest {

  private static final InheritableThreadLocal<String> WHO = new InheritableThreadLocal<>();

  @Test
  void theyKnowNothingOfWhoMadeThem() throws Exception {
    CompletableFuture<Optional<String>> known = new CompletableFuture<>();
    WHO.set("ann");
    try {
      Thread daemon =
          new Daemons("mcp-policy-test")
              .newThread(() -> known.complete(Optional.ofNullable(WHO.get())));
      assertThat(daemon.isDaemon()).isTrue();
      daemon.start();
      assertThat(known.get(30, TimeUnit.SECONDS)).isEmpty();
    } finally {
      WHO.remove();
    }
  }
}
