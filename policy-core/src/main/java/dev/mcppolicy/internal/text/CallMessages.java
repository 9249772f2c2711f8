package dev.mcppolicy.internal.text;

import org.jspecify.annotations.Nullable;

/** Why a call's arguments can't be judged. No sentence holds a value of theirs. */
public final class CallMessages {

  private CallMessages() {}

  /** The call has no name. */
  public static String noName() {
    return "The call names no tool.";
  }

  /** The name is no text that can be sent. */
  public static String nameIsBroken() {
    return "The tool's name holds half of a surrogate pair, which JSON can't carry.";
  }

  /** The arguments are no object. */
  public static String notAnObject(Object value) {
    return "the arguments must be an object, not a " + value.getClass().getName();
  }

  /** A key is no text. */
  public static String keyIsNoText(@Nullable Object key) {
    return "a key must be a text, not " + (key == null ? "null" : "a " + key.getClass().getName());
  }

  /** A map named a key twice. */
  public static String keyTwice() {
    return "a map names one key twice";
  }

  /** Nested too deeply. */
  public static String tooDeep(int depth) {
    return "the arguments are nested more than " + depth + " levels deep";
  }

  /** Too many values. */
  public static String tooManyValues() {
    return "the arguments hold too many values";
  }

  /** Too many characters. */
  public static String tooLong() {
    return "the arguments hold too many characters";
  }

  /** A number of too many digits. */
  public static String numberTooLong() {
    return "a number of the arguments has more than 10,000 digits";
  }

  /** Half a surrogate pair. */
  public static String loneSurrogate() {
    return "a text of the arguments holds half of a surrogate pair, which JSON can't carry";
  }

  /** A text that turned out to be null. */
  public static String textIsNull() {
    return "a text of the arguments printed itself as null";
  }

  /** A type that has no plain counterpart. */
  public static String unknownType(Object value) {
    return "a value of type " + value.getClass().getName() + " has no JSON counterpart";
  }

  /** Somebody's code threw. */
  public static String threwWhileRead(Throwable failure) {
    return "reading the arguments failed with " + failure.getClass().getName();
  }
}
