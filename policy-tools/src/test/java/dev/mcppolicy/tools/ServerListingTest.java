package dev.mcppolicy.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs do that are asked for their tools. */
class ServerListingTest {

  private static final ListingLimits LIMITS =
      new ListingLimits(Duration.ofSeconds(60), 20, 4 * 1024 * 1024);

  private static Inventory read(String behaviour, ListingLimits limits) throws Exception {
    return ServerListing.read(
        ServerAddress.Stdio.of("server", ScriptedProgram.command(behaviour)), limits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"behaves", "asks", "complains"})
  void allPagesAreRead(String behaviour) throws Exception {
    Inventory inventory = read(behaviour, LIMITS);
    assertThat(inventory.server()).isEqualTo("server");
    assertThat(inventory.tools())
        .extracting(ToolDefinition::name)
        .containsExactly("get_x", "delete_x");
  }

  @Test
  void aServerWithoutToolsHasNone() throws Exception {
    assertThat(read("toolless", LIMITS).tools()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "dies | it ended before it had answered, after \"no token\\u001b[31m given\"",
        "floods | it wrote a message of more than 1048576 bytes",
        "chatters | it sent more than 1000 messages that nobody asked for",
        "loops | its list never ends: it gave the same cursor twice",
        "endless | its list has more than 20 pages",
        "twins | two tools are called \"a\"",
        "nonsense | a page of its list has no \"tools\"",
        "future | it speaks the version \"2031-01-01\" of the protocol, which isn't known",
        "fails | it answered initialize with the error \"-32000\": \"no\\u001b\"",
        "broken | it answered with what is no message: 1:25 /id: the key \"id\" stands twice in one object; remove one",
      })
  void whatCantBeReadIsSaidInASentence(String behaviour, String sentence) {
    assertThatThrownBy(() -> read(behaviour, LIMITS))
        .isInstanceOf(UnreadableServerException.class)
        .hasMessage(sentence);
  }

  @Test
  void aServerThatHangsIsEndedWithAllThatItStarted() {
    assertThatThrownBy(() -> read("hangs", LIMITS.within(Duration.ofMillis(2_500))))
        .isInstanceOf(UnreadableServerException.class)
        .hasMessage("it took longer than 2.5 seconds");
    ProcessHandle.allProcesses()
        .filter(
            process -> process.info().commandLine().orElse("").endsWith("ScriptedProgram waits"))
        .forEach(process -> process.onExit().orTimeout(20, TimeUnit.SECONDS).join());
  }

  @Test
  void aFloodIsStopped() {
    ListingLimits few = new ListingLimits(Duration.ofSeconds(60), 20, 100_000);
    assertThatThrownBy(() -> read("floods", few)).hasMessage("it wrote more than 100000 bytes");
  }

  @Test
  void aProgramThatIsNotThereCantBeStarted() {
    assertThatThrownBy(
            () ->
                ServerListing.read(
                    ServerAddress.Stdio.of("s", List.of("/no/such/program")), LIMITS))
        .isInstanceOf(UnreadableServerException.class)
        .hasMessageStartingWith("\"/no/such/program\" can't be started: ");
  }

  @ParameterizedTest
  @CsvSource({"A=B, x", "A, sec\u0000ret"})
  void anEnvironmentThatCantBeSetIsSaidWithoutItsValues(String name, String value) {
    ServerAddress address =
        new ServerAddress.Stdio("s", List.of("run"), Map.of(name, value), Optional.empty());
    assertThatThrownBy(() -> ServerListing.read(address, LIMITS))
        .isInstanceOf(UnreadableServerException.class)
        .hasMessage(
            "its environment can't be set: no name may hold \"=\", and neither a name nor a value NUL");
  }

  @Test
  void addressesHoldTheirSecretsBack() {
    assertThat(
            new ServerAddress.Stdio(
                "s", List.of("run", "--key=k"), Map.of("A", "b"), Optional.of(Path.of("/"))))
        .hasToString("Stdio[s, run]");
    assertThatThrownBy(() -> ServerAddress.Stdio.of("s", List.of()))
        .hasMessage("command must not be empty");
    assertThatThrownBy(() -> new ListingLimits(Duration.ZERO, 1, 1))
        .hasMessage("time must be positive, and an hour at most: PT0S");
    assertThatThrownBy(() -> new ListingLimits(Duration.ofSeconds(1), 0, 1))
        .hasMessage("pages must be >= 1: 0");
    assertThatThrownBy(() -> new ListingLimits(Duration.ofSeconds(1), 1, 0))
        .hasMessage("bytes must be >= 1: 0");
  }
}
