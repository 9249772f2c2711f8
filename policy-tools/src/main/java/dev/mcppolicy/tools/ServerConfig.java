package dev.mcppolicy.tools;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The servers that a host's configuration names: the object {@code mcpServers}, as many hosts have
 * it, or {@code servers}.
 */
public final class ServerConfig {

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(env:)?([^}:]+)(:-([^}]*))?}");

  private final UnaryOperator<@Nullable String> environment;

  private ServerConfig(UnaryOperator<@Nullable String> environment) {
    this.environment = environment;
  }

  /**
   * A server of a configuration.
   *
   * @param server what the host calls it
   * @param address where it is, if that can be told
   * @param problem why not; empty if it can
   */
  public record Entry(String server, Optional<ServerAddress> address, String problem) {}

  /** Says why something of a server can't be used. */
  private static final class UnusableEntryException extends Exception {
    private static final long serialVersionUID = 1L;

    UnusableEntryException(String message) {
      super(message);
    }
  }

  /**
   * Reads a configuration from a file. {@code ${NAME}} and {@code ${env:NAME}} are variables of
   * this process.
   *
   * @throws InvalidInventoryException if it can't be read as one
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static List<Entry> load(Path file) {
    return parse(Documents.bytes(file), System::getenv);
  }

  static List<Entry> parse(byte[] utf8, UnaryOperator<@Nullable String> environment) {
    Findings findings = new Findings();
    Node node = JsonReader.read(utf8, findings, JsonReader.Numbers.ANY);
    if (!findings.isEmpty()) {
      throw new InvalidInventoryException(
          ToolMessages.unreadable(String.valueOf(findings.inOrder().get(0))));
    }
    if (node instanceof ObjectNode root) {
      for (String key : List.of("mcpServers", "servers")) {
        if (root.get(key) instanceof ObjectNode servers) {
          return new ServerConfig(environment).entries(servers);
        }
      }
    }
    throw new InvalidInventoryException(ServerMessages.noServers());
  }

  private List<Entry> entries(ObjectNode servers) {
    List<Entry> entries = new ArrayList<>();
    for (Member member : servers.members()) {
      try {
        ServerAddress address = address(member.name(), member.value());
        entries.add(new Entry(member.name(), Optional.of(address), ""));
      } catch (UnusableEntryException e) {
        entries.add(new Entry(member.name(), Optional.empty(), String.valueOf(e.getMessage())));
      }
    }
    return List.copyOf(entries);
  }

  private ServerAddress address(String server, Node node) throws UnusableEntryException {
    if (!(node instanceof ObjectNode entry)) {
      throw new UnusableEntryException(ServerMessages.neitherCommandNorUrl());
    }
    if (entry.get("disabled") instanceof BooleanNode disabled && disabled.value()) {
      throw new UnusableEntryException(ServerMessages.disabled());
    }
    if (entry.get("command") != null) {
      List<String> command = new ArrayList<>();
      command.add(text(entry, "command"));
      command.addAll(texts(entry, "args"));
      return new ServerAddress.Stdio(server, command, map(entry, "env"), folder(entry));
    }
    String url = entry.get("url") != null ? "url" : "serverUrl";
    if (entry.get(url) == null) {
      throw new UnusableEntryException(ServerMessages.neitherCommandNorUrl());
    }
    if (entry.get("type") instanceof TextNode type && type.text().equals("sse")) {
      throw new UnusableEntryException(ServerMessages.oldTransport());
    }
    try {
      return new ServerAddress.Http(server, URI.create(text(entry, url)), map(entry, "headers"));
    } catch (IllegalArgumentException e) {
      throw new UnusableEntryException(ServerMessages.wrongUrl());
    }
  }

  private Optional<Path> folder(ObjectNode entry) throws UnusableEntryException {
    if (entry.get("cwd") == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(text(entry, "cwd")));
    } catch (InvalidPathException e) {
      throw new UnusableEntryException(ServerMessages.wrongMember("cwd", "a path"));
    }
  }

  private String text(ObjectNode entry, String key) throws UnusableEntryException {
    if (entry.get(key) instanceof TextNode text && !text.text().isEmpty()) {
      return resolved(text.text());
    }
    throw new UnusableEntryException(ServerMessages.wrongMember(key, "a text that isn't empty"));
  }

  private List<String> texts(ObjectNode entry, String key) throws UnusableEntryException {
    List<String> texts = new ArrayList<>();
    Node node = entry.get(key);
    if (node == null) {
      return texts;
    }
    if (node instanceof ListNode list) {
      for (Node element : list.elements()) {
        if (element instanceof TextNode text) {
          texts.add(resolved(text.text()));
        }
      }
      if (texts.size() == list.elements().size()) {
        return texts;
      }
    }
    throw new UnusableEntryException(ServerMessages.wrongMember(key, "a list of texts"));
  }

  private Map<String, String> map(ObjectNode entry, String key) throws UnusableEntryException {
    Map<String, String> map = new LinkedHashMap<>();
    Node node = entry.get(key);
    if (node == null) {
      return map;
    }
    if (node instanceof ObjectNode object) {
      for (Member member : object.members()) {
        if (member.value() instanceof TextNode text) {
          map.put(member.name(), resolved(text.text()));
        }
      }
      if (map.size() == object.members().size()) {
        return map;
      }
    }
    throw new UnusableEntryException(ServerMessages.wrongMember(key, "an object of texts"));
  }

  private String resolved(String text) throws UnusableEntryException {
    Matcher variable = VARIABLE.matcher(text);
    StringBuilder out = new StringBuilder();
    while (variable.find()) {
      String value = environment.apply(variable.group(2));
      if (value == null) {
        value = variable.group(4);
      }
      if (value == null) {
        throw new UnusableEntryException(ServerMessages.noVariable(variable.group(2)));
      }
      variable.appendReplacement(out, Matcher.quoteReplacement(value));
    }
    return variable.appendTail(out).toString();
  }
}
