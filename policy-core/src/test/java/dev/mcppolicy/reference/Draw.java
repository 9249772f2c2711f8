package dev.mcppolicy.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Draws at random, from one seed. */
record Draw(Random random) {

  int upTo(int most) {
    return random.nextInt(most + 1);
  }

  boolean percent(int chance) {
    return random.nextInt(100) < chance;
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  <T> T from(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /** Between so many and so many. */
  <T> List<T> listOf(int least, int most, Supplier<? extends T> element) {
    List<T> list = new ArrayList<>();
    int size = least + upTo(most - least);
    for (int i = 0; i < size; i++) {
      list.add(element.get());
    }
    return list;
  }
}
