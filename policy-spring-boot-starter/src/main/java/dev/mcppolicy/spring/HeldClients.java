package dev.mcppolicy.spring;

import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpSyncClient;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.ResolvableType;

/**
 * Finds the MCP clients that a bean is or holds: in a collection, a map, an array, an {@code
 * Optional}, or one in another.
 */
final class HeldClients {

  private HeldClients() {}

  /** Returns the clients of a bean. One whose type says that it can't hold any isn't opened. */
  static Set<Object> of(ConfigurableListableBeanFactory beans, String name, Object bean) {
    Set<Object> clients = identities();
    if (mayBeOrHold(bean.getClass()) && mayHold(declared(beans, name))) {
      collect(bean, clients, identities());
    }
    return clients;
  }

  /** Returns a set of objects that are told apart even if they are equal. */
  static Set<Object> identities() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  /** Returns the type that a bean is defined with, or none. */
  private static ResolvableType declared(ConfigurableListableBeanFactory beans, String name) {
    return beans.containsBeanDefinition(name)
        ? beans.getMergedBeanDefinition(name).getResolvableType()
        : ResolvableType.NONE;
  }

  /** A collection may be a map of a cluster, and going through it may take long. */
  private static boolean mayHold(ResolvableType declared) {
    ResolvableType map = declared.as(Map.class);
    ResolvableType[] parts =
        (map.hasGenerics() ? map : declared.as(Collection.class)).getGenerics();
    return parts.length == 0
        || Arrays.stream(parts).map(part -> part.resolve(Object.class)).anyMatch(HeldClients::fits);
  }

  private static boolean fits(Class<?> part) {
    return part.isAssignableFrom(McpSyncClient.class)
        || part.isAssignableFrom(McpAsyncClient.class)
        || mayBeOrHold(part);
  }

  /** Returns whether an object of a type is a client, or something to look into. */
  static boolean mayBeOrHold(Class<?> type) {
    return isClient(type) || isContainer(type);
  }

  private static boolean isClient(Class<?> type) {
    return McpSyncClient.class.isAssignableFrom(type)
        || McpAsyncClient.class.isAssignableFrom(type);
  }

  private static boolean isContainer(Class<?> type) {
    return Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || Object[].class.isAssignableFrom(type)
        || type == Optional.class;
  }

  private static void collect(Object object, Set<Object> clients, Set<Object> opened) {
    if (isClient(object.getClass())) {
      clients.add(object);
    } else if (isContainer(object.getClass()) && opened.add(object)) {
      contents(object)
          .filter(content -> content != null)
          .forEach(content -> collect(content, clients, opened));
    }
  }

  private static Stream<?> contents(Object container) {
    if (container instanceof Collection<?> collection) {
      return collection.stream();
    }
    if (container instanceof Map<?, ?> map) {
      return Stream.concat(map.keySet().stream(), map.values().stream());
    }
    return container instanceof Optional<?> optional
        ? optional.stream()
        : Arrays.stream((Object[]) container);
  }
}
