package dev.mcppolicy.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Approver;
import dev.mcppolicy.Caller;
import dev.mcppolicy.DecisionEvent;
import dev.mcppolicy.DecisionListener;
import dev.mcppolicy.DecisionRecorder;
import dev.mcppolicy.PolicyClock;
import dev.mcppolicy.reload.ReloadGuard;
import dev.mcppolicy.reload.ReloadListener;
import dev.mcppolicy.store.CounterStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.ObjectFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.annotation.Order;

/** A bean that the application defines is used, or the application doesn't start. */
class UsedBeansTest {

  private final ApplicationContextRunner shop =
      Contexts.plain()
          .withUserConfiguration(Contexts.Servers.class)
          .withPropertyValues("mcp.policy.location=classpath:refunds.json");

  @TempDir Path folder;

  /** As the scope of a request is, without a request or with one for each question. */
  private record OfCalls(boolean active) implements org.springframework.beans.factory.config.Scope {

    @Override
    public Object get(String name, ObjectFactory<?> maker) {
      if (active) {
        return maker.getObject();
      }
      throw new IllegalStateException("no request");
    }

    @Override
    public @Nullable Object remove(String name) {
      return null;
    }

    @Override
    public void registerDestructionCallback(String name, Runnable callback) {}

    @Override
    public @Nullable Object resolveContextualObject(String key) {
      return null;
    }

    @Override
    public @Nullable String getConversationId() {
      return null;
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Approver.class,
        CallerResolver.class,
        CounterStore.class,
        DecisionListener.class,
        DecisionRecorder.class,
        PolicyClock.class,
        PolicyEnforcerCustomizer.class,
        ReloadGuard.class,
        ReloadListener.class
      })
  void aBeanOfAScopeKeepsTheApplicationFromStarting(Class<?> type) throws Exception {
    for (boolean active : new boolean[] {false, true}) {
      reloading()
          .withInitializer(
              context -> context.getBeanFactory().registerScope("of-calls", new OfCalls(active)))
          .withInitializer(
              context -> {
                RootBeanDefinition bean = new RootBeanDefinition(type);
                bean.setScope("of-calls");
                ((GenericApplicationContext) context).registerBeanDefinition("scoped", bean);
              })
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .rootCause()
                      .isInstanceOfSatisfying(
                          PolicyConfigurationException.class,
                          failure -> {
                            assertThat(failure)
                                .hasMessage(
                                    "The "
                                        + type.getSimpleName()
                                        + " \"scoped\" has a scope of its own, in which it isn't"
                                        + " found when a call is judged.");
                            assertThat(failure.action()).isEqualTo(StarterMessages.SCOPED_PROXY);
                          }));
    }
  }

  private ApplicationContextRunner reloading() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("policy.json"), "{\"version\":\"1\",\"default\":\"allow\"}");
    return shop.withPropertyValues(
        "mcp.policy.location=" + file.toUri(),
        "mcp.policy.reload.enabled=true",
        "mcp.policy.reload.interval=1h");
  }

  @Configuration(proxyBeanMethods = false)
  static class Proxied {

    static final AtomicReference<String> CALLER = new AtomicReference<>("alice");
    static final List<DecisionEvent> EVENTS = new ArrayList<>();

    @Bean
    @Scope(scopeName = "of-calls", proxyMode = ScopedProxyMode.INTERFACES)
    CallerResolver callers() {
      Caller caller = Caller.of(CALLER.get());
      return () -> caller;
    }

    @Bean
    @Scope(scopeName = "of-calls", proxyMode = ScopedProxyMode.INTERFACES)
    DecisionListener events() {
      return EVENTS::add;
    }
  }

  @Test
  void aScopedProxyIsAskedAtEachCall() {
    Proxied.EVENTS.clear();
    shop.withUserConfiguration(Proxied.class)
        .withInitializer(
            context -> context.getBeanFactory().registerScope("of-calls", new OfCalls(true)))
        .withPropertyValues("mcp.policy.grants.mallory=classpath:nothing.json")
        .run(
            context -> {
              assertThat(context).hasNotFailed();
              Proxied.CALLER.set("alice");
              assertThat(Contexts.tool(context, "refund").call("{}")).isNotEmpty();
              assertThat(Proxied.EVENTS).hasSize(1);
              Proxied.CALLER.set("mallory");
              CallersTest.assertDenied(Contexts.tool(context, "refund"));
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Ordered {

    static final List<String> HEARD = new ArrayList<>();

    @Bean
    @Order(2)
    @Scope("prototype")
    DecisionListener second() {
      return event -> HEARD.add("second");
    }

    @Bean
    @Order(1)
    DecisionListener first() {
      return event -> HEARD.add("first");
    }
  }

  @Test
  void listenersAreHeardInTheirOrder() {
    Ordered.HEARD.clear();
    shop.withUserConfiguration(Ordered.class)
        .run(
            context -> {
              Contexts.tool(context, "refund").call("{}");
              assertThat(Ordered.HEARD).containsExactly("first", "second");
            });
  }

  @Configuration(proxyBeanMethods = false)
  static class Nothing {

    @Bean
    @Nullable DecisionRecorder recorder() {
      return null;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class NoListener {

    @Bean
    @Nullable DecisionListener listener() {
      return null;
    }
  }

  @Test
  void aBeanThatIsNullKeepsTheApplicationFromStarting() {
    for (Class<?> application : List.of(Nothing.class, NoListener.class)) {
      shop.withUserConfiguration(application)
          .run(
              context ->
                  assertThat(context)
                      .getFailure()
                      .rootCause()
                      .isInstanceOfSatisfying(
                          PolicyConfigurationException.class,
                          failure -> {
                            assertThat(failure.getMessage())
                                .matches(
                                    "A bean of type Decision(Recorder|Listener) is defined, and is"
                                        + " null\\.");
                            assertThat(failure.action()).isEqualTo(StarterMessages.A_BEAN);
                          }));
    }
  }
}
