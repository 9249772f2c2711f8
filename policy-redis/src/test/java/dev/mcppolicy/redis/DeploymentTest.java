package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.eventuallyAnswers;
import static dev.mcppolicy.redis.Spending.failure;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import dev.mcppolicy.store.Ticket;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisLoadingException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SslOptions;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.protocol.CommandType;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers as they are run: behind TLS, with users of few rights, under Sentinel, starting up. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeploymentTest {

  private static final Charge CALL = call("calls", "alice", lifetime(10));

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T closing(T resource) {
    open.add(resource);
    return resource;
  }

  private RedisClient client(RedisURI uri) {
    ClientResources resources =
        ClientResources.builder().reconnectDelay(Delay.constant(Duration.ofMillis(20))).build();
    open.add(() -> resources.shutdown(0, 1, TimeUnit.SECONDS).get());
    RedisClient client = RedisClient.create(resources, uri);
    open.add(() -> client.shutdown(0, 1, TimeUnit.SECONDS));
    return client;
  }

  private RedisCounterStore store(RedisClient client) {
    return closing(RedisCounterStore.builder(client).timeout(Duration.ofSeconds(2)).build());
  }

  @Test
  void connectionIsOfTheClientsKindAndACertificateThatNobodyKnowsIsRefused(@TempDir Path folder)
      throws Exception {
    RedisProcess server = closing(RedisProcess.start());
    Path certificate = Certificate.create(folder);
    Cutter tls = closing(new Cutter(server.port(), Certificate.doors(certificate)));
    RedisURI uri =
        RedisURI.builder().withHost("127.0.0.1").withPort(tls.port()).withSsl(true).build();
    RedisClient stranger = client(uri);
    assertThatThrownBy(() -> RedisCounterStore.builder(stranger).build())
        .isInstanceOf(RedisException.class);
    RedisClient knows = client(uri);
    knows.setOptions(
        ClientOptions.builder()
            .sslOptions(
                SslOptions.builder()
                    .jdkSslProvider()
                    .truststore(certificate.toFile(), Certificate.PASSWORD)
                    .build())
            .build());
    RedisCounterStore store = store(knows);
    assertThat(takes(store, CALL)).isTrue();
    assertThat(spent(store(client(RedisURI.create(server.uri()))), CALL)).isEqualTo(Amount.ONE);
  }

  @Test
  void serverThatSpeaksTlsItselfServesAUserOfFewRightsAndNoStranger(@TempDir Path folder)
      throws Exception {
    Path certificate = Certificate.create(folder);
    int port = RedisProcess.freePort();
    RedisProcess server;
    try {
      server =
          closing(
              RedisProcess.start(
                  "--tls-port",
                  Integer.toString(port),
                  "--tls-cert-file",
                  Certificate.certificate(certificate).toString(),
                  "--tls-key-file",
                  Certificate.key(certificate).toString(),
                  "--tls-auth-clients",
                  "no"));
    } catch (UncheckedIOException failure) {
      // A server that was built without it says that it doesn't know the option, or has no TLS.
      assumeThat(failure.getCause().getMessage())
          .doesNotContain("'tls-port \"", "Failed finding TLS support");
      throw failure;
    }
    client(RedisURI.create(server.uri()))
        .connect()
        .sync()
        .aclSetuser(
            "limits",
            AclSetuserArgs.Builder.on()
                .addPassword("secret")
                .keyPattern("mcp-policy:*")
                .addCommand(CommandType.EVALSHA)
                .addCommand(CommandType.EVAL)
                .addCommand(CommandType.GET)
                .addCommand(CommandType.GETRANGE)
                .addCommand(CommandType.SET)
                .addCommand(CommandType.SETRANGE)
                .addCommand(CommandType.PEXPIRE)
                .addCommand(CommandType.UNLINK)
                .addCommand(CommandType.TIME));
    RedisURI.Builder uri = RedisURI.builder().withHost("127.0.0.1").withPort(port).withSsl(true);
    ClientOptions trusting =
        ClientOptions.builder()
            .sslOptions(
                SslOptions.builder()
                    .jdkSslProvider()
                    .truststore(certificate.toFile(), Certificate.PASSWORD)
                    .build())
            .build();
    RedisClient limited = client(uri.withAuthentication("limits", "secret").build());
    assertThatThrownBy(() -> RedisCounterStore.builder(limited).build())
        .isInstanceOf(RedisException.class);
    limited.setOptions(trusting);
    RedisCounterStore store = store(limited);
    Ticket ticket = ticket(store, CALL);
    settle(store, ticket);
    assertThat(takes(store, CALL)).isTrue();
    RedisClient stranger = client(uri.withAuthentication("limits", "guessed").build());
    stranger.setOptions(trusting);
    assertThatThrownBy(() -> RedisCounterStore.builder(stranger).build())
        .isInstanceOf(RedisException.class);
    assertThat(spent(store, CALL)).isEqualTo(Amount.of(2));
  }

  @Test
  void userNeedsTheRightsThatThePageNamesAndNoOther() {
    RedisProcess server = closing(RedisProcess.start());
    RedisCommands<String, String> commands = client(RedisURI.create(server.uri())).connect().sync();
    List<CommandType> rights =
        List.of(
            CommandType.EVALSHA,
            CommandType.EVAL,
            CommandType.GET,
            CommandType.GETRANGE,
            CommandType.SET,
            CommandType.SETRANGE,
            CommandType.PEXPIRE,
            CommandType.TIME);
    AclSetuserArgs user =
        AclSetuserArgs.Builder.on().addPassword("secret").keyPattern("mcp-policy:*");
    rights.forEach(user::addCommand);
    user.addCommand(CommandType.UNLINK);
    commands.aclSetuser("limits", user);
    RedisClient limited =
        client(
            RedisURI.builder(RedisURI.create(server.uri()))
                .withAuthentication("limits", "secret")
                .build());
    RedisCounterStore store = store(limited);
    Charge call = call("calls", "alice", lifetime(9), sliding(Duration.ofHours(1), 9), inFlight(1));
    // One that is kept by its beginning, which takes other rights.
    Charge often = call("often", "alice", sliding(Duration.ofHours(1), 2_000));
    for (int i = 0; i < 300; i++) {
      assertThat(takes(store, often)).isTrue();
    }
    // As if the clock had gone back: each spend sees to it how long the counter lives.
    commands.eval(
        "local birth = string.byte(redis.call('GETRANGE', KEYS[1], '0', '1'), 2)"
            + " redis.call('SETRANGE', KEYS[1], 2 + birth + 8, struct.pack('<d', 1))",
        ScriptOutputType.STATUS,
        new KeyNames("mcp-policy", false).counter("all", often));
    Ticket ticket = ticket(store, call);
    assertThat(takes(store, call)).isFalse();
    settle(store, ticket, 0);
    assertThat(spent(store, call)).isEqualTo(Amount.ZERO);
    // What nobody waits for needs a right too.
    Ticket over = ticket(store, often);
    settle(store, over);
    String reservation = ((RedisTicket) over).keys().get(0);
    eventually(() -> commands.exists(reservation) == 0);
    // Keys of others are none of its business.
    RedisCounterStore others =
        closing(
            RedisCounterStore.builder(limited)
                .prefix("others")
                .timeout(Duration.ofSeconds(2))
                .build());
    assertThat(failure(others, call)).hasMessageContaining("NOPERM");
    for (CommandType right : rights) {
      commands.aclSetuser("limits", AclSetuserArgs.Builder.removeCommand(right));
      commands.scriptFlush();
      // The commonest of all does without reading whether it was made before.
      Throwable denied = right == CommandType.GET ? failure(store, call) : failure(store, often);
      assertThat(denied).as("without %s", right).isInstanceOf(RedisCommandExecutionException.class);
      commands.aclSetuser("limits", AclSetuserArgs.Builder.addCommand(right));
    }
    assertThat(takes(store, call)).isTrue();
    assertThat(spent(store, often).compareTo(Amount.of(302))).isLessThanOrEqualTo(0);
    assertThat(spent(store, often).compareTo(Amount.of(301))).isGreaterThanOrEqualTo(0);
  }

  @Test
  @Tag("stress")
  void replicaThatLaggedAndWasPromotedRefillsWhatItHadNotHeardOfAndNoMore() {
    RedisProcess master = closing(RedisProcess.start());
    Cutter line = closing(new Cutter(master.port()));
    RedisProcess replica =
        closing(RedisProcess.start("--replicaof", "127.0.0.1", Integer.toString(line.port())));
    RedisCommands<String, String> copy = client(RedisURI.create(replica.uri())).connect().sync();
    eventually(() -> copy.info("replication").contains("master_link_status:up"));
    RedisProcess sentinel = closing(RedisProcess.sentinel(master.port()));
    RedisCommands<String, String> watch = client(RedisURI.create(sentinel.uri())).connect().sync();
    eventually(() -> watch.info("sentinel").contains("slaves=1"));
    RedisURI main = RedisURI.Builder.sentinel("127.0.0.1", sentinel.port(), "main").build();
    // Its client sends what was not answered again, to whoever is the master then.
    RedisCounterStore store =
        closing(RedisCounterStore.builder(client(main)).timeout(Duration.ofSeconds(30)).build());

    assertThat(takes(store, CALL)).isTrue();
    assertThat(takes(store, CALL)).isTrue();
    Ticket heard = ticket(store, CALL);
    eventually(() -> copy.dbsize() == 4);
    // From here on nothing reaches the replica any more.
    line.delay(600_000);
    List<Ticket> unheard = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      unheard.add(ticket(store, CALL));
    }
    master.kill();

    int after = 0;
    while (takes(store, CALL)) {
      after++;
    }
    // Of ten, three were known to both; four were lost, and that many are too many in all.
    assertThat(3 + after).isEqualTo(10);
    // What the new master never heard of can't be given back to it; what it did can, once.
    unheard.forEach(ticket -> settle(store, ticket, 0));
    assertThat(takes(store, CALL)).isFalse();
    settle(store, heard, 0);
    assertThat(takes(store, CALL)).isTrue();
    assertThat(takes(store, CALL)).isFalse();
  }

  @Test
  void serverThatIsStillLoadingDeniesAndKnowsEverythingAfterwards() {
    RedisProcess server = closing(RedisProcess.start("--rdbcompression", "no"));
    RedisClient client = client(RedisURI.create(server.uri()));
    RedisCounterStore store = store(client);
    assertThat(takes(store, CALL)).isTrue();
    RedisCommands<String, String> commands = client.connect().sync();
    // Between two megabytes of a file a server looks who asks.
    for (int i = 0; i < 10; i++) {
      commands.set("other:" + i, "x".repeat(2 << 20));
    }
    commands.save();
    server.kill();
    server.launch("--key-load-delay", "100000");
    eventually(() -> failure(store, CALL) instanceof RedisLoadingException);
    eventuallyAnswers(() -> takes(store, CALL));
    assertThat(spent(store, CALL)).isEqualTo(Amount.of(2));
  }
}
