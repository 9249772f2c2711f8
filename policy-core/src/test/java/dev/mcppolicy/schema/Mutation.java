package dev.mcppolicy.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.internal.document.Keys;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One small change of a document.
 *
 * @param kind what is done
 * @param where to which of the places that it can be done to; any number stands for one
 * @param with with which of the things that it can be done with; any number stands for one
 */
record Mutation(Kind kind, int where, int with) {

  /** What can be done. */
  enum Kind {
    REPLACE,
    DROP,
    RENAME,
    ADD,
    GRAFT,
    REPEAT,
    WRAP,
    UNWRAP
  }

  /** Values of every type, and texts and numbers that are valid in one place and not in others. */
  private static final List<JsonNode> VALUES =
      Stream.of(
              "\"\"",
              "null",
              "true",
              "false",
              "-1",
              "0",
              "1",
              "1.5",
              "60",
              "60.0",
              "6e1",
              "-0",
              "-0.5",
              "1e300",
              "1e401",
              "86400",
              "604800",
              "7",
              "100000000000000000000",
              "[]",
              "[\"a\"]",
              "[\"\"]",
              "[1]",
              "[null]",
              "[[]]",
              "[\"args.v\"]",
              "[\"args.v[*]\"]",
              "[\"/app\"]",
              "[\"app\"]",
              "[\"example.com\"]",
              "[\"https://x\"]",
              "{}",
              "{\"any\":[]}",
              "{\"all\":[{\"path\":\"args.v\",\"op\":\"exists\",\"value\":true}]}",
              "{\"conditions\":[]}",
              "{\"max\":1,\"window\":60}",
              "{\"timeout\":\"PT1S\"}",
              "{\"path\":\"args.v\",\"op\":\"eq\",\"value\":null,\"optional\":true}",
              "{\"path\":\"args.v\",\"op\":\"exists\",\"value\":true,\"optional\":false}",
              "\"1\"",
              "\"2\"",
              "\"a\"",
              "\"allow\"",
              "\"deny\"",
              "\"enforce\"",
              "\"shadow\"",
              "\"require_approval\"",
              "\"minute\"",
              "\"week\"",
              "\"lifetime\"",
              "\"Minute\"",
              "\"minute \"",
              "\"PT1M\"",
              "\"PT0S\"",
              "\"P1W\"",
              "\"P1D\"",
              "\"PT7H\"",
              "\"PT\"",
              "\"pt1m\"",
              "\"PT1H-60M\"",
              "\"calendar\"",
              "\"sliding\"",
              "\"UTC\"",
              "\"Europe/Berlin\"",
              "\"Europe/Berln\"",
              "\"+01:00\"",
              "\"grant\"",
              "\"session\"",
              "\"global\"",
              "\"error\"",
              "\"failure\"",
              "\"never\"",
              "\"10/minute\"",
              "\"010/minute\"",
              "\"10/PT1M\"",
              "\"10/minute\\n\"",
              "\"args.v\"",
              "\"args[*]\"",
              "\"args.v[0]\"",
              "\"args.v[01]\"",
              "\"args\"",
              "\"caller.id\"",
              "\"caller\"",
              "\"server.name\"",
              "\"server.name.x\"",
              "\"tool.name\"",
              "\"argsx.v\"",
              "\"v\"",
              "\"args[\\\"a.b\\\"]\"",
              "\"/app\"",
              "\"//app\"",
              "\"\\\\app\"",
              "\"C:\\\\x\"",
              "\"C:x\"",
              "\"~/x\"",
              "\"/a\\u0000\"",
              "\"example.com\"",
              "\"*.example.com\"",
              "\"*\"",
              "\"https://x\"",
              "\"[::1]\"",
              "\"::1\"",
              "\"256.0.0.1\"",
              "\"10.0.0.1\"",
              "\"string\"",
              "\"integer\"",
              "\"int\"",
              "\"eq\"",
              "\"in\"",
              "\"exists\"",
              "\"gt\"",
              "\"regex\"",
              "\"within\"",
              "\"host_in\"",
              "\"length_lte\"",
              "\"type\"",
              "\"starts_with\"",
              "\"(\"",
              "\"(?=x)\"",
              "\"/x\"",
              "\"\\ud800\"")
          .map(PolicySchema::json)
          .toList();

  /** Keys that are right somewhere, and some that are right nowhere. */
  private static final List<String> NAMES = names();

  private static List<String> names() {
    Set<String> names = new LinkedHashSet<>();
    Stream.of(
            Keys.CONDITION,
            Keys.ANY,
            Keys.ALL,
            Keys.LIMIT,
            Keys.TOOL,
            Keys.PREDICATE,
            Keys.POLICY,
            Keys.APPROVALS)
        .forEach(names::addAll);
    names.addAll(List.of("", "values", "Action", "path ", "*", "list_*", "a/b~c", "\ud83d\ude00"));
    return List.copyOf(names);
  }

  /** Does it. */
  void applyTo(ObjectNode document) {
    List<Place> places = new ArrayList<>();
    addPlaces(document, places);
    List<Place> fitting = places.stream().filter(place -> place.takes(kind)).toList();
    if (fitting.isEmpty()) {
      return;
    }
    Place place = pick(fitting, where);
    switch (kind) {
      case REPLACE -> place.put(pick(VALUES, with).deepCopy());
      case DROP -> place.remove();
      case RENAME -> place.rename(pick(NAMES, with));
      case ADD -> ((ObjectNode) place.value()).set(pick(NAMES, with), pick(VALUES, where));
      case GRAFT -> place.put(pick(places, with).value().deepCopy());
      case REPEAT -> ((ArrayNode) place.parent()).add(place.value().deepCopy());
      case WRAP -> place.put(document.arrayNode().add(place.value()));
      case UNWRAP -> place.put(pick(elements(place.value()), with));
    }
  }

  private static <T> T pick(List<T> list, int number) {
    return list.get(Math.floorMod(number, list.size()));
  }

  private static List<JsonNode> elements(JsonNode node) {
    List<JsonNode> elements = new ArrayList<>();
    node.forEach(elements::add);
    return elements;
  }

  private static void addPlaces(JsonNode parent, List<Place> places) {
    if (parent instanceof ObjectNode object) {
      object.fieldNames().forEachRemaining(name -> places.add(new Place(object, name, -1)));
      object.forEach(value -> addPlaces(value, places));
    } else if (parent instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        places.add(new Place(array, "", i));
        addPlaces(array.get(i), places);
      }
    }
  }

  /** A value that stands in an object or in a list. */
  private record Place(JsonNode parent, String name, int index) {

    JsonNode value() {
      return parent instanceof ObjectNode object ? object.get(name) : parent.get(index);
    }

    boolean takes(Kind kind) {
      return switch (kind) {
        case REPLACE, DROP, GRAFT, WRAP -> true;
        case RENAME -> parent.isObject();
        case ADD -> value().isObject();
        case REPEAT -> parent.isArray();
        case UNWRAP -> value().isContainerNode() && !value().isEmpty();
      };
    }

    void put(JsonNode value) {
      if (parent instanceof ObjectNode object) {
        object.set(name, value);
      } else {
        ((ArrayNode) parent).set(index, value);
      }
    }

    void remove() {
      if (parent instanceof ObjectNode object) {
        object.remove(name);
      } else {
        ((ArrayNode) parent).remove(index);
      }
    }

    void rename(String other) {
      ObjectNode object = (ObjectNode) parent;
      object.set(other, object.remove(name));
    }
  }
}
