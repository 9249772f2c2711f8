package dev.mcppolicy.redis;

import static dev.mcppolicy.redis.Spending.call;
import static dev.mcppolicy.redis.Spending.eventually;
import static dev.mcppolicy.redis.Spending.inFlight;
import static dev.mcppolicy.redis.Spending.lifetime;
import static dev.mcppolicy.redis.Spending.settle;
import static dev.mcppolicy.redis.Spending.sliding;
import static dev.mcppolicy.redis.Spending.spent;
import static dev.mcppolicy.redis.Spending.takes;
import static dev.mcppolicy.redis.Spending.ticket;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.store.Amount;
import dev.mcppolicy.store.Charge;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cluster of three nodes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterTest {

  private static final int SLOTS = 16_384;
  private static final List<RedisProcess> NODES = new ArrayList<>();
  private static RedisClusterClient client;

  @BeforeAll
  static void start() {
    for (int i = 0; i < 3; i++) {
      NODES.add(RedisProcess.start("--cluster-enabled", "yes"));
    }
    List<StatefulRedisConnection<String, String>> nodes = new ArrayList<>();
    RedisClient single = RedisClient.create();
    for (RedisProcess node : NODES) {
      nodes.add(single.connect(RedisURI.create(node.uri())));
    }
    for (int i = 0; i < 3; i++) {
      int first = SLOTS * i / 3;
      int[] slots = java.util.stream.IntStream.range(first, SLOTS * (i + 1) / 3).toArray();
      nodes.get(i).sync().clusterAddSlots(slots);
      nodes.get(i).sync().clusterMeet("127.0.0.1", NODES.get((i + 1) % 3).port());
    }
    eventually(
        () ->
            nodes.stream()
                .allMatch(
                    node ->
                        node.sync().clusterInfo().contains("cluster_state:ok")
                            && node.sync().clusterInfo().contains("cluster_known_nodes:3")));
    single.shutdown(0, 1, TimeUnit.SECONDS);
    client = RedisClusterClient.create(NODES.get(0).uri());
  }

  @AfterAll
  static void stop() {
    if (client != null) {
      client.shutdown(0, 1, TimeUnit.SECONDS);
    }
    NODES.forEach(RedisProcess::close);
  }

  private static RedisCounterStore.Builder builder() {
    return RedisCounterStore.builder(client)
        .prefix(Stores.prefix())
        .timeout(Duration.ofSeconds(20));
  }

  @Test
  void allCountersOfACallAreOnOneNode() {
    try (RedisCounterStore store = builder().build()) {
      for (int i = 0; i < 20; i++) {
        Charge calls = call("calls " + i, "alice " + i, sliding(Duration.ofMinutes(1), 1));
        Charge spend = call("spend " + i, "bob " + i, lifetime(9), inFlight(1));
        assertThat(takes(store, calls, spend)).isTrue();
        assertThat(takes(store, spend, calls)).isFalse();
        assertThat(spent(store, spend)).isEqualTo(Amount.ONE);
      }
    }
  }

  @Test
  void ownersAreSpreadOverTheNodes() {
    String prefix = Stores.prefix();
    try (RedisCounterStore store = builder().prefix(prefix).spreadByOwner().build()) {
      for (int i = 0; i < 50; i++) {
        Charge calls = call("calls", "owner " + i, sliding(Duration.ofMinutes(1), 1));
        Charge flights = call("flights", "owner " + i, inFlight(1));
        settle(store, ticket(store, calls, flights), 0);
        assertThat(takes(store, calls)).isTrue();
        assertThat(takes(store, calls)).isFalse();
      }
      Charge alice = call("calls", "alice", lifetime(1));
      Charge bob = call("calls", "bob", lifetime(1));
      assertThatThrownBy(() -> takes(store, alice, bob))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the charges of this call belong to different owners, whose keys are on different"
                  + " nodes of the cluster");
    }
    for (RedisProcess node : NODES) {
      RedisClient single = RedisClient.create(node.uri());
      assertThat(single.connect().sync().keys(prefix + "*")).hasSizeGreaterThan(5);
      single.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  @Test
  void reservationThatGivesNothingBackEndsOnTheNodeThatKeepsIt() {
    String prefix = Stores.prefix();
    List<StatefulRedisConnection<String, String>> nodes = new ArrayList<>();
    RedisClient single = RedisClient.create();
    NODES.forEach(node -> nodes.add(single.connect(RedisURI.create(node.uri()))));
    try (RedisCounterStore store = builder().prefix(prefix).spreadByOwner().build()) {
      for (int i = 0; i < 30; i++) {
        settle(store, ticket(store, call("calls", "owner " + i, lifetime(1))));
      }
      for (StatefulRedisConnection<String, String> node : nodes) {
        assertThat(node.sync().keys(prefix + ":*:c:*")).isNotEmpty();
        eventually(() -> node.sync().keys(prefix + ":*:r:*").isEmpty());
      }
      for (int i = 0; i < 30; i++) {
        assertThat(takes(store, call("calls", "owner " + i, lifetime(1)))).isFalse();
      }
    } finally {
      single.shutdown(0, 1, TimeUnit.SECONDS);
    }
  }

  @Test
  void policyWhoseCountersCannotBeOnOneNodeIsRefusedWhenItMeetsTheStore() {
    String tools =
        "\"tools\":{\"pay\":{\"limits\":[{\"counter\":\"mine\",\"window\":\"day\",\"max\":9},"
            + "{\"counter\":\"ours\",\"window\":\"day\",\"max\":99,\"scope\":\"global\"}]}}";
    Policy policy = Policy.parse("{\"version\":\"1\",\"default\":\"deny\"," + tools + "}");
    try (RedisCounterStore spread = builder().spreadByOwner().build();
        RedisCounterStore together = builder().build()) {
      PolicyEngine.Builder refused = PolicyEngine.builder(policy).counters(spread);
      assertThatThrownBy(refused::build)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "one call may be charged to the counters `mine` (scope grant) and `ours` (scope"
                  + " global), whose keys are on different nodes of the cluster when keys are"
                  + " spread by owner; give them the same scope and per, or build the store without"
                  + " spreadByOwner()");
      assertThat(PolicyEngine.builder(policy).counters(together).build()).isNotNull();
    }
  }
}
