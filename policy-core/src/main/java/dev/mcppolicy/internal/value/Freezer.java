package dev.mcppolicy.internal.value;

import dev.mcppolicy.ArgumentLimits;
import dev.mcppolicy.internal.document.TreeValues;
import dev.mcppolicy.internal.text.CallMessages;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Takes a deep copy of a tree of Java values in one pass: each map, list and text is read once,
 * into plain classes whose answers never change. What has no plain counterpart is refused.
 */
public final class Freezer {

  /** Bits of about 10,000 decimal digits: longer numbers are refused. */
  private static final int MAX_NUMBER_BITS = 33_220;

  private static final int NUMBER_CHARACTERS = 8;

  /** Room for the names and values of four fields, which is as many as most objects have. */
  private static final int FIRST_FIELDS = 8;

  private int valuesLeft;
  private long charactersLeft;
  private final int maxDepth;

  private Freezer(ArgumentLimits limits) {
    this.valuesLeft = limits.values();
    this.charactersLeft = limits.characters();
    this.maxDepth = limits.depth();
  }

  /**
   * Copies an object.
   *
   * @throws UnfreezableException if it isn't one, is too big, or holds what can't be copied
   */
  public static Map<String, @Nullable Object> freezeObject(Object value, ArgumentLimits limits) {
    Freezer freezer = new Freezer(limits);
    if (value instanceof Map<?, ?> map) {
      return freezer.freezeMap(map, 1);
    }
    Object plain = TreeValues.isTree(value) ? TreeValues.toPlain(value) : null;
    if (plain instanceof Map<?, ?> map) {
      return freezer.freezeMap(map, 1);
    }
    throw new UnfreezableException(CallMessages.notAnObject(value));
  }

  /** Says that a value's own code threw while it was read. */
  public static String threw(Throwable failure) {
    return CallMessages.threwWhileRead(failure);
  }

  private Map<String, @Nullable Object> freezeMap(Map<?, ?> map, int depth) {
    requireDepth(depth);
    @Nullable Object[] fields = new Object[FIRST_FIELDS];
    int size = 0;
    Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<?, ?> entry = entries.next();
      String name = name(entry.getKey());
      Object value = freeze(entry.getValue(), depth + 1);
      if (FewFields.find(fields, size, name) >= 0) {
        throw new UnfreezableException(CallMessages.keyTwice());
      }
      if (size == 2 * FewFields.MOST) {
        return freezeMany(new FewFields(fields, size), name, value, entries, depth);
      }
      if (size == fields.length) {
        fields = Arrays.copyOf(fields, 2 * FewFields.MOST);
      }
      fields[size] = name;
      fields[size + 1] = value;
      size += 2;
    }
    return new FewFields(fields, size);
  }

  /** Copies the rest of an object that has more than a few fields. */
  private Map<String, @Nullable Object> freezeMany(
      Map<String, @Nullable Object> few,
      String next,
      @Nullable Object nextValue,
      Iterator<? extends Map.Entry<?, ?>> rest,
      int depth) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>(few);
    all.put(next, nextValue);
    while (rest.hasNext()) {
      Map.Entry<?, ?> entry = rest.next();
      String name = name(entry.getKey());
      int before = all.size();
      all.put(name, freeze(entry.getValue(), depth + 1));
      if (all.size() == before) {
        throw new UnfreezableException(CallMessages.keyTwice());
      }
    }
    return Collections.unmodifiableMap(all);
  }

  private String name(@Nullable Object key) {
    if (!(key instanceof String name)) {
      throw new UnfreezableException(CallMessages.keyIsNoText(key));
    }
    requireText(name);
    return name;
  }

  private List<@Nullable Object> freezeList(Iterable<?> list, int depth) {
    requireDepth(depth);
    List<@Nullable Object> copy = new ArrayList<>();
    for (Object element : list) {
      copy.add(freeze(element, depth + 1));
    }
    return Collections.unmodifiableList(copy);
  }

  private @Nullable Object freeze(@Nullable Object value, int depth) {
    if (--valuesLeft < 0) {
      throw new UnfreezableException(CallMessages.tooManyValues());
    }
    if (value == null || value instanceof Boolean) {
      return value;
    }
    if (value instanceof String text) {
      requireText(text);
      return text;
    }
    if (value instanceof Number number) {
      return freezeNumber(number);
    }
    if (value instanceof Map<?, ?> map) {
      return freezeMap(map, depth);
    }
    if (value instanceof Collection<?> list) {
      return freezeList(list, depth);
    }
    return freezeExotic(value, depth);
  }

  private Number freezeNumber(Number number) {
    spend(NUMBER_CHARACTERS);
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Double
        || number instanceof Float) {
      return number;
    }
    if (number instanceof Short || number instanceof Byte) {
      return number.intValue();
    }
    if (number.getClass() == BigInteger.class) {
      requireBits((BigInteger) number);
      return number;
    }
    if (number.getClass() == BigDecimal.class) {
      requireBits(((BigDecimal) number).unscaledValue());
      return number;
    }
    if (number instanceof AtomicInteger || number instanceof AtomicLong) {
      return number.longValue();
    }
    throw new UnfreezableException(CallMessages.unknownType(number));
  }

  private @Nullable Object freezeExotic(Object value, int depth) {
    if (value instanceof CharSequence || value instanceof Character) {
      String text = value.toString();
      requireText(text);
      return text;
    }
    if (value instanceof AtomicBoolean flag) {
      return flag.get();
    }
    if (value instanceof Object[] array) {
      return freezeList(Collections.unmodifiableList(Arrays.asList(array.clone())), depth);
    }
    if (value instanceof int[] numbers) {
      return freezeList(Arrays.stream(numbers).boxed().toList(), depth);
    }
    if (value instanceof long[] numbers) {
      return freezeList(Arrays.stream(numbers).boxed().toList(), depth);
    }
    if (value instanceof double[] numbers) {
      return freezeList(Arrays.stream(numbers).boxed().toList(), depth);
    }
    if (TreeValues.isTree(value)) {
      valuesLeft++;
      return freeze(TreeValues.toPlain(value), depth);
    }
    throw new UnfreezableException(CallMessages.unknownType(value));
  }

  private void requireDepth(int depth) {
    if (depth > maxDepth) {
      throw new UnfreezableException(CallMessages.tooDeep(maxDepth));
    }
  }

  private void requireBits(BigInteger number) {
    if (number.bitLength() > MAX_NUMBER_BITS) {
      throw new UnfreezableException(CallMessages.numberTooLong());
    }
    spend(number.bitLength() / 3);
  }

  private void requireText(@Nullable String text) {
    if (text == null) {
      throw new UnfreezableException(CallMessages.textIsNull());
    }
    spend(text.length());
    if (hasLoneSurrogate(text)) {
      throw new UnfreezableException(CallMessages.loneSurrogate());
    }
  }

  private void spend(int characters) {
    charactersLeft -= characters;
    if (charactersLeft < 0) {
      throw new UnfreezableException(CallMessages.tooLong());
    }
  }

  /** Says whether a text holds half of a surrogate pair, which no UTF-8 can carry. */
  public static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (Character.isLowSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** Says why a value can't be copied, without any value in the message. */
  public static final class UnfreezableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnfreezableException(String message) {
      super(message, null, false, false);
    }
  }
}
