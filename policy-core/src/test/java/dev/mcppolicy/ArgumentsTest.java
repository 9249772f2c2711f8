package dev.mcppolicy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.Serial;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments.ArgumentSet;
import org.junit.jupiter.params.provider.MethodSource;

/** What a frozen copy of arguments is, whatever the caller's objects do. */
class ArgumentsTest {

  private static final JsonNodeFactory TREE = JsonNodeFactory.instance;

  /** A value of which no message may hold a trace. */
  private static final String CANARY = "canary-5ecret";

  private static Map<String, Object> map(String key, Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(key, value);
    return map;
  }

  /** Freezes a value as the one argument, and returns its copy. */
  private static Object frozen(Object value) {
    return Arguments.freeze(map("v", value)).asMap().get("v");
  }

  private static String problem(Object arguments) {
    return problem(arguments, ArgumentLimits.DEFAULT);
  }

  private static String problem(Object arguments, ArgumentLimits limits) {
    return Arguments.freeze(arguments, limits)
        .problem()
        .orElseThrow(() -> new AssertionError("the arguments were copied"));
  }

  private static String problemOf(Object value) {
    return problem(map("v", value));
  }

  // The copy

  @Test
  void aCopyHoldsTheSameValuesInTheSameOrderAndKeepsNulls() {
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("z", null);
    arguments.put("a", Arrays.asList(1, null, "x"));
    arguments.put("m", map("inner", null));
    arguments.put("", true);
    Arguments frozen = Arguments.freeze(arguments);
    assertThat(frozen.problem()).isEmpty();
    assertThat(frozen.asMap()).isEqualTo(arguments);
    assertThat(frozen.asMap().keySet()).containsExactly("z", "a", "m", "");
    assertThat(frozen.names()).containsExactly("z", "a", "m", "");
    assertThat(frozen.asMap()).containsEntry("z", null);
  }

  @Test
  void aSortedMapKeepsItsOwnOrder() {
    TreeMap<String, Object> sorted = new TreeMap<>(java.util.Comparator.reverseOrder());
    sorted.putAll(Map.of("a", 1, "b", 2, "c", 3));
    assertThat(Arguments.freeze(sorted).names()).containsExactly("c", "b", "a");
  }

  @Test
  void anAdapterSaysWhatItCantRead() {
    Arguments unread = Arguments.invalid("the arguments are not JSON");
    assertThat(unread.problem()).contains("the arguments are not JSON");
    assertThat(unread.names()).isEmpty();
    assertThatThrownBy(unread::asMap)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("arguments are invalid: the arguments are not JSON");
    Decision denied =
        PolicyEngine.of(Policy.allowByDefault().build()).check(ToolCall.of("run", unread));
    assertThat(denied.code()).contains(Code.INVALID_CALL);
    assertThat(denied.message()).isEqualTo("The call can't be judged: the arguments are not JSON.");
    assertThatThrownBy(() -> Arguments.invalid(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the problem must say something");
  }

  @Test
  void noArgumentsAreAnEmptyObject() {
    assertThat(Arguments.freeze(null)).isSameAs(Arguments.empty());
    assertThat(Arguments.empty().asMap()).isEmpty();
    assertThat(Arguments.empty().problem()).isEmpty();
    assertThat(Arguments.freeze(Map.of()).digest()).isEqualTo(Arguments.empty().digest());
  }

  @Test
  void frozenArgumentsAreNotCopiedAgain() {
    Arguments frozen = Arguments.freeze(Map.of("a", 1));
    assertThat(Arguments.freeze(frozen)).isSameAs(frozen);
  }

  @Test
  @SuppressWarnings("unchecked")
  void nothingOfACopyCanBeChangedAtAnyLevel() {
    ObjectNode tree = TREE.objectNode();
    tree.putArray("list").add(1);
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("map", new HashMap<>(map("list", new ArrayList<>(List.of(new HashMap<>())))));
    arguments.put("array", new Object[] {new int[] {1}, new ArrayList<>()});
    arguments.put("set", new LinkedHashSet<>(List.of("x")));
    arguments.put("tree", tree);
    assertUnmodifiable(Arguments.freeze(arguments).asMap());
    assertUnmodifiable(Caller.of("g").withAttributes(arguments).attributes());
    assertThatThrownBy(() -> Arguments.freeze(arguments).names().add("x"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertUnmodifiable(Arguments.empty().asMap());
  }

  @SuppressWarnings("unchecked")
  private static void assertUnmodifiable(Object value) {
    if (value instanceof Map<?, ?> any) {
      Map<String, Object> map = (Map<String, Object>) any;
      assertRefused(() -> map.put("new", 1));
      if (!map.isEmpty()) {
        String key = map.keySet().iterator().next();
        assertRefused(() -> map.remove(key));
        assertRefused(map::clear);
        assertRefused(() -> map.replaceAll((name, old) -> 1));
        assertRefused(() -> map.entrySet().iterator().next().setValue(1));
        assertRefused(() -> map.keySet().remove(key));
        assertRefused(
            () -> {
              Iterator<?> values = map.values().iterator();
              values.next();
              values.remove();
            });
      }
      map.values().forEach(ArgumentsTest::assertUnmodifiable);
    } else if (value instanceof List<?> any) {
      List<Object> list = (List<Object>) any;
      assertRefused(() -> list.add(1));
      if (!list.isEmpty()) {
        assertRefused(() -> list.set(0, 1));
        assertRefused(() -> list.remove(0));
        assertRefused(() -> list.listIterator().set(1));
        assertRefused(() -> list.subList(0, 1).clear());
      }
      list.forEach(ArgumentsTest::assertUnmodifiable);
    }
  }

  private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable change) {
    assertThatThrownBy(change)
        .isInstanceOfAny(UnsupportedOperationException.class, IllegalStateException.class);
  }

  @Test
  void numbersKeepTheirKind() {
    List<Object> numbers =
        List.of(
            1,
            2L,
            1.5,
            0.1f,
            new BigInteger("123456789012345678901234567890"),
            new BigDecimal("1.10"),
            -0.0,
            Double.NaN);
    assertThat(frozen(numbers)).isEqualTo(numbers);
    assertThat(frozen((short) 7)).isEqualTo(7);
    assertThat(frozen((byte) -7)).isEqualTo(-7);
  }

  @Test
  void javaValuesWithOneJsonCounterpartBecomeIt() {
    assertThat(frozen(new StringBuilder("text"))).isEqualTo("text");
    assertThat(frozen(new StringBuffer("text"))).isEqualTo("text");
    assertThat(frozen(CharBuffer.wrap("text"))).isEqualTo("text");
    assertThat(frozen('x')).isEqualTo("x");
    assertThat(frozen(new AtomicBoolean(true))).isEqualTo(true);
    assertThat(frozen(new AtomicInteger(5))).isEqualTo(5L);
    assertThat(frozen(new AtomicLong(5))).isEqualTo(5L);
    assertThat(frozen(new Object[] {"a", null})).isEqualTo(Arrays.asList("a", null));
    assertThat(frozen(new String[] {"a"})).isEqualTo(List.of("a"));
    assertThat(frozen(new Object[] {new Object[] {1}})).isEqualTo(List.of(List.of(1)));
    assertThat(frozen(new int[] {1, 2})).isEqualTo(List.of(1, 2));
    assertThat(frozen(new long[] {1, 2})).isEqualTo(List.of(1L, 2L));
    assertThat(frozen(new double[] {0.5})).isEqualTo(List.of(0.5));
    assertThat(frozen(new LinkedHashSet<>(List.of("b", "a")))).isEqualTo(List.of("b", "a"));
    assertThat(frozen(new ArrayDeque<>(List.of(1, 2)))).isEqualTo(List.of(1, 2));
    assertThat(frozen(new TreeMap<>(Map.of("k", List.of()))))
        .isEqualTo(Map.of("k", List.of()))
        .isNotInstanceOf(TreeMap.class);
  }

  private enum Colour {
    RED {
      @Override
      public String toString() {
        return CANARY;
      }
    }
  }

  private record Point(String name) {}

  /** A number that any comparison could be told anything by. */
  private static final class Chameleon extends Number {
    @Serial private static final long serialVersionUID = 1L;

    @Override
    public int intValue() {
      return 1;
    }

    @Override
    public long longValue() {
      return 2;
    }

    @Override
    public float floatValue() {
      return 3;
    }

    @Override
    public double doubleValue() {
      return 4;
    }

    @Override
    public String toString() {
      return CANARY;
    }
  }

  private static final class SmallToRulesBigToServers extends BigDecimal {
    @Serial private static final long serialVersionUID = 1L;

    SmallToRulesBigToServers() {
      super("1");
    }

    @Override
    public int compareTo(BigDecimal other) {
      return -1;
    }

    @Override
    public String toString() {
      return "999999";
    }
  }

  /** A whole number whose digits and sign are others than those it is compared by. */
  private static final class Mask extends BigInteger {
    @Serial private static final long serialVersionUID = 1L;

    Mask(String digits) {
      super(digits);
    }

    @Override
    public int compareTo(BigInteger other) {
      return -1;
    }

    @Override
    public int signum() {
      return 1;
    }

    @Override
    public int bitLength() {
      return 1;
    }

    @Override
    public BigInteger abs() {
      return BigInteger.TWO;
    }

    @Override
    public String toString() {
      return "2";
    }

    @Override
    public byte[] toByteArray() {
      return new byte[] {2};
    }
  }

  static Stream<Object> valuesWithoutCounterpart() {
    return Stream.of(
        new byte[] {1},
        new char[] {'x'},
        new short[] {1},
        new float[] {1},
        new boolean[] {true},
        Optional.of(CANARY),
        Optional.empty(),
        Colour.RED,
        new Point(CANARY),
        new Chameleon(),
        new SmallToRulesBigToServers(),
        new Mask("5"),
        new LongAdder(),
        new Object(),
        Instant.EPOCH,
        Duration.ZERO,
        java.nio.file.Path.of(CANARY),
        List.of(CANARY).iterator(),
        Stream.of(CANARY),
        Thread.currentThread(),
        Arguments.freeze(Map.of("a", CANARY)),
        (Supplier<String>) () -> CANARY);
  }

  @ParameterizedTest
  @MethodSource("valuesWithoutCounterpart")
  void whatHasNoJsonCounterpartIsRefusedByItsTypeAlone(Object value) {
    assertThat(problemOf(value))
        .isEqualTo("a value of type " + value.getClass().getName() + " has no JSON counterpart");
    assertThat(problemOf(List.of(map("deep", value)))).isEqualTo(problemOf(value));
  }

  @Test
  void aDecimalMadeOfALyingWholeNumberIsRefusedOrCopiedOnce() {
    BigDecimal decimal = new BigDecimal(new Mask("-99999999999999999999999"), 0);
    Arguments frozen = Arguments.freeze(map("amount", decimal));
    if (frozen.problem().isEmpty()) {
      BigDecimal copy = (BigDecimal) frozen.asMap().get("amount");
      assertThat(copy.unscaledValue().getClass()).isEqualTo(BigInteger.class);
      assertThat(new BigDecimal(copy.toString())).isEqualByComparingTo(copy);
    }
  }

  @ParameterizedTest
  @MethodSource("noObjects")
  void argumentsThatAreNoObjectAreRefusedByTheirTypeAlone(Object arguments) {
    assertThat(problem(arguments))
        .isEqualTo("the arguments must be an object, not a " + arguments.getClass().getName());
  }

  static Stream<Object> noObjects() {
    return Stream.of(
        CANARY,
        5,
        true,
        List.of(CANARY),
        Set.of(),
        map("a", 1).values(),
        new Point(CANARY),
        Optional.of(Map.of("a", 1)),
        TREE.arrayNode().add(CANARY),
        TextNode.valueOf(CANARY),
        NullNode.getInstance(),
        MissingNode.getInstance());
  }

  // The caller's objects change

  @Test
  void whatTheCallerChangesAfterwardsChangesNothing() {
    Map<String, Object> inner = map("k", "safe");
    List<Object> list = new ArrayList<>(List.of("safe", inner));
    Object[] array = {"safe", new int[] {1}};
    int[] ints = {1};
    long[] longs = {1};
    double[] doubles = {1};
    StringBuilder text = new StringBuilder("safe");
    AtomicInteger number = new AtomicInteger(1);
    AtomicBoolean flag = new AtomicBoolean();
    ObjectNode tree = TREE.objectNode().put("k", "safe");
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("list", list);
    arguments.put("array", array);
    arguments.put("ints", ints);
    arguments.put("longs", longs);
    arguments.put("doubles", doubles);
    arguments.put("text", text);
    arguments.put("number", number);
    arguments.put("flag", flag);
    arguments.put("tree", tree);
    Arguments frozen = Arguments.freeze(arguments);
    String before = frozen.asMap().toString();
    String digest = frozen.digest();

    inner.put("k", "evil");
    list.add("evil");
    list.set(0, "evil");
    array[0] = "evil";
    ((int[]) array[1])[0] = 666;
    ints[0] = 666;
    longs[0] = 666;
    doubles[0] = 666;
    text.setLength(0);
    text.append("evil");
    number.set(666);
    flag.set(true);
    tree.put("k", "evil");
    arguments.put("extra", "evil");
    arguments.remove("list");

    assertThat(frozen.asMap().toString()).isEqualTo(before).doesNotContain("evil", "666", "true");
    assertThat(frozen.digest()).isEqualTo(digest);
  }

  @Test
  void aCallIsJudgedAndHandedOnAsItWasWhenItWasMade() {
    Policy policy =
        Policy.denyByDefault()
            .tool("read", tool -> tool.require(Condition.arg("path").within("/app")))
            .build();
    Map<String, Object> arguments = map("path", "/app/x");
    ToolCall call = ToolCall.of("read", arguments);
    arguments.put("path", "/etc/shadow");
    assertThat(PolicyEngine.of(policy).check(call).isAllowed()).isTrue();
    assertThat(call.arguments().asMap()).isEqualTo(Map.of("path", "/app/x"));

    Map<String, Object> bad = map("path", "/etc/shadow");
    ToolCall badCall = ToolCall.of("read", bad);
    bad.put("path", "/app/x");
    assertThat(PolicyEngine.of(policy).check(badCall).isAllowed()).isFalse();
  }

  // Objects that lie

  /** A map that shows other entries each time it is asked. */
  private static final class TwoFaced extends AbstractMap<String, Object> {
    private final List<Map<String, Object>> faces;
    private int asked;

    TwoFaced(Map<String, Object> first, Map<String, Object> then) {
      this.faces = List.of(first, then);
    }

    @Override
    public Object get(Object key) {
      return "evil";
    }

    @Override
    public boolean containsKey(Object key) {
      return false;
    }

    @Override
    public int size() {
      return 0;
    }

    @Override
    public boolean isEmpty() {
      return true;
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return faces.get(Math.min(asked++, faces.size() - 1)).entrySet();
    }
  }

  @Test
  void aMapWhoseAnswersChangeIsReadOnce() {
    TwoFaced top = new TwoFaced(map("path", "/app/x"), map("path", "/etc/shadow"));
    Arguments frozen = Arguments.freeze(top);
    assertThat(top.asked).isEqualTo(1);
    assertThat(frozen.asMap()).isEqualTo(Map.of("path", "/app/x"));
    assertThat(frozen.asMap()).isEqualTo(Map.of("path", "/app/x"));
    assertThat(frozen.names()).containsExactly("path");

    TwoFaced nested = new TwoFaced(map("path", "/app/x"), map("path", "/etc/shadow"));
    assertThat(frozen(nested)).isEqualTo(Map.of("path", "/app/x"));
    assertThat(nested.asked).isEqualTo(1);
  }

  /** An entry whose value, or key, is another one each time. */
  private static final class Fickle implements Map.Entry<String, Object> {
    private int asked;

    @Override
    public String getKey() {
      return "key" + asked++;
    }

    @Override
    public Object getValue() {
      return asked++;
    }

    @Override
    public Object setValue(Object value) {
      throw new UnsupportedOperationException();
    }
  }

  private static Map<String, Object> mapOf(Iterator<Map.Entry<String, Object>> entries) {
    return new AbstractMap<>() {
      @Override
      public Set<Entry<String, Object>> entrySet() {
        return new AbstractSet<>() {
          @Override
          public Iterator<Entry<String, Object>> iterator() {
            return entries;
          }

          @Override
          public int size() {
            return 1;
          }
        };
      }
    };
  }

  private static Collection<Object> listOf(Supplier<Iterator<Object>> elements) {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return "evil";
      }

      @Override
      public Iterator<Object> iterator() {
        return elements.get();
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }

  @Test
  void anEntryIsAskedOnceForItsKeyAndOnceForItsValue() {
    Fickle entry = new Fickle();
    assertThat(
            Arguments.freeze(mapOf(List.<Map.Entry<String, Object>>of(entry).iterator())).asMap())
        .isEqualTo(Map.of("key0", 1));
    assertThat(entry.asked).isEqualTo(2);
  }

  @Test
  void anIteratorThatAnswersDifferentlyTheSecondTimeIsAskedOnce() {
    AtomicInteger asked = new AtomicInteger();
    Object copy =
        frozen(
            listOf(
                () -> List.<Object>of(asked.getAndIncrement() == 0 ? "safe" : "evil").iterator()));
    assertThat(copy).isEqualTo(List.of("safe"));
    assertThat(asked).hasValue(1);
  }

  @Test
  void aListThatIsLongerThanItSaysIsCopiedAsItIterates() {
    assertThat(frozen(listOf(() -> List.<Object>of(1, 2, 3).iterator())))
        .isEqualTo(List.of(1, 2, 3));
  }

  @Test
  void aMapThatNamesAKeyTwiceIsRefused() {
    Map<String, Object> twice =
        mapOf(
            List.<Map.Entry<String, Object>>of(
                    Map.entry("path", "/app"), Map.entry("path", "/etc/shadow"))
                .iterator());
    assertThat(problem(twice)).isEqualTo("a map names one key twice");
    Map<String, Object> nullFirst = mapOf(List.of(nullEntry(), nullEntry()).iterator());
    assertThat(problem(nullFirst)).isEqualTo("a map names one key twice");
  }

  private static Map.Entry<String, Object> nullEntry() {
    return new AbstractMap.SimpleEntry<>("path", null);
  }

  @Test
  void aKeyThatIsNoTextIsRefusedByItsTypeAlone() {
    assertThat(problem(Map.of(5, CANARY)))
        .isEqualTo("a key must be a text, not a java.lang.Integer");
    assertThat(problem(Map.of(new StringBuilder(CANARY), 1)))
        .isEqualTo("a key must be a text, not a java.lang.StringBuilder");
    assertThat(problem(Map.of('k', 1)))
        .isEqualTo("a key must be a text, not a java.lang.Character");
    Map<Object, Object> nullKey = new HashMap<>();
    nullKey.put(null, CANARY);
    assertThat(problem(nullKey)).isEqualTo("a key must be a text, not null");
    assertThat(problemOf(nullKey)).isEqualTo("a key must be a text, not null");
  }

  @Test
  void aTextThatPrintsItselfAsNullIsRefused() {
    assertThat(problemOf(text(() -> null)))
        .isEqualTo("a text of the arguments printed itself as null");
  }

  @Test
  void aTextThatPrintsItselfDifferentlyIsPrintedOnce() {
    AtomicInteger printed = new AtomicInteger();
    assertThat(frozen(text(() -> printed.getAndIncrement() == 0 ? "safe" : "evil")))
        .isEqualTo("safe");
    assertThat(printed).hasValue(1);
  }

  private static CharSequence text(Supplier<String> print) {
    return new CharSequence() {
      @Override
      public int length() {
        return 4;
      }

      @Override
      public char charAt(int index) {
        return 'x';
      }

      @Override
      public CharSequence subSequence(int start, int end) {
        return this;
      }

      @Override
      public String toString() {
        return print.get();
      }
    };
  }

  /** Throws anything, checked or not. */
  @SuppressWarnings("unchecked")
  private static <T extends Throwable, R> R sneakily(Throwable failure) throws T {
    throw (T) failure;
  }

  static Stream<ArgumentSet> failures() {
    return Stream.of(
            new IllegalStateException(CANARY),
            new UnsupportedOperationException(CANARY),
            new ArrayIndexOutOfBoundsException(5),
            new AssertionError(CANARY),
            new NoClassDefFoundError(CANARY),
            new StackOverflowError(),
            new IOException(CANARY))
        .map(
            failure ->
                org.junit.jupiter.params.provider.Arguments.argumentSet(
                    failure.getClass().getSimpleName(), failure));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatThrowsWhileItIsReadIsRefusedAndNeverThrowsOn(Throwable failure) {
    String sentence = "reading the arguments failed with " + failure.getClass().getName();
    Map<String, Object> throwing =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            return ArgumentsTest.<RuntimeException, Set<Entry<String, Object>>>sneakily(failure);
          }
        };
    Iterator<Object> iterator =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Object next() {
            return ArgumentsTest.<RuntimeException, Object>sneakily(failure);
          }
        };
    assertThatCode(() -> Arguments.freeze(throwing)).doesNotThrowAnyException();
    assertThat(problem(throwing)).isEqualTo(sentence);
    assertThat(problemOf(throwing)).isEqualTo(sentence);
    assertThat(problemOf(listOf(() -> iterator))).isEqualTo(sentence);
    assertThat(problemOf(text(() -> ArgumentsTest.<RuntimeException, String>sneakily(failure))))
        .isEqualTo(sentence);
  }

  @Test
  void aMapWithoutEntriesAndOneWithANullEntryAreRefused() {
    Map<String, Object> none =
        new AbstractMap<>() {
          @Override
          public Set<Entry<String, Object>> entrySet() {
            return null;
          }
        };
    assertThat(problem(none))
        .isEqualTo("reading the arguments failed with java.lang.NullPointerException");
    List<Map.Entry<String, Object>> nulls = new ArrayList<>();
    nulls.add(null);
    assertThat(problem(mapOf(nulls.iterator())))
        .isEqualTo("reading the arguments failed with java.lang.NullPointerException");
  }

  @Test
  void aListThatIsChangedWhileItIsReadIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(
        text(
            () -> {
              list.add("evil");
              return "safe";
            }));
    list.add("second");
    assertThat(problemOf(list))
        .isEqualTo("reading the arguments failed with java.util.ConcurrentModificationException");
  }

  @Test
  void aListWithoutAnEndIsRefused() {
    Iterator<Object> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Object next() {
            return List.of();
          }
        };
    assertThat(problemOf(listOf(() -> endless))).isEqualTo("the arguments hold too many values");
  }

  @Test
  void aMapWithoutAnEndIsRefused() {
    AtomicInteger number = new AtomicInteger();
    Iterator<Map.Entry<String, Object>> endless =
        new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Map.Entry<String, Object> next() {
            return Map.entry("k" + number.getAndIncrement(), Map.of());
          }
        };
    assertThat(problem(mapOf(endless))).isEqualTo("the arguments hold too many values");
  }

  // Jackson's trees

  private static ObjectNode tree() {
    ObjectNode tree = TREE.objectNode();
    tree.put("text", "x").put("int", 1).put("long", 2L).put("double", 0.5).put("flag", true);
    tree.put("decimal", new BigDecimal("1.10"));
    tree.put("big", new BigInteger("123456789012345678901234567890"));
    tree.putNull("null");
    tree.putArray("list").add(1).addNull().addObject().put("k", "v");
    tree.putObject("object").putArray("empty");
    return tree;
  }

  private static Map<String, Object> plainTree() {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("text", "x");
    plain.put("int", 1);
    plain.put("long", 2L);
    plain.put("double", 0.5);
    plain.put("flag", true);
    plain.put("decimal", new BigDecimal("1.10"));
    plain.put("big", new BigInteger("123456789012345678901234567890"));
    plain.put("null", null);
    plain.put("list", Arrays.asList(1, null, Map.of("k", "v")));
    plain.put("object", Map.of("empty", List.of()));
    return plain;
  }

  @Test
  void aTreeOfJacksonIsReadAsTheSameValues() {
    assertThat(Arguments.freeze(tree()).asMap()).isEqualTo(plainTree());
    assertThat(Arguments.freeze(tree()).names()).containsExactlyElementsOf(plainTree().keySet());
    assertThat(frozen(tree())).isEqualTo(plainTree());
    assertThat(frozen(List.of(tree()))).isEqualTo(List.of(plainTree()));
    assertThat(frozen(TREE.arrayNode().add(tree()))).isEqualTo(List.of(plainTree()));
    assertThat(frozen(NullNode.getInstance())).isNull();
    assertThat(frozen(TextNode.valueOf("x"))).isEqualTo("x");
    assertThat(frozen(new POJONode(List.of(1)))).isEqualTo(List.of(1));
    assertThat(Arguments.freeze(new POJONode(Map.of("a", 1))).asMap()).isEqualTo(Map.of("a", 1));
    assertThat(Arguments.freeze(tree()).digest()).isEqualTo(Arguments.freeze(plainTree()).digest());
  }

  static Stream<JsonNode> nodesWithoutCounterpart() {
    return Stream.of(
        BinaryNode.valueOf(CANARY.getBytes(StandardCharsets.UTF_8)), MissingNode.getInstance());
  }

  @ParameterizedTest
  @MethodSource("nodesWithoutCounterpart")
  void aNodeThatIsNoJsonIsRefusedByItsOwnType(JsonNode node) {
    String sentence = "a value of type " + node.getClass().getName() + " has no JSON counterpart";
    assertThat(problemOf(node)).isEqualTo(sentence);
    ObjectNode tree = TREE.objectNode();
    tree.putArray("list").add(node);
    assertThat(problem(tree)).isEqualTo(sentence);
  }

  @Test
  void whatATreeHidesIsRefusedLikeAnythingElse() {
    assertThat(problemOf(new POJONode(new Point(CANARY))))
        .isEqualTo("a value of type " + Point.class.getName() + " has no JSON counterpart");
    assertThat(problemOf(TextNode.valueOf("\ud800")))
        .isEqualTo(
            "a text of the arguments holds half of a surrogate pair, which JSON can't carry");
    assertThat(problemOf(TREE.pojoNode(new SmallToRulesBigToServers())))
        .startsWith("a value of type ");
  }

  @Test
  void aTreeIsBoundedLikeAMap() {
    ObjectNode deepest = TREE.objectNode();
    assertThat(Arguments.freeze(nested(deepest, 63)).problem()).isEmpty();
    assertThat(problem(nested(TREE.objectNode(), 64)))
        .isEqualTo("the arguments are nested more than 64 levels deep");
    assertThat(problem(nested(TREE.objectNode(), 100_000)))
        .isEqualTo("the arguments are nested more than 64 levels deep");
    ArrayNode wide = TREE.arrayNode();
    for (int i = 0; i < 100_000; i++) {
      wide.add(1);
    }
    assertThat(problem(TREE.objectNode().set("v", wide)))
        .isEqualTo("the arguments hold too many values");
  }

  private static ObjectNode nested(ObjectNode inmost, int levels) {
    ObjectNode node = inmost;
    for (int i = 0; i < levels; i++) {
      node = TREE.objectNode().set("v", node);
    }
    return node;
  }

  /** A list that counts how often its elements are read. */
  @SuppressWarnings("unchecked")
  private static final class Counted extends ArrayNode {
    @Serial private static final long serialVersionUID = 1L;
    private int read;

    Counted() {
      super(TREE);
    }

    @Override
    public Iterator<JsonNode> elements() {
      read++;
      return super.elements();
    }
  }

  @Test
  void aTreeThatHoldsOnePartOftenIsNotWrittenOutBeforeItIsBounded() {
    Counted laugh = new Counted();
    ArrayNode laughter = laugh;
    for (int i = 0; i < 19; i++) {
      laughter = TREE.arrayNode().add(laughter).add(laughter);
    }
    assertThat(problem(TREE.objectNode().set("v", laughter)))
        .isEqualTo("the arguments hold too many values");
    assertThat(laugh.read).isBetween(1, 100_000);
  }

  // Half characters

  @Test
  void aHalfOfASurrogatePairIsRefusedWhereverItStands() {
    String sentence =
        "a text of the arguments holds half of a surrogate pair, which JSON can't carry";
    for (String half : List.of("\ud800", "\udc00", "a\udbff", "\udfffb", "\ud800\ud800\udc00")) {
      assertThat(problemOf(half)).isEqualTo(sentence);
      assertThat(problem(map(half, 1))).isEqualTo(sentence);
      assertThat(problemOf(List.of(map(half, 1)))).isEqualTo(sentence);
      assertThat(problemOf(new StringBuilder(half))).isEqualTo(sentence);
    }
    assertThat(problemOf('\ud800')).isEqualTo(sentence);
    assertThat(frozen("\ud83d\ude00")).isEqualTo("\ud83d\ude00");
    assertThat(frozen("\udbff\udfff\ud800\udc00")).isEqualTo("\udbff\udfff\ud800\udc00");
  }

  // Bounds

  private static Object deep(int levels, boolean lists) {
    Object value = lists ? List.of() : Map.of();
    for (int i = 1; i < levels; i++) {
      value = lists ? List.of(value) : Map.of("v", value);
    }
    return value;
  }

  @Test
  void sixtyFourLevelsAreCopiedAndOneMoreIsRefused() {
    String sentence = "the arguments are nested more than 64 levels deep";
    assertThat(Arguments.freeze(deep(64, false)).problem()).isEmpty();
    assertThat(problem(deep(65, false))).isEqualTo(sentence);
    assertThat(Arguments.freeze(map("v", deep(63, true))).problem()).isEmpty();
    assertThat(problemOf(deep(64, true))).isEqualTo(sentence);
    assertThat(Arguments.freeze(map("v", deep(62, true))).asMap()).isNotEmpty();
    Object array = "x";
    for (int i = 0; i < 64; i++) {
      array = new Object[] {array};
    }
    assertThat(problemOf(array)).isEqualTo(sentence);
  }

  @Test
  void aValueMayStandInTheInmostLevel() {
    Object inmost = map("v", "text");
    for (int i = 1; i < 64; i++) {
      inmost = map("v", inmost);
    }
    assertThat(Arguments.freeze(inmost).problem()).isEmpty();
  }

  @Test
  void whatHoldsItselfIsRefused() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", map);
    assertThat(problem(map)).isEqualTo("the arguments are nested more than 64 levels deep");
    List<Object> list = new ArrayList<>();
    list.add(list);
    assertThat(problemOf(list)).isEqualTo("the arguments are nested more than 64 levels deep");
    Object[] array = new Object[1];
    array[0] = array;
    assertThat(problemOf(array)).isEqualTo("the arguments are nested more than 64 levels deep");
    List<Object> one = new ArrayList<>();
    one.add(map("back", one));
    assertThat(problemOf(one)).isEqualTo("the arguments are nested more than 64 levels deep");
  }

  @Test
  void whatHoldsOnePartOftenIsCountedAsOftenAsItStands() {
    Object laugh = List.of("ha");
    for (int i = 0; i < 60; i++) {
      laugh = List.of(laugh, laugh);
    }
    assertThat(problemOf(laugh)).isEqualTo("the arguments hold too many values");
    Object shared = List.of("ha");
    assertThat(frozen(List.of(shared, shared))).isEqualTo(List.of(shared, shared));
  }

  @Test
  void asManyValuesAsMayBeAreCopiedAndOneMoreIsRefused() {
    ArgumentLimits three = new ArgumentLimits(64, 3, 1_000);
    assertThat(Arguments.freeze(Map.of("a", 1, "b", 2, "c", 3), three).problem()).isEmpty();
    assertThat(problem(Map.of("a", 1, "b", 2, "c", 3, "d", 4), three))
        .isEqualTo("the arguments hold too many values");
    assertThat(Arguments.freeze(map("a", List.of(1, 2)), three).problem()).isEmpty();
    assertThat(problem(map("a", List.of(1, 2, 3)), three))
        .isEqualTo("the arguments hold too many values");
    assertThat(problem(map("a", Arrays.asList(null, null, null)), three))
        .isEqualTo("the arguments hold too many values");
    assertThat(Arguments.freeze(map("a", new int[99_999])).problem()).isEmpty();
    assertThat(problemOf(new int[100_000])).isEqualTo("the arguments hold too many values");
  }

  @Test
  void treesSpendNoMoreValuesThanMaps() {
    ArgumentLimits four = new ArgumentLimits(64, 4, 1_000);
    ObjectNode tree = TREE.objectNode();
    tree.putArray("a").add(1).addNull();
    tree.put("b", true);
    assertThat(Arguments.freeze(tree, four).problem()).isEmpty();
    tree.put("c", true);
    assertThat(problem(tree, four)).isEqualTo("the arguments hold too many values");
  }

  @Test
  void asManyCharactersAsMayBeAreCopiedAndOneMoreIsRefused() {
    ArgumentLimits five = new ArgumentLimits(64, 100, 5);
    assertThat(Arguments.freeze(map("ab", "cde"), five).problem()).isEmpty();
    assertThat(problem(map("ab", "cdef"), five))
        .isEqualTo("the arguments hold too many characters");
    assertThat(problem(map("abc", "def"), five))
        .isEqualTo("the arguments hold too many characters");
    assertThat(problem(map("abcdef", null), five))
        .isEqualTo("the arguments hold too many characters");
    assertThat(Arguments.freeze(map("a", List.of("b", "cd", "e")), five).problem()).isEmpty();
    assertThat(problem(map("a", List.of("b", "cd", "ef")), five))
        .isEqualTo("the arguments hold too many characters");
  }

  @Test
  void theDefaultBoundOfCharactersIsExact() {
    int most = 16 * 1024 * 1024;
    assertThat(Arguments.freeze(map("", "x".repeat(most))).problem()).isEmpty();
    assertThat(problem(map("", "x".repeat(most + 1))))
        .isEqualTo("the arguments hold too many characters");
    String shared = "x".repeat(1024 * 1024);
    assertThat(problemOf(java.util.Collections.nCopies(20, shared)))
        .isEqualTo("the arguments hold too many characters");
  }

  @Test
  void numbersAreCountedAmongTheCharacters() {
    ArgumentLimits limits = new ArgumentLimits(64, 1_000, 1_000);
    BigInteger long800 = BigInteger.TEN.pow(800);
    assertThat(Arguments.freeze(map("v", long800), limits).problem()).isEmpty();
    assertThat(problem(map("v", List.of(long800, long800)), limits))
        .isEqualTo("the arguments hold too many characters");
    assertThat(problem(map("v", new BigDecimal(long800.pow(2), 5)), limits))
        .isEqualTo("the arguments hold too many characters");
  }

  @Test
  void aNumberOfTenThousandDigitsIsCopiedAndALongerOneIsRefused() {
    BigInteger most = new BigInteger("9".repeat(10_000));
    BigInteger more = new BigInteger("9".repeat(10_001));
    assertThat(frozen(most)).isEqualTo(most);
    assertThat(frozen(most.negate())).isEqualTo(most.negate());
    assertThat(frozen(new BigDecimal(most, 3))).isEqualTo(new BigDecimal(most, 3));
    for (Object tooLong :
        List.of(
            more,
            more.negate(),
            new BigDecimal(more),
            new BigDecimal(more, 10_000),
            TREE.numberNode(more))) {
      assertThat(problemOf(tooLong))
          .isEqualTo("a number of the arguments has more than 10,000 digits");
    }
    assertThat(frozen(new BigDecimal("1e2147483647"))).isEqualTo(new BigDecimal("1e2147483647"));
  }

  @Test
  void limitsAreAtLeastOneAndNotTooDeep() {
    assertThat(ArgumentLimits.DEFAULT).isEqualTo(new ArgumentLimits(64, 100_000, 16 * 1024 * 1024));
    assertThatThrownBy(() -> new ArgumentLimits(0, 1, 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth must be >= 1: 0");
    assertThatThrownBy(() -> new ArgumentLimits(1, -1, 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("values must be >= 1: -1");
    assertThatThrownBy(() -> new ArgumentLimits(1, 1, 0))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("characters must be >= 1: 0");
    assertThatThrownBy(() -> new ArgumentLimits(1_001, 1, 1))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("depth must be <= 1000: 1001");
    assertThat(new ArgumentLimits(1_000, 1, 1).depth()).isEqualTo(1_000);
  }

  @Test
  void aDepthOfItsOwnIsNamedInTheSentence() {
    ArgumentLimits one = new ArgumentLimits(1, 10, 10);
    assertThat(Arguments.freeze(map("a", 1), one).problem()).isEmpty();
    assertThat(problem(map("a", List.of()), one))
        .isEqualTo("the arguments are nested more than 1 levels deep");
    ArgumentLimits thousand = new ArgumentLimits(1_000, 10_000, 10_000);
    assertThat(Arguments.freeze(deep(1_000, false), thousand).problem()).isEmpty();
    assertThat(problem(deep(1_001, false), thousand))
        .isEqualTo("the arguments are nested more than 1000 levels deep");
  }

  @Test
  void limitsAreNeverNull() {
    assertThatThrownBy(() -> Arguments.freeze(Map.of("a", 1), null))
        .isInstanceOf(NullPointerException.class);
  }

  // Digests

  private static String digest(Object arguments) {
    return Arguments.freeze(arguments).digest();
  }

  private static String sha256(String canonical) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(canonical.getBytes(StandardCharsets.UTF_8));
    return "sha256:" + HexFormat.of().formatHex(hash);
  }

  @Test
  void theDigestIsThatOfTheCanonicalJson() throws Exception {
    assertThat(digest(Map.of())).isEqualTo(sha256("{}"));
    Map<String, Object> arguments = new LinkedHashMap<>();
    arguments.put("z", Arrays.asList(1, 1.0, "1", true, null));
    arguments.put("a", Map.of("B", new BigDecimal("1.10"), "é", "\u0007\n\"\\/\u007f"));
    assertThat(digest(arguments))
        .isEqualTo(
            sha256(
                "{\"a\":{\"B\":1.10,\"é\":\"\\u0007\\n\\\"\\\\/\\u007f\"},"
                    + "\"z\":[1,1.0,\"1\",true,null]}"));
  }

  @Test
  void theDigestKnowsNoOrderOfKeysAtAnyLevel() {
    Map<String, Object> there = new LinkedHashMap<>();
    there.put("a", map("x", 1));
    there.put("b", new LinkedHashMap<>(Map.of("c", 1)));
    there.put("d", 1);
    Map<String, Object> back = new LinkedHashMap<>();
    back.put("d", 1);
    back.put("b", Map.of("c", 1));
    back.put("a", map("x", 1));
    assertThat(digest(there)).isEqualTo(digest(back));

    Map<String, Object> inner = new LinkedHashMap<>();
    inner.put("p", 1);
    inner.put("q", 2);
    Map<String, Object> renni = new LinkedHashMap<>();
    renni.put("q", 2);
    renni.put("p", 1);
    assertThat(digest(map("v", List.of(inner)))).isEqualTo(digest(map("v", List.of(renni))));
  }

  @Test
  void whateverDiffersHasAnotherDigest() {
    List<Object> different = new ArrayList<>();
    different.add(null);
    different.add(List.of()); // the rest is added in bulk: List.of takes no null
    different.addAll(
        List.of(
            1,
            1.0,
            new BigDecimal("1.00"),
            "1",
            "1.0",
            true,
            "true",
            "null",
            "",
            0,
            -0.0,
            0.0,
            Map.of(),
            List.of(1),
            List.of(List.of(1)),
            List.of(1, 2),
            List.of(2, 1),
            List.of("1", "2"),
            "1,2",
            Map.of("a", 1),
            Map.of("a", Map.of()),
            "\n",
            "\\n",
            "\u0000",
            "\\u0000",
            "é",
            "e\u0301",
            "a\u200b",
            "a"));
    List<String> digests = different.stream().map(value -> digest(map("v", value))).toList();
    assertThat(digests).doesNotHaveDuplicates();
    assertThat(digest(Map.of("a", "b\",\"c\":\"d")))
        .isNotEqualTo(digest(Map.of("a", "b", "c", "d")));
    assertThat(digest(map("v", null))).isNotEqualTo(digest(Map.of()));
  }

  @Test
  void everyControlCharacterIsDigestedAsItself() {
    List<String> digests = new ArrayList<>();
    for (char c = 0; c < 0xa0; c++) {
      digests.add(digest(map("key", String.valueOf(c))));
      digests.add(digest(map(String.valueOf(c), "value")));
    }
    assertThat(digests).doesNotHaveDuplicates();
  }

  // What a program reads of invalid arguments

  @Test
  void invalidArgumentsHaveNoValuesNamesOrDigest() {
    Arguments invalid = Arguments.freeze(map("secret", Optional.of(CANARY)));
    String sentence =
        "arguments are invalid: a value of type java.util.Optional has no JSON counterpart";
    assertThatThrownBy(invalid::asMap)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(sentence);
    assertThatThrownBy(invalid::digest)
        .isExactlyInstanceOf(IllegalStateException.class)
        .hasMessage(sentence);
    assertThat(invalid.names()).isEmpty();
    assertThat(invalid)
        .hasToString(
            "Arguments[invalid: a value of type java.util.Optional has no JSON counterpart]");
  }

  @Test
  void argumentsPrintTheirNamesAndNoValues() {
    assertThat(Arguments.freeze(Map.of("token", CANARY))).hasToString("Arguments[token]");
    assertThat(Arguments.empty()).hasToString("Arguments[]");
    Map<String, Object> two = map("a", map(CANARY, CANARY));
    two.put("b", List.of(CANARY));
    assertThat(Arguments.freeze(two)).hasToString("Arguments[a, b]");
  }

  @Test
  void noSentenceOfAProblemHoldsAValue() {
    List<Object> hostile = new ArrayList<>(valuesWithoutCounterpart().toList());
    hostile.add(deep(70, true));
    hostile.add(Map.of(CANARY.length(), CANARY));
    hostile.add(CANARY + "\ud800");
    hostile.add(Map.of(CANARY + "\udc00", CANARY));
    hostile.add(new BigInteger("918273645".repeat(2_000)));
    hostile.add(
        text(
            () -> {
              throw new IllegalStateException(CANARY);
            }));
    for (Object value : hostile) {
      assertThat(problemOf(value)).isNotEmpty().doesNotContain(CANARY, "918273645");
      assertThat(Arguments.freeze(map("v", value)).toString()).doesNotContain(CANARY, "918273645");
    }
  }

  @Test
  void argumentsAreFrozenOnOneThreadWhileAnotherWritesThem() throws Exception {
    Map<String, Object> shared = new java.util.concurrent.ConcurrentHashMap<>();
    AtomicBoolean over = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; !over.get(); i++) {
                shared.put("k" + i % 50, List.of(i));
                shared.remove("k" + (i + 25) % 50);
              }
            });
    for (int i = 0; i < 200; i++) {
      Arguments frozen = Arguments.freeze(shared);
      if (frozen.problem().isEmpty()) {
        String digest = frozen.digest();
        String print = frozen.asMap().toString();
        assertThat(frozen.digest()).isEqualTo(digest);
        assertThat(frozen.asMap()).hasToString(print);
      }
    }
    over.set(true);
    writer.get(10, TimeUnit.SECONDS);
  }
}
