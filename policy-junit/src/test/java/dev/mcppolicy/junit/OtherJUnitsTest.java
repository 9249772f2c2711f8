package dev.mcppolicy.junit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.re2j.Pattern;
import dev.mcppolicy.Policy;
import dev.mcppolicy.testing.PolicyTestSuite;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oldest and the newest JUnit that are promised report what this one does. */
class OtherJUnitsTest {

  private static final List<Class<?>> SHARED =
      List.of(
          Policy.class,
          PolicyTestSuite.class,
          PolicyTests.class,
          OtherJUnitsTest.class,
          JsonFormat.class,
          JsonFactory.class,
          JsonNode.class,
          Caffeine.class,
          Pattern.class,
          Nullable.class);

  private static final List<Class<?>> FIXTURES =
      List.of(
          Fixtures.Failing.class,
          Fixtures.Passing.class,
          Fixtures.Factory.class,
          Fixtures.Fluent.class);

  private final ClassLoader own = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void reset() {
    Thread.currentThread().setContextClassLoader(own);
  }

  @ParameterizedTest
  @CsvSource({"junit-5.10, 1.10.3", "junit-6, 6.1.3"})
  void reportTheSame(String folder, String version) throws Exception {
    List<URL> path = new ArrayList<>(jars(Path.of("target", folder)));
    for (Class<?> one : SHARED) {
      path.add(one.getProtectionDomain().getCodeSource().getLocation());
    }
    path.add(Path.of("target/classes").toUri().toURL());
    List<String> reported = new ArrayList<>();
    try (URLClassLoader loader =
        new URLClassLoader(path.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Thread.currentThread().setContextClassLoader(loader);
      Class<?> launcher = loader.loadClass("org.junit.platform.launcher.Launcher");
      assertThat(launcher.getProtectionDomain().getCodeSource().getLocation().toString())
          .endsWith("junit-platform-launcher-" + version + ".jar");
      Method run =
          loader
              .loadClass("dev.mcppolicy.junit.Launched")
              .getDeclaredMethod("runPlainly", String.class);
      run.setAccessible(true);
      for (Class<?> type : FIXTURES) {
        reported.add((String) run.invoke(null, type.getName()));
      }
    }
    Thread.currentThread().setContextClassLoader(own);
    assertThat(reported)
        .isEqualTo(FIXTURES.stream().map(type -> Launched.run(type.getName(), Map.of())).toList());
  }

  private static List<URL> jars(Path folder) throws IOException {
    List<URL> jars = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jar")) {
      for (Path jar : found) {
        jars.add(jar.toUri().toURL());
      }
    }
    assertThat(jars).hasSize(6);
    return jars;
  }
}
