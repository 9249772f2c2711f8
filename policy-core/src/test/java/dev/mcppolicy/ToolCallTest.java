package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a call and its caller are made of. */
class ToolCallTest {

  private static final String CANARY = "canary-5ecret";

  // Calls

  @Test
  void aCallIsMadeByTheDefaultCallerToNobodyInNoSession() {
    ToolCall call = ToolCall.of("run", Map.of("path", "/app"));
    assertThat(call.tool()).isEqualTo("run");
    assertThat(call.arguments().asMap()).isEqualTo(Map.of("path", "/app"));
    assertThat(call.caller()).isSameAs(Caller.byDefault());
    assertThat(call.server()).isEmpty();
    assertThat(call.session()).isEmpty();
    assertThat(ToolCall.of("run").arguments()).isSameAs(Arguments.empty());
    assertThat(ToolCall.of("run", (Map<String, ?>) null).arguments()).isSameAs(Arguments.empty());
    assertThat(ToolCall.of(null).tool()).isEmpty();
  }

  @Test
  void eachWitherChangesOneThingOfANewCallAndNothingOfTheOld() {
    ToolCall call = ToolCall.of("run", Map.of("a", 1));
    Caller caller = Caller.of("g");
    Arguments arguments = Arguments.freeze(Map.of("b", 2));
    ToolCall all =
        call.withCaller(caller).withServer("s").withSession("x").withArguments(arguments);
    assertThat(all.tool()).isEqualTo("run");
    assertThat(all.caller()).isSameAs(caller);
    assertThat(all.server()).contains("s");
    assertThat(all.session()).contains("x");
    assertThat(all.arguments()).isSameAs(arguments);

    assertThat(call.caller()).isSameAs(Caller.byDefault());
    assertThat(call.server()).isEmpty();
    assertThat(call.session()).isEmpty();
    assertThat(call.arguments().names()).containsExactly("a");

    ToolCall again =
        all.withArguments(Arguments.empty())
            .withSession(null)
            .withServer(null)
            .withCaller(Caller.unidentified());
    assertThat(again.tool()).isEqualTo("run");
    assertThat(again.server()).isEmpty();
    assertThat(again.session()).isEmpty();
    assertThat(again.caller().grant()).isEmpty();
    assertThat(all.server()).contains("s");
  }

  @Test
  void aCallRefusesNullWhereSomethingIsNeeded() {
    ToolCall call = ToolCall.of("run");
    assertThatThrownBy(() -> ToolCall.of("run", (Arguments) null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("arguments");
    assertThatThrownBy(() -> call.withArguments(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("arguments");
    assertThatThrownBy(() -> call.withCaller(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("caller");
  }

  @Test
  void aCallPrintsNamesAndNoValues() {
    ToolCall call =
        ToolCall.of("run", Map.of("token", CANARY))
            .withCaller(Caller.of("g").with("email", CANARY));
    assertThat(call).hasToString("ToolCall[run, Arguments[token], Caller[g, [email]]]");
    assertThat(ToolCall.of("run")).hasToString("ToolCall[run, Arguments[], Caller[default, []]]");
  }

  // Callers

  @Test
  void aCallerIsTheDefaultGrantOrANamedOneOrNobody() {
    assertThat(Caller.byDefault().grant()).contains(Caller.DEFAULT_GRANT).contains("default");
    assertThat(Caller.byDefault().attributes()).isEmpty();
    assertThat(Caller.of("g").grant()).contains("g");
    assertThat(Caller.of("g").attributes()).isEmpty();
    assertThat(Caller.unidentified().grant()).isEmpty();
    assertThat(Caller.unidentified().withId("x").grant()).isEmpty();
  }

  @Test
  void attributesAreAddedToANewCaller() {
    Caller caller = Caller.of("g");
    Caller more = caller.withId("alice").with("team", "ops").with("nothing", null);
    assertThat(caller.attributes()).isEmpty();
    assertThat(more.grant()).contains("g");
    assertThat(more.attributes()).containsEntry("id", "alice").containsEntry("nothing", null);
    assertThat(more.attributes().keySet()).containsExactly("id", "team", "nothing");
    assertThat(more.withId("bob").attributes()).containsEntry("id", "bob").hasSize(3);
    assertThat(more.withAttributes(Map.of("only", 1)).attributes()).isEqualTo(Map.of("only", 1));
  }

  @Test
  void attributesAreCopiedDeeply() {
    List<Object> teams = new ArrayList<>(List.of("ops"));
    Map<String, Object> attributes = new HashMap<>();
    attributes.put("teams", teams);
    Caller caller = Caller.of("g").withAttributes(attributes);
    Caller other = Caller.of("g").with("teams", teams);
    teams.set(0, "root");
    teams.add("root");
    attributes.put("admin", true);
    assertThat(caller.attributes()).isEqualTo(Map.of("teams", List.of("ops")));
    assertThat(other.attributes()).isEqualTo(Map.of("teams", List.of("ops")));
  }

  @Test
  void aCallerPrintsNamesAndNoValues() {
    assertThat(Caller.of("g").with("email", CANARY).withId(CANARY))
        .hasToString("Caller[g, [email, id]]");
    assertThat(Caller.unidentified()).hasToString("Caller[unidentified, []]");
  }

  @Test
  void aCallerRefusesNullAndAnEmptyGrant() {
    assertThatThrownBy(() -> Caller.of(""))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("grant must not be empty");
    assertThatThrownBy(() -> Caller.of(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("grant");
    assertThatThrownBy(() -> Caller.of("g").withId(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("id");
    assertThatThrownBy(() -> Caller.of("g").with(null, 1))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("name");
    assertThatThrownBy(() -> Caller.of("g").withAttributes(null))
        .isExactlyInstanceOf(NullPointerException.class)
        .hasMessage("attributes");
  }

  @Test
  void attributesThatCantBeCopiedAreRefusedInOneSentenceWithoutTheirValues() {
    assertThatThrownBy(() -> Caller.of("g").with("a", Optional.of(CANARY)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "attributes can't be copied: a value of type java.util.Optional has no JSON"
                + " counterpart");
    List<Object> itself = new ArrayList<>();
    itself.add(itself);
    assertThatThrownBy(() -> Caller.of("g").with("a", itself))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("attributes can't be copied: ");
    assertThatThrownBy(() -> Caller.of("g").with("\ud800", CANARY))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("attributes can't be copied: ")
        .hasMessageNotContaining(CANARY);
  }

  @Test
  void attributesThatThrowWhileTheyAreReadAreRefusedLikeAnyOther() {
    Map<String, Object> throwing =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            throw new IllegalStateException(CANARY);
          }
        };
    assertThatThrownBy(() -> Caller.of("g").withAttributes(throwing))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("attributes can't be copied: ")
        .hasMessageContaining("java.lang.IllegalStateException")
        .hasMessageNotContaining(CANARY);
  }
}
