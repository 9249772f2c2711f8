package dev.mcppolicy.internal.rule;

import java.util.List;

/** Whether a text begins with one of several. */
final class StartingWith implements OnText {

  private final String[] prefixes;

  StartingWith(List<String> prefixes) {
    this.prefixes = prefixes.toArray(String[]::new);
  }

  @Override
  public Truth testText(String text) {
    for (String prefix : prefixes) {
      if (text.startsWith(prefix)) {
        return Truth.TRUE;
      }
    }
    return Truth.FALSE;
  }
}
