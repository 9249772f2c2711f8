package dev.mcppolicy.internal.rule;

import java.util.List;

/** Whether a text ends with one of several. */
final class EndingWith implements OnText {

  private final String[] suffixes;

  EndingWith(List<String> suffixes) {
    this.suffixes = suffixes.toArray(String[]::new);
  }

  @Override
  public Truth testText(String text) {
    for (String suffix : suffixes) {
      if (text.endsWith(suffix)) {
        return Truth.TRUE;
      }
    }
    return Truth.FALSE;
  }
}
