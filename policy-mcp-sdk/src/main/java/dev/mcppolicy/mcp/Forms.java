package dev.mcppolicy.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;

/**
 * Makes requests for a form. Their class is {@code ElicitRequest} before 2.0 of the SDK, and {@code
 * ElicitFormRequest} from then on, so it is looked up.
 */
final class Forms {

  private static final Constructor<?> FORM = constructor();

  private Forms() {}

  private static Constructor<?> constructor() {
    for (String name : new String[] {"ElicitFormRequest", "ElicitRequest"}) {
      try {
        return Class.forName(
                McpSchema.class.getName() + "$" + name, true, McpSchema.class.getClassLoader())
            .getConstructor(String.class, Map.class, Map.class);
      } catch (ClassNotFoundException | NoSuchMethodException e) {
        // Another line of the SDK.
      }
    }
    throw new IllegalStateException(Messages.NO_FORMS);
  }

  static Object form(String message, Map<String, Object> schema) {
    try {
      return FORM.newInstance(message, schema, null);
    } catch (InstantiationException | IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(e);
    }
  }
}
