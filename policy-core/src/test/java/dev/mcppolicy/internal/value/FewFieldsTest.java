package dev.mcppolicy.internal.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.ArgumentLimits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FewFieldsTest {

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 7, 8, 9, 10, 100})
  void anObjectOfAnySizeIsWhatItWas(int size) {
    Map<String, @Nullable Object> given = new LinkedHashMap<>();
    for (int i = size; i > 0; i--) {
      given.put("name " + i, i % 3 == 0 ? null : i);
    }

    Map<String, @Nullable Object> frozen = Freezer.freezeObject(given, ArgumentLimits.DEFAULT);

    assertThat(frozen).isEqualTo(given).hasSameHashCodeAs(given).hasToString(given.toString());
    assertThat(given).isEqualTo(frozen);
    assertThat(new ArrayList<>(frozen.keySet())).isEqualTo(new ArrayList<>(given.keySet()));
    assertThat(new ArrayList<>(frozen.values())).isEqualTo(new ArrayList<>(given.values()));
    given.forEach(
        (name, value) -> {
          String sameText = new StringBuilder(name).toString();
          assertThat(frozen.containsKey(sameText)).isTrue();
          assertThat(frozen.get(sameText)).isEqualTo(value);
        });
  }

  @Test
  void whatIsNoNameIsNotFound() {
    Map<String, @Nullable Object> frozen =
        Freezer.freezeObject(Map.of("a", "b"), ArgumentLimits.DEFAULT);

    for (Object other : new Object[] {"b", "", "A", 1, List.of("a")}) {
      assertThat(frozen.get(other)).isNull();
      assertThat(frozen.containsKey(other)).isFalse();
    }
    assertThat(frozen.get(null)).isNull();
    assertThat(frozen.containsKey(null)).isFalse();
  }

  @Test
  void nothingChangesIt() {
    Map<String, @Nullable Object> few =
        new FewFields(new Object[] {"a", 1, null, null, null, null}, 2);

    assertThatThrownBy(() -> few.put("a", 2)).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> few.remove("a")).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(few::clear).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> few.keySet().remove("a"))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> few.entrySet().iterator().next().setValue(2))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(few).isEqualTo(Map.of("a", 1));
  }

  @Test
  void anIteratorEnds() {
    Iterator<?> fields =
        new FewFields(new Object[] {"a", 1, null, null, null, null}, 2).entrySet().iterator();
    fields.next();

    assertThat(fields.hasNext()).isFalse();
    assertThatThrownBy(fields::next).isInstanceOf(NoSuchElementException.class);
  }
}
