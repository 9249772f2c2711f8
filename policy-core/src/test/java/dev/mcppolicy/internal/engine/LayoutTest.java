package dev.mcppolicy.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every call reads ends in a cache line of nothing, and so does what one thread changes: they
 * may lie side by side.
 */
class LayoutTest {
  private static final int CACHE_LINE = 64;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.mcppolicy.internal.engine.Judge",
        "dev.mcppolicy.internal.engine.Toll",
        "dev.mcppolicy.internal.engine.Era",
        "dev.mcppolicy.internal.quota.Tariff",
        "dev.mcppolicy.internal.quota.SpaciousMeter"
      })
  void endsInACacheLineOfNothing(String name) throws Exception {
    assertThat(nothingAtTheEnd(Class.forName(name))).isGreaterThanOrEqualTo(CACHE_LINE);
  }

  @Test
  void whatHasNoRoomIsSeen() throws Exception {
    assertThat(nothingAtTheEnd(SummaryCourt.class)).isZero();
  }

  /** How many bytes lie between the last field that is used and the end of the last one. */
  private static long nothingAtTheEnd(Class<?> type) throws Exception {
    long used = 0;
    long end = 0;
    for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
      for (Field field : declaring.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          long fieldEnd = offset(field) + (field.getType() == long.class ? 8 : 4);
          end = Math.max(end, fieldEnd);
          used = field.getName().startsWith("unused") ? used : Math.max(used, fieldEnd);
        }
      }
    }
    return end - used;
  }

  /** Where a field lies, as only {@code Unsafe} says; by reflection, as it warns of itself. */
  private static long offset(Field field) throws Exception {
    Class<?> type = Class.forName("sun.misc.Unsafe");
    Field only = type.getDeclaredField("theUnsafe");
    only.setAccessible(true);
    Method objectFieldOffset = type.getMethod("objectFieldOffset", Field.class);
    return (long) objectFieldOffset.invoke(only.get(null), field);
  }
}
