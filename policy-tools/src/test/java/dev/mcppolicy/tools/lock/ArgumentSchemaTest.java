package dev.mcppolicy.tools.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Arguments;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArgumentSchemaTest {

  private static Optional<String> misfit(String schema, Object value, boolean closed) {
    Map<String, ?> arguments = value instanceof String json ? Tools.map(json) : Map.of("v", value);
    return new ArgumentSchema(Tools.map(schema)).misfit(Arguments.freeze(arguments), closed);
  }

  private static Optional<String> misfit(String schema, Object value) {
    return misfit(schema, value, false);
  }

  @Test
  void whatFitsAndWhatDoesNot() {
    String schema =
        "{'type': 'object', 'properties': {'v': {'type': 'string', 'maxLength': 2}}, 'required':"
            + " ['v']}";
    assertThat(misfit(schema, "{'v': 'ab'}")).isEmpty();
    assertThat(misfit(schema, "{'v': 'secret'}")).contains("\"maxLength\" is not met at \"/v\".");
    assertThat(misfit(schema, "{}")).contains("\"required\" is not met at \"\".");
    assertThat(misfit(schema, "{'v': 'ab', 'w': 1}")).isEmpty();
    assertThat(misfit(schema, "{'v': 'ab', 'w': 1}", true))
        .contains("\"additionalProperties\" is not met at \"\".");
  }

  @Test
  void withoutASchemaNothingFits() {
    assertThat(misfit("{}", "{}")).contains("nobody has reviewed a schema of the tool.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'$schema': 'https://example.com/mine'} | its schema is of a dialect that is not known, "https://example.com/mine".
          {'$schema': 5} | its schema is of a dialect that is not known, "5".
          {'$ref': 'https://example.com/s.json'} | its schema refers to another document, at /$ref.
          {'$ref': 'file:///etc/passwd'} | its schema refers to another document, at /$ref.
          {'properties': {'v': {'anyOf': [{'$ref': 'other.json'}]}}} | its schema refers to another document, at /properties/v/anyOf/0/$ref.
          {'properties': {'v': {'$id': 'http://x/', '$ref': '#a'}}} | its schema refers to another document, at /properties/v/$id.
          {'properties': {'v': {'pattern': '(?=a)b'}}} | its schema can't be used.
          {'properties': {'v': {'pattern': '('}}} | its schema can't be used.
          {'$ref': '#/nowhere'} | its schema can't be used.
          {'$ref': '#'} | they can't be judged by it.
          """)
  void whatCannotBeJudgedDoesNotFit(String schema, String why) {
    assertThat(misfit(schema, "{'v': 'x'}")).contains(why);
    assertThat(misfit(schema, "{'v': 'x'}", true)).isPresent();
  }

  @Test
  void dataThatLooksLikeAReferenceIsData() {
    assertThat(
            misfit(
                "{'properties': {'v': {'enum': [{'$ref': 'http://x'}]}, '$ref': {'type':"
                    + " 'string'}}}",
                "{'$ref': 'x'}"))
        .isEmpty();
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.SECONDS)
  void aPatternThatIsSlowElsewhereIsNotSlowHere() {
    String text = "a".repeat(50_000) + "!";
    assertThat(misfit("{'properties': {'v': {'pattern': '^(a+)+$'}}}", Map.of("v", text)))
        .isEmpty();
    assertThat(
            new ArgumentSchema(Tools.map("{'properties': {'v': {'pattern': '^(a+)+$'}}}"))
                .misfit(Arguments.freeze(Map.of("v", text)), false))
        .isPresent();
    assertThat(
            new ArgumentSchema(Tools.map("{'patternProperties': {'^(a|aa)+$': {}}}"))
                .misfit(Arguments.freeze(Map.of(text, 1)), false))
        .isEmpty();
  }

  @Test
  void theEndOfATextIsItsEnd() {
    String schema = "{'properties': {'v': {'pattern': '^(ls|pwd)$'}}}";
    ArgumentSchema judged = new ArgumentSchema(Tools.map(schema));
    assertThat(judged.misfit(Arguments.freeze(Map.of("v", "pwd")), false)).isEmpty();
    assertThat(judged.misfit(Arguments.freeze(Map.of("v", "pwd\n")), false)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type': 'integer', 'maximum': 100} | 1e30
          {'type': 'integer', 'maximum': 100} | 18446744073709551617
          {'type': 'integer', 'maximum': 100} | 100.5
          {'type': 'number', 'maximum': 0.3} | 0.30000000000000000001
          {'maximum': 9007199254740992} | 9007199254740993
          {'minimum': -100} | -18446744073709551617
          {'exclusiveMaximum': 100} | 100.0
          {'multipleOf': 0.1} | 0.35
          {'enum': [9007199254740992]} | 9007199254740993
          {'const': 0.1} | 0.1000000000000000055511151231257827
          {'type': 'integer'} | 1e500
          {'maximum': 1e5000} | 1
          """)
  void numbersAreExact(String schema, String number) {
    assertThat(misfit("{'properties': {'v': " + schema + "}}", new BigDecimal(number))).isPresent();
  }

  @Test
  void numbersThatFit() {
    String integer = "{'properties': {'v': {'type': 'integer', 'maximum': 100}}}";
    assertThat(misfit(integer, 100)).isEmpty();
    assertThat(misfit(integer, 100L)).isEmpty();
    assertThat(misfit(integer, 100.0)).isEmpty();
    assertThat(misfit(integer, new BigDecimal("1e2"))).isEmpty();
    assertThat(misfit(integer, BigInteger.TEN)).isEmpty();
    assertThat(misfit("{'properties': {'v': {'multipleOf': 0.1}}}", new BigDecimal("0.3")))
        .isEmpty();
    assertThat(misfit("{'properties': {'v': {'enum': [1.0, 2]}}}", 1)).isEmpty();
    assertThat(misfit("{'properties': {'v': {'type': 'number'}}}", Double.NaN)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'properties': {'a': {'type': 'object', 'properties': {'b': {}}}}} | {'a': {'b': 1}} | {'a': {'b': 1, 'c': 2}}
          {'properties': {'a': {'items': {'properties': {'b': {}}}}}} | {'a': [{'b': 1}]} | {'a': [{'c': 2}]}
          {'properties': {'a': {}}, 'additionalProperties': true} | {'a': 1} | {'b': 1}
          {'properties': {'a': {}}, 'additionalProperties': {'type': 'string'}} | {'b': 'x'} | {'b': 1}
          {'allOf': [{'properties': {'a': {}}}, {'properties': {'b': {}}}]} | {'a': 1, 'b': 2} | {'a': 1, 'c': 2}
          {'anyOf': [{'properties': {'a': {}}, 'required': ['a']}, {'properties': {'b': {}}, 'required': ['b']}]} | {'a': 1} | {'a': 1, 'c': 2}
          {'properties': {'p': {'$ref': '#/$defs/P'}}, '$defs': {'P': {'properties': {'x': {}}}}} | {'p': {'x': 1}} | {'p': {'x': 1, 'y': 2}}
          {'$schema': 'http://json-schema.org/draft-07/schema#', 'properties': {'p': {'$ref': '#/definitions/P'}}, 'definitions': {'P': {'properties': {'x': {}}}}} | {'p': {'x': 1}} | {'p': {'x': 1, 'y': 2}}
          {'$schema': 'http://json-schema.org/draft-07/schema#', 'properties': {'p': {}}} | {'p': 1} | {'q': 1}
          {'properties': {'p': {'anyOf': [{'properties': {'x': {}}, 'type': 'object'}, {'type': 'null'}]}}} | {'p': {'x': 1}} | {'p': {'y': 1}}
          {'patternProperties': {'^a': {}}} | {'ab': 1} | {'ba': 1}
          {'type': 'object'} | {} | {'a': 1}
          {'properties': {'p': true}} | {'p': 1} | {'p': {'x': 1}}
          """)
  void aClosedSchemaTakesWhatItNames(String schema, String fits, String misfits) {
    assertThat(misfit(schema, fits, true)).isEmpty();
    assertThat(misfit(schema, misfits, true)).isPresent();
    if (!schema.contains("'string'")) {
      assertThat(misfit(schema, misfits, false)).isEmpty();
    }
  }

  @Test
  void theDialectThatASchemaNamesIsItsOwn() {
    String list = "'properties': {'v': {'items': [{'type': 'string'}]}}}";
    assertThat(
            misfit("{'$schema': 'http://json-schema.org/draft-07/schema#', " + list, "{'v': [1]}"))
        .isPresent();
  }
}
