package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Compiles the Java of the pages, each block in a class of its own: statements in a method, or, in
 * a block marked {@code class}, members.
 */
final class Snippets {

  private static final String IMPORTS =
      """
      import dev.mcppolicy.*;
      import dev.mcppolicy.approvals.*;
      import dev.mcppolicy.audit.*;
      import dev.mcppolicy.docs.*;
      import dev.mcppolicy.mcp.*;
      import dev.mcppolicy.metrics.*;
      import dev.mcppolicy.reload.*;
      import dev.mcppolicy.store.*;
      import dev.mcppolicy.tools.*;
      import io.modelcontextprotocol.client.*;
      import io.modelcontextprotocol.spec.McpClientTransport;
      import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
      import io.modelcontextprotocol.spec.McpSchema.ElicitResult;
      import java.math.*;
      import java.nio.file.Path;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      """;
  private static final Pattern RETURN = Pattern.compile("(?m)^ {0,2}return\\b");

  private final Map<Block, String> names = new LinkedHashMap<>();
  private final Path classes;

  private Snippets(Path classes) {
    this.classes = classes;
  }

  /** Compiles blocks. */
  static Snippets compile(List<Block> blocks, Path classes) {
    Snippets snippets = new Snippets(classes);
    List<Source> sources = new ArrayList<>();
    for (Block block : blocks) {
      String name = "Snippet" + snippets.names.size();
      snippets.names.put(block, name);
      sources.add(new Source(name, source(name, block)));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of(
            "-proc:none",
            "-Xlint:deprecation",
            "-Werror",
            "--release",
            "17",
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("java.class.path"));
    boolean compiled = compiler.getTask(messages, null, null, options, null, sources).call();
    assertThat(compiled).as(snippets.names + "\n" + messages).isTrue();
    return snippets;
  }

  /** Runs a block, and returns what it prints. */
  String run(Block block) throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {classes.toUri().toURL()}, Snippets.class.getClassLoader());
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      loader.loadClass(names.get(block)).getMethod("run").invoke(null);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }

  private static String source(String name, Block block) {
    String code =
        block
            .text()
            .lines()
            .filter(line -> !line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    String imports =
        block
            .text()
            .lines()
            .filter(line -> line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    String head = IMPORTS + imports + "\npublic class " + name + " extends Context {\n";
    if (block.is("java", "class")) {
      return head + code + "\n}\n";
    }
    String type = RETURN.matcher(code).find() ? "Object" : "void";
    return head + "public static " + type + " run() throws Exception {\n" + code + "\n}\n}\n";
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String code;

    Source(String name, String code) {
      super(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE);
      this.code = code;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
      return code;
    }
  }
}
