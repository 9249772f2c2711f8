package dev.mcppolicy.junit.internal;

import dev.mcppolicy.junit.PolicyTests;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.AssertionFailedError;

/** Finds the files and folders that a class with {@link PolicyTests} names. */
final class TestPaths {

  private static final List<String> FOLDERS =
      List.of("", "src/test/resources", "src/main/resources");

  private TestPaths() {}

  /** Returns the tree of a class; what is wrong with the annotation is a test that fails. */
  static List<Branch> outline(Class<?> type) {
    PolicyTests tests = AnnotationSupport.findAnnotation(type, PolicyTests.class).orElseThrow();
    try {
      List<Path> paths = new ArrayList<>();
      for (String name : tests.value()) {
        paths.add(find(name, type));
      }
      if (paths.isEmpty()) {
        throw new IllegalArgumentException(JUnitMessages.noPath());
      }
      return Outline.of(paths, tests.coverage(), tests.mutation());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      return List.of(
          Branch.leaf(
              JUnitMessages.annotation(),
              null,
              () -> {
                throw new AssertionFailedError(message, e);
              }));
    }
  }

  private static Path find(String name, Class<?> type) {
    for (String folder : FOLDERS) {
      Path path;
      try {
        path = Path.of(folder, name);
      } catch (InvalidPathException e) {
        throw new IllegalArgumentException(JUnitMessages.noPathAtAll(name), e);
      }
      if (Files.exists(path)) {
        return path;
      }
    }
    Path onClassPath = onClassPath(name, type);
    return onClassPath == null ? Path.of(name) : onClassPath;
  }

  private static @Nullable Path onClassPath(String name, Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    URL url = loader == null ? null : loader.getResource(name);
    try {
      return url == null ? null : Path.of(url.toURI());
    } catch (URISyntaxException | FileSystemNotFoundException | IllegalArgumentException e) {
      return null; // within a jar, where there are no files
    }
  }
}
