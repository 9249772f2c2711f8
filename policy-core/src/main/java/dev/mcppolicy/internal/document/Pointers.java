package dev.mcppolicy.internal.document;

/** Builds JSON Pointers (RFC 6901). */
public final class Pointers {

  private Pointers() {}

  /** Returns the pointer of a member. */
  public static String child(String parent, String key) {
    boolean plain = key.indexOf('~') < 0 && key.indexOf('/') < 0;
    return parent + "/" + (plain ? key : key.replace("~", "~0").replace("/", "~1"));
  }

  /** Returns the pointer of an element. */
  public static String child(String parent, int index) {
    return parent + "/" + index;
  }
}
