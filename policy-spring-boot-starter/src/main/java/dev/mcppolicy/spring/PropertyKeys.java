package dev.mcppolicy.spring;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Looks whether every key under {@code mcp.policy} means what it says. Spring Boot leaves
 * characters out of names, takes names for one another, and passes over keys of system properties
 * and of the environment that it doesn't know: each would be a policy that isn't in force.
 */
final class PropertyKeys {

  private static final ConfigurationPropertyName ROOT = ConfigurationPropertyName.of("mcp.policy");
  private static final ConfigurationPropertyName LOCATION = ROOT.append("location");
  private static final ConfigurationPropertyName GRANTS = ROOT.append("grants");
  private static final ConfigurationPropertyName CONNECTIONS = ROOT.append("connections");

  /** A key that gives a name, and what it stands for. */
  private record Spelling(ConfigurationPropertyName name, List<String> meaning, String key) {}

  private final McpPolicyProperties bound;
  private final Map<ConfigurationPropertyName, Spelling> byName = new HashMap<>();
  private final Map<List<String>, Spelling> byMeaning = new HashMap<>();

  private PropertyKeys(McpPolicyProperties bound) {
    this.bound = bound;
  }

  /** Throws if a key wasn't bound as it stands. */
  static void check(Environment environment, ListableBeanFactory beans, McpPolicyProperties bound) {
    PropertyKeys keys = new PropertyKeys(bound);
    sources(environment, beans).forEach(keys::check);
  }

  /** Returns what Spring Boot binds from. */
  private static Iterable<ConfigurationPropertySource> sources(
      Environment environment, ListableBeanFactory beans) {
    Collection<PropertySourcesPlaceholderConfigurer> configurers =
        beans.getBeansOfType(PropertySourcesPlaceholderConfigurer.class, false, false).values();
    return configurers.size() == 1
        ? ConfigurationPropertySources.from(
            configurers.iterator().next().getAppliedPropertySources())
        : ConfigurationPropertySources.get(environment);
  }

  private void check(ConfigurationPropertySource source) {
    Object underlying = source.getUnderlyingSource();
    if (underlying instanceof SystemEnvironmentPropertySource) {
      if (source instanceof IterableConfigurationPropertySource variables) {
        variables.stream()
            .filter(ROOT::isAncestorOf)
            .forEach(name -> checkVariable(name, variable(source, name)));
      }
    } else if (underlying instanceof EnumerablePropertySource<?> properties) {
      for (String key : properties.getPropertyNames()) {
        ConfigurationPropertyName name = ConfigurationPropertyName.adapt(key, '.');
        if (ROOT.isAncestorOf(name) || ROOT.equals(name)) {
          checkProperty(name, key);
        }
      }
    }
  }

  private void checkVariable(ConfigurationPropertyName name, String variable) {
    if (!isKnown(name, true)) {
      throw new PolicyConfigurationException(
          StarterMessages.unknownKey(variable), StarterMessages.KNOWN_VARIABLE);
    }
    if (GRANTS.isAncestorOf(name)
        || (CONNECTIONS.isAncestorOf(name) && name.getNumberOfElements() == 6)) {
      throw new PolicyConfigurationException(
          StarterMessages.grantOfVariable(variable), StarterMessages.GRANT_IN_BRACKETS);
    }
    checkMeaning(name, variable);
  }

  private void checkProperty(ConfigurationPropertyName name, String key) {
    String read = read(name);
    if (!read.replace(".[", "[").equals(key.replace(".[", "["))) {
      throw new PolicyConfigurationException(
          StarterMessages.alteredKey(key, read), StarterMessages.NAME_IN_BRACKETS);
    }
    if (!isKnown(name, false)) {
      throw new PolicyConfigurationException(
          StarterMessages.unknownKey(key), StarterMessages.KNOWN_KEY);
    }
    checkMeaning(name, key);
  }

  /** Looks whether a location is there, and whether its names are those of no other key. */
  private void checkMeaning(ConfigurationPropertyName name, String key) {
    if (!isBound(name)) {
      throw new PolicyConfigurationException(
          StarterMessages.noLocation(key), StarterMessages.GIVE_LOCATION);
    }
    if (!GRANTS.isAncestorOf(name) && !CONNECTIONS.isAncestorOf(name)) {
      return;
    }
    for (int size = 4; size <= name.getNumberOfElements(); size += 2) {
      ConfigurationPropertyName names = name.chop(size);
      Spelling spelling = new Spelling(names, meaning(names), key);
      Spelling sameName = byName.putIfAbsent(names, spelling);
      if (sameName != null && !sameName.meaning().equals(spelling.meaning())) {
        throw alike(sameName, spelling);
      }
      Spelling sameMeaning = byMeaning.putIfAbsent(spelling.meaning(), spelling);
      if (sameMeaning != null && !sameMeaning.name().equals(names)) {
        throw alike(sameMeaning, spelling);
      }
    }
  }

  private static PolicyConfigurationException alike(Spelling one, Spelling other) {
    return new PolicyConfigurationException(
        StarterMessages.alikeKeys(one.key(), other.key()), StarterMessages.NAME_IN_BRACKETS);
  }

  /** Returns the elements of a name, those that the application chooses as it has written them. */
  private static List<String> meaning(ConfigurationPropertyName name) {
    return IntStream.range(0, name.getNumberOfElements())
        .mapToObj(i -> name.getElement(i, i % 2 == 1 ? Form.ORIGINAL : Form.UNIFORM))
        .toList();
  }

  private boolean isBound(ConfigurationPropertyName name) {
    int size = name.getNumberOfElements();
    String last = name.getLastElement(Form.ORIGINAL);
    if (name.equals(LOCATION)) {
      return bound.location() != null;
    }
    if (GRANTS.isAncestorOf(name)) {
      return bound.grants().get(last) != null;
    }
    if (!CONNECTIONS.isAncestorOf(name) || size < 5) {
      return true;
    }
    McpPolicyProperties.Connection its = bound.connections().get(name.getElement(3, Form.ORIGINAL));
    if (its == null || size == 6) {
      return its != null && its.grants().get(last) != null;
    }
    return its.location() != null || !last.equalsIgnoreCase("location");
  }

  /** Returns a key as Spring Boot reads it. */
  private static String read(ConfigurationPropertyName name) {
    StringBuilder read = new StringBuilder();
    for (int i = 0; i < name.getNumberOfElements(); i++) {
      String element = name.getElement(i, Form.ORIGINAL);
      boolean inBrackets = name.chop(i + 1).isLastElementIndexed();
      read.append(inBrackets ? "[" + element + "]" : "." + element);
    }
    return read.substring(1);
  }

  private static boolean isKnown(ConfigurationPropertyName name, boolean variable) {
    return isKnown(ResolvableType.forClass(McpPolicyProperties.class), name, 2, variable);
  }

  /** Returns whether what a type holds has a place for a name from an element on. */
  private static boolean isKnown(
      ResolvableType type, ConfigurationPropertyName name, int from, boolean variable) {
    if (from == name.getNumberOfElements()) {
      return true;
    }
    Class<?> holder = type.resolve(Object.class);
    if (holder.isRecord()) {
      return Arrays.stream(holder.getRecordComponents())
          .anyMatch(
              component -> {
                int its = elements(component, name, from, variable);
                return its > 0
                    && isKnown(
                        ResolvableType.forMethodReturnType(component.getAccessor()),
                        name,
                        from + its,
                        variable);
              });
    }
    return holder == Map.class
        ? isKnown(type.getGeneric(1), name, from + 1, variable)
        : holder == List.class
            && name.isNumericIndex(from)
            && from + 1 == name.getNumberOfElements();
  }

  /** Returns how many elements of a name are that of a component: a variable may part its words. */
  private static int elements(
      RecordComponent component, ConfigurationPropertyName name, int from, boolean variable) {
    String[] words = component.getName().split("(?=[A-Z])", -1);
    if (name.getElement(from, Form.UNIFORM).equals(lower(component.getName()))) {
      return 1;
    }
    if (!variable || from + words.length > name.getNumberOfElements()) {
      return 0;
    }
    boolean parted =
        IntStream.range(0, words.length)
            .allMatch(i -> name.getElement(from + i, Form.UNIFORM).equals(lower(words[i])));
    return parted ? words.length : 0;
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  private static String variable(
      ConfigurationPropertySource source, ConfigurationPropertyName name) {
    return Origin.from(source.getConfigurationProperty(name)) instanceof PropertySourceOrigin origin
        ? origin.getPropertyName()
        : name.toString();
  }
}
