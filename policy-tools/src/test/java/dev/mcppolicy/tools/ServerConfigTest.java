package dev.mcppolicy.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerConfigTest {

  private static List<ServerConfig.Entry> parse(String json) {
    return ServerConfig.parse(json.getBytes(UTF_8), name -> name.equals("TOKEN") ? "t$0" : null);
  }

  @Test
  void theFilesOfCommonHostsAreRead() {
    List<ServerConfig.Entry> entries =
        parse(
            """
            { "mcpServers": {
                "files": { "command": "npx", "args": ["-y", "server", "/tmp"], "cwd": "/srv",
                           "env": { "KEY": "${TOKEN}", "OTHER": "${NONE:-x}" } },
                "web": { "type": "http", "url": "https://example.com/mcp",
                         "headers": { "Authorization": "Bearer ${env:TOKEN}" } } } }""");
    assertThat(entries.get(0).address())
        .contains(
            new ServerAddress.Stdio(
                "files",
                List.of("npx", "-y", "server", "/tmp"),
                Map.of("KEY", "t$0", "OTHER", "x"),
                Optional.of(Path.of("/srv"))));
    assertThat(entries.get(1).address())
        .contains(
            new ServerAddress.Http(
                "web",
                URI.create("https://example.com/mcp"),
                Map.of("Authorization", "Bearer t$0")));
    assertThat(parse("{\"servers\": {\"a\": {\"command\": \"x\"}}}").get(0).address()).isPresent();
  }

  @Test
  void whatCantBeUsedIsSaidAndTheOthersAreReadAllTheSame() {
    List<ServerConfig.Entry> entries =
        parse(
            """
            { "mcpServers": {
                "1": 5, "2": {}, "3": { "command": "" }, "4": { "command": "a", "args": [1] },
                "5": { "command": "a", "env": { "A": 1 } }, "6": { "url": "file:///x" },
                "7": { "url": "http://x/sse", "type": "sse" }, "8": { "command": "a", "disabled": true },
                "9": { "command": "${MISSING}" }, "10": { "command": "a", "args": "b" },
                "11": { "url": "http://a b" }, "12": { "command": "fine" } } }""");
    assertThat(entries)
        .extracting(ServerConfig.Entry::problem)
        .containsExactly(
            "it has neither a \"command\" nor a \"url\"",
            "it has neither a \"command\" nor a \"url\"",
            "\"command\" must be a text that isn't empty",
            "\"args\" must be a list of texts",
            "\"env\" must be an object of texts",
            "\"url\" must be an http or https URL with a host and without a password",
            "it speaks HTTP with SSE, the transport of 2024; Streamable HTTP is needed",
            "it is disabled",
            "the environment variable \"MISSING\" is not set",
            "\"args\" must be a list of texts",
            "\"url\" must be an http or https URL with a host and without a password",
            "");
  }

  @Test
  void whatIsNoConfigurationIsRefused() {
    assertThatThrownBy(() -> parse("{}"))
        .isInstanceOf(InvalidInventoryException.class)
        .hasMessage("there is no object \"mcpServers\"");
    assertThatThrownBy(() -> parse("{\"mcpServers\": {\"a\": {}, \"a\": {}}}"))
        .isInstanceOf(InvalidInventoryException.class);
  }
}
