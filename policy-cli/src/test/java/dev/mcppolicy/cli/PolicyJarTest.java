package dev.mcppolicy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is handed out, in a process of its own; runs once it is packaged. */
class PolicyJarTest {

  private static final String JAR = System.getProperty("mcppolicy.jar", "target/policy.jar");

  @TempDir private Path folder;

  @Test
  void saysWhichVersionItIs() throws Exception {
    Run run = run("--version");
    assertThat(run.out()).matches("policy \\d+\\.\\d+\\.\\d+\\S*, policy language 1\n");
    assertThat(run.err()).isEmpty();
    assertThat(run.exit()).isZero();
  }

  @Test
  void endsWithTheExitCode() throws Exception {
    assertThat(run("check", "payments.json")).isEqualTo(new Run(0, "1 file, no problems\n", ""));
    assertThat(run("check", "broken.json").exit()).isEqualTo(1);
    assertThat(run("check", "nowhere.json").exit()).isEqualTo(2);
    assertThat(run("check").exit()).isEqualTo(2);
  }

  @Test
  void runsPolicyTests() throws Exception {
    Run run = run("test", "payments.policy-tests.json");
    assertThat(run)
        .isEqualTo(new Run(0, "pass  payments.policy-tests.json\n2 passed, 0 failed\n", ""));
  }

  @Test
  void printsUtf8WhateverTheLocale() throws Exception {
    ProcessBuilder builder = process("explain", "utf8.json", "--tool", "run");
    builder.environment().put("LC_ALL", "C");
    assertThat(finish(builder).out()).contains("  Größe: 5 €\n");
  }

  @Test
  void saysThatAPipeIsBroken() throws Exception {
    Process process = process("schema").start();
    process.getInputStream().close();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(err).startsWith("policy: the output can't be written: ").hasLineCount(1);
    assertThat(process.exitValue()).isEqualTo(2);
  }

  @Test
  void holdsNoModuleAndNamesWhatItHolds() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      List<String> names = jar.stream().map(ZipEntry::getName).toList();
      assertThat(names).doesNotHaveDuplicates();
      assertThat(names).noneMatch(name -> name.endsWith("module-info.class"));
      assertThat(names)
          .contains(
              "META-INF/LICENSE",
              "META-INF/NOTICE",
              "META-INF/FastDoubleParser-LICENSE",
              "META-INF/FastDoubleParser-ThirdParty-LICENSE",
              "META-INF/Schubfach-LICENSE");
      String thirdParty = text(jar, "META-INF/THIRD-PARTY.txt");
      for (String name : names) {
        if (name.endsWith("/pom.properties") && !name.contains("/dev.mcppolicy/")) {
          String[] steps = name.split("/");
          assertThat(thirdParty).contains("  " + steps[2] + ":" + steps[3] + "\n");
        }
      }
      assertThat(text(jar, "META-INF/NOTICE")).startsWith("MCP Policy\n");
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Multi-Release")).isEqualTo("true");
      assertThat(manifest.getValue("Main-Class")).isEqualTo("dev.mcppolicy.cli.Main");
    }
  }

  @Test
  void holdsOnlyPackagesThatTheThirdPartyFileAccountsFor() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      assertThat(
              jar.stream()
                  .map(ZipEntry::getName)
                  .filter(name -> name.endsWith(".class"))
                  .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", "")))
          .allMatch(
              name ->
                  name.startsWith("dev/mcppolicy/")
                      || name.startsWith("com/fasterxml/jackson/")
                      || name.startsWith("com/github/benmanes/caffeine/")
                      || name.startsWith("com/google/errorprone/annotations/")
                      || name.startsWith("com/google/re2j/")
                      || name.startsWith("org/jspecify/annotations/")
                      || name.startsWith("org/snakeyaml/engine/")
                      || name.startsWith("picocli/"));
    }
  }

  private static String text(JarFile jar, String name) throws IOException {
    return new String(
        jar.getInputStream(jar.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
  }

  private Run run(String... args) throws Exception {
    return finish(process(args));
  }

  private static ProcessBuilder process(String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(Path.of(JAR).toAbsolutePath().toString());
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.directory(Fixtures.FOLDER.toFile());
    return builder;
  }

  private Run finish(ProcessBuilder builder) throws Exception {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }
}
