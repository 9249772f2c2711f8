package dev.mcppolicy.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mcppolicy.ArgumentLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.AbstractCollection;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** Arguments as no parser of JSON makes them, but as Java lets anybody write them. */
final class HostileValues {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Small, so that what has no end ends soon. */
  static final ArgumentLimits LIMITS = new ArgumentLimits(64, 2_000, 100_000);

  private final Random random;

  HostileValues(Random random) {
    this.random = random;
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  /** Returns arguments: mostly maps, and mostly ordinary ones with something odd inside. */
  Object arguments() {
    return switch (random.nextInt(40)) {
      case 0 -> value(4);
      case 1 -> tree(4);
      case 2 -> null;
      default -> map(4);
    };
  }

  private String key() {
    String[] keys = {"v", "v", "n", "k", "l", "o", "x", "a.b", "", "\u0000", "V", "\ud83d\ude00"};
    return oneIn(200) ? "\ud800" : keys[random.nextInt(keys.length)];
  }

  private Map<?, ?> map(int depth) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (int i = random.nextInt(4); i >= 0; i--) {
      entries.put(key(), value(depth - 1));
    }
    return switch (random.nextInt(90)) {
      case 0 -> new LyingMap(entries, Map.of("v", 1, "n", 1));
      case 1 -> new ThrowingMap(entries, random.nextInt(5), throwable());
      case 2 -> withNullKey(entries);
      case 3 -> withKey(entries, 1);
      case 4 -> withKey(entries, new StringBuilder("v"));
      case 5 -> cyclic(entries);
      case 6 -> endless();
      case 7 -> twice(key(), value(depth - 1));
      case 8 -> new TreeMap<>(Map.of("v", "a", "n", 1));
      case 9 -> new IdentityHashMap<>(entries);
      case 10 -> concurrent(entries);
      case 11 -> deep(entries);
      case 12 -> wide(entries);
      default -> entries;
    };
  }

  private Object value(int depth) {
    if (depth > 0 && oneIn(3)) {
      return container(depth);
    }
    return switch (random.nextInt(48)) {
      case 0 -> null;
      case 1 -> random.nextBoolean();
      case 2, 3, 4, 5 -> text();
      case 6, 7, 8 -> number();
      case 9, 10 -> oddText();
      case 11, 12 -> oddNumber();
      case 13 -> odd(depth);
      default -> random.nextBoolean() ? text() : number();
    };
  }

  private Object container(int depth) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(depth - 1));
    }
    return switch (random.nextInt(30)) {
      case 0, 1, 2, 3, 4, 5, 14, 15, 16, 17, 18, 19 -> map(depth);
      case 6 -> list.toArray();
      case 7 -> Collections.unmodifiableCollection(list);
      case 8 -> new LyingList(list);
      case 9 -> cyclic(list);
      case 10 -> endlessList();
      case 11 -> tree(depth);
      case 12 -> new HashSet<>(Arrays.asList("a", 1, null));
      case 13 -> throwingList();
      default -> list;
    };
  }

  private String text() {
    String[] texts = {
      "",
      "a",
      "aa",
      "x",
      "/app/x",
      "/app/../etc",
      "http://a.com/",
      "https://b.a.com:1/",
      "\u0000",
      "\ud83d\ude00",
      "a".repeat(3_000),
      "1",
      "null",
      "pwd\n",
      "C:\\app",
      "\u212a",
      "\u0130"
    };
    return texts[random.nextInt(texts.length)];
  }

  private Object oddText() {
    return switch (random.nextInt(8)) {
      case 0 -> new StringBuilder(text());
      case 1 -> 'c';
      case 2 -> '\ud800';
      case 3 -> "lone \ud800";
      case 4 -> "\udc00\ud800";
      case 5 -> new Words(null, null);
      case 6 -> new Words(null, throwable());
      default -> new Words(text(), null);
    };
  }

  private Number number() {
    Number[] numbers = {
      0,
      1,
      2,
      -1,
      1L,
      Long.MAX_VALUE,
      Long.MIN_VALUE,
      9007199254740993L,
      1.0,
      1.5,
      -0.0,
      0.1,
      new BigDecimal("1.0"),
      new BigDecimal("0.1"),
      new BigInteger("9007199254740993")
    };
    return numbers[random.nextInt(numbers.length)];
  }

  private Number oddNumber() {
    return switch (random.nextInt(18)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Float.NEGATIVE_INFINITY;
      case 3 -> Double.MIN_VALUE;
      case 4 -> Float.MAX_VALUE;
      case 5 -> (short) 1;
      case 6 -> (byte) -1;
      case 7 -> new BigDecimal(BigInteger.ONE, Integer.MAX_VALUE);
      case 8 -> new BigDecimal(BigInteger.ONE, Integer.MIN_VALUE);
      case 9 -> BigInteger.TEN.pow(random.nextInt(12_000));
      case 10 -> BigInteger.ONE.shiftLeft(500_000).negate();
      case 11 -> new BigDecimal(BigInteger.TEN.pow(399), 399 + random.nextInt(3));
      case 12 -> new AtomicInteger(1);
      case 13 -> new AtomicLong(Long.MIN_VALUE);
      case 14 -> new LongAdder();
      case 15 -> new Counting();
      case 16 -> new CountingDecimal();
      default -> new BigDecimal("0E+400");
    };
  }

  private Object odd(int depth) {
    return switch (random.nextInt(16)) {
      case 0 -> new Object();
      case 1 -> Optional.of(1);
      case 2 -> Thread.State.NEW;
      case 3 -> new int[] {1, 2};
      case 4 -> new long[] {1};
      case 5 -> new double[] {Double.NaN, 1};
      case 6 -> new byte[] {1};
      case 7 -> new char[] {'a'};
      case 8 -> new boolean[] {true};
      case 9 -> new AtomicBoolean(true);
      case 10 -> selfHolding();
      case 11 -> IntStream.range(0, 3).boxed();
      case 12 -> new BitSet();
      case 13 -> HostileValues.class;
      case 14 -> new Map<?, ?>[] {map(Math.max(1, depth - 1))};
      default -> (Iterable<Object>) Collections::emptyIterator;
    };
  }

  private static Object selfHolding() {
    Object[] array = new Object[1];
    array[0] = array;
    return array;
  }

  /** A node of Jackson's tree, with nodes in it that no parser makes. */
  private Object tree(int depth) {
    return switch (random.nextInt(10)) {
      case 0 -> NODES.pojoNode(value(depth - 1));
      case 1 -> NODES.binaryNode(new byte[] {1});
      case 2 -> MissingNode.getInstance();
      case 3 -> deepTree();
      case 4 -> cyclicTree();
      default -> {
        ObjectNode object = NODES.objectNode();
        object.put("v", text());
        object.set("n", NODES.numberNode(new BigDecimal("1.0")));
        object.set("l", NODES.arrayNode().add(1).add(Double.NaN).addNull().addPOJO(value(0)));
        object.set("o", depth > 0 && tree(depth - 1) instanceof JsonNode node ? node : null);
        yield object;
      }
    };
  }

  private JsonNode deepTree() {
    ObjectNode outer = NODES.objectNode();
    ObjectNode inner = outer;
    int depth = oneIn(8) ? 20_000 : 100;
    for (int i = 0; i < depth; i++) {
      inner = inner.putObject("o");
    }
    return outer;
  }

  private static JsonNode cyclicTree() {
    ObjectNode outer = NODES.objectNode();
    outer.putArray("l").add(outer);
    return outer;
  }

  private static Map<?, ?> withNullKey(Map<Object, Object> entries) {
    Map<Object, Object> map = new HashMap<>(entries);
    map.put(null, 1);
    return map;
  }

  private static Map<?, ?> withKey(Map<Object, Object> entries, Object key) {
    Map<Object, Object> map = new LinkedHashMap<>(entries);
    map.put(key, 1);
    return map;
  }

  private static Map<?, ?> cyclic(Map<Object, Object> entries) {
    entries.put("o", List.of(Map.of("x", entries)));
    return entries;
  }

  private static List<?> cyclic(List<Object> list) {
    list.add(list);
    return list;
  }

  private static Map<?, ?> concurrent(Map<Object, Object> entries) {
    Map<Object, Object> map = new ConcurrentHashMap<>();
    entries.forEach(
        (key, value) -> {
          if (value != null) {
            map.put(key, value);
          }
        });
    return map;
  }

  private Map<?, ?> deep(Map<Object, Object> entries) {
    Map<Object, Object> outer = entries;
    for (int i = random.nextInt(100); i > 0; i--) {
      outer = new HashMap<>(Map.of("o", outer));
    }
    return outer;
  }

  private static Map<?, ?> wide(Map<Object, Object> entries) {
    entries.put("l", Collections.nCopies(LIMITS.values() - 5, true));
    return entries;
  }

  private Map<?, ?> endless() {
    return new EntryMap(
        () ->
            new Iterator<>() {
              private int number;

              @Override
              public boolean hasNext() {
                return true;
              }

              @Override
              public Map.Entry<Object, Object> next() {
                return Map.entry("k" + number++, 1);
              }
            });
  }

  private static Map<?, ?> twice(String key, Object value) {
    List<Map.Entry<Object, Object>> entries = new ArrayList<>();
    entries.add(new AbstractMap.SimpleEntry<>(key, 1));
    entries.add(new AbstractMap.SimpleEntry<>(key, value));
    return new EntryMap(entries::iterator);
  }

  private static Collection<Object> endlessList() {
    return new AbstractCollection<>() {
      @Override
      public Iterator<Object> iterator() {
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return true;
          }

          @Override
          public Object next() {
            return "a";
          }
        };
      }

      @Override
      public int size() {
        return 0;
      }
    };
  }

  private List<Object> throwingList() {
    Throwable failure = throwable();
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        throw HostileValues.<RuntimeException>unchecked(failure);
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }

  private Throwable throwable() {
    return switch (random.nextInt(7)) {
      case 0 -> new IllegalStateException("secret");
      case 1 -> new IOException("nobody declared it");
      case 2 -> new AssertionError("secret");
      case 3 -> new StackOverflowError();
      case 4 -> new NoClassDefFoundError("secret");
      case 5 -> new ClassCastException();
      default -> new UnsupportedOperationException();
    };
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> T unchecked(Throwable failure) throws T {
    throw (T) failure;
  }

  /** Shows some entries to whoever looks first, and others afterwards. */
  private static final class LyingMap extends AbstractMap<Object, Object> {
    private final Map<?, ?> first;
    private final Map<?, ?> then;
    private int looks;

    LyingMap(Map<?, ?> first, Map<?, ?> then) {
      this.first = first;
      this.then = then;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Set<Entry<Object, Object>> entrySet() {
      return ((Map<Object, Object>) (looks++ == 0 ? first : then)).entrySet();
    }

    @Override
    public Object get(Object key) {
      return looks++ % 2 == 0 ? 1 : "a";
    }
  }

  /** Throws when it is asked for something, at one of several points. */
  private static final class ThrowingMap extends AbstractMap<Object, Object> {
    private final Map<Object, Object> entries;
    private final int where;
    private final Throwable failure;

    ThrowingMap(Map<Object, Object> entries, int where, Throwable failure) {
      this.entries = entries;
      this.where = where;
      this.failure = failure;
    }

    private void mayThrow(int here) {
      if (here == where) {
        throw HostileValues.<RuntimeException>unchecked(failure);
      }
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
      mayThrow(0);
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<Object, Object>> iterator() {
          mayThrow(1);
          Iterator<Entry<Object, Object>> all = entries.entrySet().iterator();
          return new Iterator<>() {
            @Override
            public boolean hasNext() {
              return all.hasNext();
            }

            @Override
            public Entry<Object, Object> next() {
              mayThrow(2);
              Entry<Object, Object> entry = all.next();
              return new SimpleEntry<>(entry) {
                private static final long serialVersionUID = 1L;

                @Override
                public Object getKey() {
                  mayThrow(3);
                  return super.getKey();
                }

                @Override
                public Object getValue() {
                  mayThrow(4);
                  return super.getValue();
                }
              };
            }
          };
        }

        @Override
        public int size() {
          return entries.size();
        }
      };
    }
  }

  /** A map of whatever entries. */
  private static final class EntryMap extends AbstractMap<Object, Object> {
    private final Iterable<Entry<Object, Object>> entries;

    EntryMap(Iterable<Entry<Object, Object>> entries) {
      this.entries = entries;
    }

    @Override
    public Set<Entry<Object, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<Object, Object>> iterator() {
          return entries.iterator();
        }

        @Override
        public int size() {
          return 1;
        }
      };
    }
  }

  /** Has other elements each time. */
  private static final class LyingList extends AbstractList<Object> {
    private final List<Object> elements;
    private int looks;

    LyingList(List<Object> elements) {
      this.elements = elements;
    }

    @Override
    public Object get(int index) {
      return looks++ % 2 == 0 ? elements.get(index) : "other";
    }

    @Override
    public int size() {
      return elements.size();
    }
  }

  /** A text that prints itself otherwise each time, or not at all. */
  private static final class Words implements CharSequence {
    private final String text;
    private final Throwable failure;
    private int prints;

    Words(String text, Throwable failure) {
      this.text = text;
      this.failure = failure;
    }

    @Override
    public int length() {
      return 1_000_000_000;
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
      if (failure != null) {
        throw HostileValues.<RuntimeException>unchecked(failure);
      }
      return prints++ == 0 ? text : "evil";
    }
  }

  /** A number that grows whenever somebody looks. */
  private static final class Counting extends Number {
    private static final long serialVersionUID = 1L;
    private int looks;

    @Override
    public int intValue() {
      return looks++;
    }

    @Override
    public long longValue() {
      return looks++;
    }

    @Override
    public float floatValue() {
      return looks++;
    }

    @Override
    public double doubleValue() {
      return looks++;
    }
  }

  /** A decimal that is never equal to itself. */
  private static final class CountingDecimal extends BigDecimal {
    private static final long serialVersionUID = 1L;
    private int looks;

    CountingDecimal() {
      super("1");
    }

    @Override
    public int compareTo(BigDecimal other) {
      return looks++ % 3 - 1;
    }

    @Override
    public int signum() {
      return -1;
    }
  }

  /** Says whether a value is made of the plain classes only that freezing promises. */
  static boolean isPlain(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .allMatch(entry -> entry.getKey() instanceof String && isPlain(entry.getValue()));
    }
    if (value instanceof List<?> list) {
      return list.stream().allMatch(HostileValues::isPlain);
    }
    return value == null
        || Arrays.asList(
                String.class,
                Boolean.class,
                Integer.class,
                Long.class,
                Double.class,
                Float.class,
                BigInteger.class,
                BigDecimal.class)
            .contains(value.getClass());
  }
}
