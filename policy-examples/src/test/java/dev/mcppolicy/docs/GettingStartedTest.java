package dev.mcppolicy.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who saves the files of the first page as it says sees what it shows. */
class GettingStartedTest {

  private static final Page PAGE = Page.of("docs/getting-started.md");

  @TempDir private Path folder;

  @Test
  void theProgramPrintsWhatIsShown() throws Exception {
    Block policy = first("json");
    Path saved = Files.writeString(folder.resolve("policy.json"), policy.text());
    Block program = first("java");
    Path source = folder.resolve("Guarded.java");
    // In place of starting the program in the folder
    String here = "Path.of(\"" + saved.toString().replace('\\', '/') + "\")";
    Files.writeString(source, program.text().replace("Path.of(\"policy.json\")", here));

    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", folder.toString(), source.toString());

    assertThat(compiled).isZero();
    assertThat(printed()).isEqualTo(PAGE.after(program).orElseThrow().text());
  }

  private static Block first(String language) {
    return PAGE.blocks().stream().filter(block -> block.is(language)).findFirst().orElseThrow();
  }

  private String printed() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {folder.toUri().toURL()}, GettingStartedTest.class.getClassLoader());
        PrintStream captured = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(captured);
      loader
          .loadClass("Guarded")
          .getMethod("main", String[].class)
          .invoke(null, (Object) new String[0]);
    } finally {
      System.setOut(out);
    }
    return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
