package dev.mcppolicy.internal.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import java.util.List;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 18, 40})
  void aNameThatStandsTwiceIsFoundAmongAnyNumber(int names) {
    for (int twice = 0; twice < names; twice++) {
      StringJoiner members = new StringJoiner(",", "{", "}");
      for (int i = 0; i < names; i++) {
        members.add("\"n" + i + "\":" + i);
      }
      members.add("\"\\u006e" + twice + "\":\"again\"").add("\"last\":0");
      Findings findings = new Findings();

      Node read = JsonReader.read(members.toString(), findings, JsonReader.Numbers.BOUNDED);

      assertThat(findings.inOrder())
          .singleElement()
          .extracting(PolicyProblem::pointer)
          .isEqualTo("/n" + twice);
      assertThat(read)
          .isInstanceOfSatisfying(
              ObjectNode.class, object -> assertThat(object.members()).hasSize(names + 1));
    }
  }

  @Test
  void aProblemIsWhereItStandsAfterAnyOther() {
    String document =
        """
        {"a": [1, {"x~/y": [[], [0, 1e999]], "z": 1e999}, "\\ud800"],
         "": {"\\u00e9": {"": "\\udc00"}, "b": [1e999]},
         "c": 1e999}
        """;
    Findings findings = new Findings();

    JsonReader.read(document, findings, JsonReader.Numbers.BOUNDED);

    assertThat(findings.inOrder())
        .extracting(PolicyProblem::pointer)
        .containsExactly("/a/1/x~0~1y/1/1", "/a/1/z", "/a/2", "//\u00e9/", "//b/0", "/c");
  }

  @Test
  void asManyBytesAsMayBeAreReadHoweverManyAUnitTakes() {
    for (String one : List.of("a", "é", "€", "\ud83d\ude00")) {
      int bytes = one.equals("a") ? 1 : one.equals("é") ? 2 : one.equals("€") ? 3 : 4;
      int most = JsonReader.MAX_BYTES - 2;
      String full = "\"" + one.repeat(most / bytes) + "a".repeat(most % bytes) + "\"";
      Findings findings = new Findings();
      assertThat(JsonReader.read(full, findings, JsonReader.Numbers.BOUNDED)).isNotNull();
      assertThat(findings.isEmpty()).isTrue();

      assertThat(JsonReader.read(full + " ", findings, JsonReader.Numbers.BOUNDED)).isNull();
      assertThat(findings.isEmpty()).isFalse();
    }
  }

  @Test
  void asDeepAsMayBeIsReadAndNoDeeper() {
    for (String level : List.of("[", "{\"a\":")) {
      String end = level.equals("[") ? "]" : "}";
      int most = JsonReader.MAX_DEPTH;
      Findings findings = new Findings();
      String deepest = level.repeat(most) + (level.equals("[") ? "" : "1e999") + end.repeat(most);
      assertThat(JsonReader.read(deepest, findings, JsonReader.Numbers.BOUNDED)).isNotNull();

      assertThat(
              JsonReader.read(
                  level.repeat(most + 1) + "0" + end.repeat(most + 1),
                  findings,
                  JsonReader.Numbers.BOUNDED))
          .isNull();
    }
  }
}
