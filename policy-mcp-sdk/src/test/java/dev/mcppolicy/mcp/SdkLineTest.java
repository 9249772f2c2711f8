package dev.mcppolicy.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.spec.McpSchema;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Which line of the SDK the tests run on: the build says which one it should be. */
class SdkLineTest {

  private static final String DESCRIPTION =
      "META-INF/maven/io.modelcontextprotocol.sdk/mcp-core/pom.properties";

  private static final String NAMED_BY_THE_BUILD = System.getProperty("mcppolicy.sdk");

  @Test
  void theTestsRunOnTheLineThatTheBuildNames() throws IOException {
    String line = NAMED_BY_THE_BUILD == null ? onTheClassPath() : NAMED_BY_THE_BUILD;

    assertThat(onTheClassPath()).isEqualTo(line);
    assertThat(copiesOf(McpClient.class)).singleElement().asString().contains("/" + line + "/");
    assertThat(copiesOf(McpSchema.class)).singleElement().asString().contains("/" + line + "/");
  }

  /** One line ships its JSON part twice, and both are of that line. */
  @Test
  void theirJsonPartIsOfTheSameLine() throws IOException {
    String line = onTheClassPath();

    assertThat(copiesOf(McpJsonMapper.class))
        .isNotEmpty()
        .allSatisfy(copy -> assertThat(copy.toString()).contains("/" + line + "/"));
  }

  @ParameterizedTest
  @ValueSource(classes = {Mono.class, Publisher.class})
  void whatTheyAreBuiltWithIsThereOnce(Class<?> part) throws IOException {
    assertThat(copiesOf(part)).hasSize(1);
  }

  private static String onTheClassPath() throws IOException {
    Properties properties = new Properties();
    try (InputStream description =
        McpClient.class.getClassLoader().getResourceAsStream(DESCRIPTION)) {
      properties.load(Objects.requireNonNull(description, DESCRIPTION));
    }
    return properties.getProperty("version");
  }

  private static List<URL> copiesOf(Class<?> type) throws IOException {
    String file = type.getName().replace('.', '/') + ".class";
    return Collections.list(type.getClassLoader().getResources(file));
  }
}
