package dev.mcppolicy.examples.stage;

import dev.mcppolicy.Policy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The policies of the examples, which stand in {@code policies} with their tests beside them. */
public final class ExamplePolicy {

  private ExamplePolicy() {}

  /** Loads a policy; a host loads one with {@link Policy#load}. */
  public static Policy named(String name) {
    return Policy.parse(text(name));
  }

  /** Returns the text of a policy. */
  public static String text(String name) {
    String path = "/policies/" + name + ".policy.json";
    try (InputStream file = ExamplePolicy.class.getResourceAsStream(path)) {
      if (file == null) {
        throw new IllegalArgumentException("there is no " + path);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
