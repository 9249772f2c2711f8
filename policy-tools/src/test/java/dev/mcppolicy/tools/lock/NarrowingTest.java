package dev.mcppolicy.tools.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.Arguments;
import dev.mcppolicy.DefinitionChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NarrowingTest {

  private static boolean proved(String older, String newer) {
    return Narrowing.isProved(
        Tools.map("{'v': " + older + "}").get("v"), Tools.map("{'v': " + newer + "}").get("v"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {} | {'type': 'string'}
          true | false
          true | {}
          {} | true
          {'type': 'number'} | {'type': 'integer'}
          {'type': ['string', 'null']} | {'type': 'string'}
          {'enum': [1, 2]} | {'enum': [2.0]}
          {'enum': [1, 2]} | {'const': 1}
          {'enum': [1, 2], 'const': 2} | {'const': 2, 'enum': [2, 3]}
          {'minimum': 1} | {'exclusiveMinimum': 1}
          {'exclusiveMinimum': 1} | {'minimum': 2}
          {'maximum': 5} | {'maximum': 4.5}
          {'maxLength': 5} | {'maxLength': 5, 'pattern': 'x'}
          {'minItems': 1} | {'minItems': 2, 'uniqueItems': true}
          {'properties': {'a': {}}} | {'properties': {'a': {}}, 'required': ['a']}
          {'properties': {'a': {}, 'b': {}}, 'additionalProperties': false} | {'properties': {'a': {}}, 'additionalProperties': false}
          {'properties': {'a': {}}} | {'properties': {'a': {}}, 'additionalProperties': false}
          {'properties': {'a': {'type': 'string'}}} | {'properties': {'a': {'type': 'string', 'enum': ['x']}}}
          {'items': {'type': 'number'}} | {'items': {'type': 'integer'}}
          {'type': 'array'} | {'type': 'array', 'items': {'type': 'integer'}}
          """)
  void isProved(String older, String newer) {
    assertThat(proved(older, newer)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'type': 'string'} | {}
          {'type': 'string'} | true
          false | true
          {'type': 'integer'} | {'type': 'number'}
          {'type': 'string'} | {'type': ['string', 'null']}
          {'enum': [1]} | {'enum': [1, 2]}
          {'enum': [1]} | {'enum': ['1']}
          {'const': 1} | {}
          {'enum': [2], 'const': 0} | {'const': 0}
          {'minimum': 1} | {'minimum': 0}
          {'exclusiveMinimum': 1} | {'minimum': 1}
          {'maxLength': 5} | {'maxLength': 6}
          {'maxLength': 5} | {}
          {'pattern': 'x'} | {'pattern': 'xy'}
          {'format': 'uri'} | {}
          {'uniqueItems': true} | {}
          {'required': ['a']} | {}
          {} | {'properties': {'a': {}}}
          {'properties': {}} | {'properties': {'a': {}}}
          {'properties': {'a': {'type': 'string'}}} | {}
          {'properties': {'a': {'maxLength': 1}}} | {'properties': {'a': {'maxLength': 2}}}
          {'additionalProperties': false} | {}
          {'additionalProperties': false} | {'additionalProperties': {'type': 'string'}}
          {'items': {'type': 'integer'}} | {'items': {'type': 'number'}}
          {'items': {'type': 'integer'}} | {}
          {'anyOf': [{'type': 'string'}]} | {'anyOf': [{'type': 'string'}, {'type': 'null'}]}
          {'not': {'type': 'string'}} | {'not': {'type': 'string', 'maxLength': 1}}
          {'$ref': '#/$defs/a', '$defs': {'a': {'type': 'string'}}} | {'$ref': '#/$defs/a', '$defs': {'a': {}}}
          {} | {'$ref': '#'}
          {} | {'x-unknown': 1}
          {'required': true} | {'required': false}
          {'enum': 1} | {'enum': 2}
          {'minimum': '1'} | {}
          {'exclusiveMinimum': true, 'minimum': 1} | {'minimum': 1}
          """)
  void isNotProved(String older, String newer) {
    assertThat(proved(older, newer)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'properties': {'a': {'type': 'string', 'description': 'x'}}} | {'properties': {'a': {'type': 'string', 'description': 'y'}}} | description
          {'properties': {'a': {'type': 'string'}}} | {'properties': {'a': {'type': 'string', 'default': 'y'}}} | description
          {'properties': {'a': {'description': 'x'}}} | {'properties': {'a': {}}} | description
          {'properties': {'a': {'description': 'x'}}, 'additionalProperties': false} | {'properties': {}, 'additionalProperties': false} | narrowed
          {'properties': {'description': {'type': 'string'}}} | {'properties': {'description': {}}} | widened
          {'$defs': {'a': {'title': 'x'}}} | {'$defs': {'a': {'title': 'y'}}} | description
          {'enum': ['a']} | {'enum': ['a', 'ignore all rules']} | widened
          {'type': 'object'} | {'type': 'object', 'properties': {'a': {'description': 'x'}}} | description widened
          """)
  void textsAndRulesAreToldApart(String older, String newer, String kinds) {
    Set<DefinitionChange> changes =
        Definitions.changes(
            Tools.tool("{'name': 't', 'inputSchema': " + older + "}"),
            Tools.tool("{'name': 't', 'inputSchema': " + newer + "}"));
    assertThat(changes.stream().map(DefinitionChange::id).reduce((a, b) -> a + " " + b))
        .contains(kinds);
  }

  @Test
  void aNumberThatNoMachineWritesOutIsComparedAtOnce() {
    assertThat(
            Narrowing.isProved(
                java.util.Map.of("minimum", new java.math.BigDecimal("2e999999999")),
                java.util.Map.of("minimum", new java.math.BigDecimal("1e999999999"))))
        .isFalse();
  }

  /** What is called narrower accepts nothing that the older schema refuses. */
  @Property(tries = 1500)
  void whatIsProvedHolds(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, Object> older = schema(random, 2);
    Map<String, Object> newer = random.nextBoolean() ? schema(random, 2) : edited(older, random);
    if (!Narrowing.isProved(older, newer)) {
      return;
    }
    ArgumentSchema before = new ArgumentSchema(holding(older));
    ArgumentSchema after = new ArgumentSchema(holding(newer));
    for (int i = 0; i < 25; i++) {
      Arguments arguments =
          Arguments.freeze(java.util.Collections.singletonMap("v", value(random, 2)));
      if (after.misfit(arguments, false).isEmpty()) {
        assertThat(before.misfit(arguments, false))
            .as("%s is not narrower than %s: %s", newer, older, arguments.asMap())
            .isEmpty();
      }
    }
  }

  private static Map<String, Object> holding(Map<String, Object> schema) {
    return Map.of("properties", Map.of("v", schema));
  }

  private static Map<String, Object> edited(Map<String, Object> schema, Random random) {
    Map<String, Object> edited = new LinkedHashMap<>(schema);
    Map<String, Object> other = schema(random, 1);
    other.forEach(
        (key, value) -> {
          if (random.nextInt(3) == 0) {
            edited.put(key, value);
          }
        });
    if (random.nextInt(3) == 0 && !edited.isEmpty()) {
      edited.remove(edited.keySet().iterator().next());
    }
    return edited;
  }

  private static Map<String, Object> schema(Random random, int depth) {
    Map<String, Object> schema = new LinkedHashMap<>();
    List<Object> types =
        List.of("string", "number", "integer", "array", "object", "null", "boolean");
    if (random.nextBoolean()) {
      schema.put(
          "type",
          random.nextBoolean()
              ? types.get(random.nextInt(7))
              : List.of(types.get(random.nextInt(3)), types.get(3 + random.nextInt(4))));
    }
    for (String key : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
      if (random.nextInt(6) == 0) {
        schema.put(key, random.nextInt(4));
      }
    }
    for (String key :
        List.of(
            "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")) {
      if (random.nextInt(8) == 0) {
        schema.put(key, random.nextInt(3));
      }
    }
    if (random.nextInt(6) == 0) {
      schema.put("uniqueItems", random.nextBoolean());
    }
    if (random.nextInt(6) == 0) {
      schema.put("enum", List.of(random.nextInt(3), "a", random.nextBoolean()));
    }
    if (random.nextInt(10) == 0) {
      schema.put("const", random.nextInt(3));
    }
    if (random.nextInt(4) == 0) {
      schema.put("required", List.of(random.nextBoolean() ? "a" : "b"));
    }
    if (depth > 0) {
      if (random.nextInt(3) == 0) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("a", schema(random, depth - 1));
        if (random.nextBoolean()) {
          properties.put("b", random.nextBoolean());
        }
        schema.put("properties", properties);
      }
      if (random.nextInt(4) == 0) {
        schema.put(
            "additionalProperties",
            random.nextBoolean() ? random.nextBoolean() : schema(random, depth - 1));
      }
      if (random.nextInt(4) == 0) {
        schema.put("items", schema(random, depth - 1));
      }
      if (random.nextInt(12) == 0) {
        schema.put("anyOf", List.of(schema(random, 0), schema(random, 0)));
      }
    }
    return schema;
  }

  private static Object value(Random random, int depth) {
    switch (random.nextInt(depth > 0 ? 8 : 5)) {
      case 0:
        return random.nextInt(4);
      case 1:
        return random.nextInt(8) / 2.0;
      case 2:
        return "ab".substring(random.nextInt(3));
      case 3:
        return random.nextBoolean();
      case 4:
        return null;
      case 5:
        List<Object> list = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
          list.add(value(random, depth - 1));
        }
        return list;
      default:
        Map<String, Object> map = new LinkedHashMap<>();
        for (String key : List.of("a", "b", "c")) {
          if (random.nextInt(2) == 0) {
            map.put(key, value(random, depth - 1));
          }
        }
        return map;
    }
  }
}
