package dev.mcppolicy.internal.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.value.CanonicalJson;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The digest, against the canonical print of plain values that it is the digest of. */
class DocumentDigestTest {

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void aDigestIsThatOfTheCanonicalPrint(@ForAll("documents") Node document) {
    assertThat(Documents.digest(document)).isEqualTo(CanonicalJson.digest(byValue(document)));
  }

  @Test
  void aDocumentThatOutgrowsEveryBufferHasTheSameDigest() {
    List<Node> elements = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      elements.add(new TextNode(Place.NONE, "é\"\n😀".repeat(i % 7) + i));
      elements.add(new NumberNode(Place.NONE, i + "00"));
    }
    Node document = new ListNode(Place.NONE, elements);

    assertThat(Documents.digest(document)).isEqualTo(CanonicalJson.digest(byValue(document)));
  }

  @Provide
  Arbitrary<Node> documents() {
    return nodes(3);
  }

  private static Arbitrary<Node> nodes(int depth) {
    Arbitrary<String> texts =
        Arbitraries.strings()
            .withChars("ab~/\\\"\n\t\r\b\u0000\u001f ~\u007f\u0080é€\ud83d\ude00\udbff\uffff")
            .ofMaxLength(8);
    Arbitrary<Node> scalars =
        Arbitraries.oneOf(
            texts.map(text -> new TextNode(Place.NONE, text)),
            Arbitraries.of(
                    "0",
                    "-0",
                    "0.0",
                    "0e5",
                    "7",
                    "-7",
                    "10",
                    "100",
                    "-1500",
                    "1.50",
                    "1e3",
                    "15E-2",
                    "12345678901234567890",
                    "1234567890123456789000",
                    "0.001",
                    "-2.5e+10",
                    "1e400")
                .map(token -> new NumberNode(Place.NONE, token)),
            Arbitraries.of(true, false).map(flag -> new Node.BooleanNode(Place.NONE, flag)),
            Arbitraries.just(new Node.NullNode(Place.NONE)));
    if (depth == 0) {
      return scalars;
    }
    Arbitrary<Node> lists =
        nodes(depth - 1).list().ofMaxSize(4).map(parts -> new ListNode(Place.NONE, parts));
    Arbitrary<Node> objects =
        Arbitraries.maps(texts, nodes(depth - 1))
            .ofMaxSize(5)
            .map(
                parts -> {
                  List<Node.Member> members = new ArrayList<>();
                  parts.forEach(
                      (name, value) -> members.add(new Node.Member(name, Place.NONE, value)));
                  return new ObjectNode(Place.NONE, members);
                });
    return Arbitraries.oneOf(scalars, lists, objects);
  }

  private static @Nullable Object byValue(Node node) {
    if (node instanceof NumberNode number) {
      BigDecimal value = number.value();
      return value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }
    if (node instanceof ListNode list) {
      List<@Nullable Object> elements = new ArrayList<>();
      list.elements().forEach(element -> elements.add(byValue(element)));
      return elements;
    }
    if (node instanceof ObjectNode object) {
      Map<String, @Nullable Object> members = new TreeMap<>();
      object.members().forEach(member -> members.put(member.name(), byValue(member.value())));
      return members;
    }
    return node.toPlain();
  }
}
