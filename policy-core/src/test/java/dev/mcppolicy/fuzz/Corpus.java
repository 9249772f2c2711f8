package dev.mcppolicy.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Files that are worth to be changed a little, and the ways of changing them. */
final class Corpus {

  /** What a chunk may be replaced by: where readers of JSON and of patterns stumble. */
  private static final List<String> TOKENS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          ":",
          ",",
          "\\",
          "\\u",
          "\\ud800",
          "\\udc00",
          "\\u0000",
          "\0",
          "\ufeff",
          "\ufffe",
          "\u2028",
          "\ud83d\ude00",
          "\r",
          "\r\n",
          "\n",
          "\t",
          "null",
          "true",
          "-",
          "-0",
          "1e",
          "1e400",
          "1e401",
          "1e-401",
          "1e999999999",
          "1e99999999999999999999",
          "0.1",
          "00",
          "9".repeat(400),
          "1".repeat(401),
          "0." + "0".repeat(500) + "1",
          "//",
          "/*",
          "NaN",
          "Infinity",
          "'",
          "$schema",
          "tools",
          "all_tools",
          "value",
          "\"op\":\"regex\"",
          "\"a{1000}\"",
          "(",
          ")",
          "(?:",
          "{1000}",
          "{1000,}",
          "*",
          "+?",
          "[[:",
          "\\\\pL",
          "\\\\Q",
          "\\\\C",
          "\\\\x{10ffff}",
          "args.",
          "args[\\\"",
          "PT1S",
          "P99999999999999999D",
          "PT0.0000000001S");

  private final List<byte[]> files;
  private final Random random;

  Corpus(List<byte[]> files, Random random) {
    this.files = files;
    this.random = random;
  }

  /** Returns the corpus, and with it the policies of the conformance cases. */
  static List<byte[]> read() {
    List<byte[]> files = new ArrayList<>();
    for (String folder : List.of("/fuzz-corpus", "/conformance/valid", "/conformance/invalid")) {
      for (Path file : files(folder)) {
        files.add(bytes(file));
      }
    }
    return List.copyOf(files);
  }

  static List<Path> files(String folder) {
    try (Stream<Path> files =
        Files.list(
            Path.of(Objects.requireNonNull(Corpus.class.getResource(folder), folder).toURI()))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns a file with a few changes. */
  byte[] changed() {
    byte[] bytes = any().clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return files.get(random.nextInt(files.size()));
  }

  private byte[] changed(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int to = from + random.nextInt(Math.min(64, bytes.length - from) + 1);
    return switch (random.nextInt(7)) {
      case 0 -> flipped(bytes, from);
      case 1 -> spliced(bytes, from, to, new byte[0]);
      case 2 -> spliced(bytes, from, from, chunk(bytes));
      case 3 -> spliced(bytes, from, to, chunk(any()));
      case 4 -> spliced(bytes, from, bytes.length, new byte[0]);
      case 5 -> spliced(bytes, from, from, token());
      default -> spliced(bytes, from, to, token());
    };
  }

  private byte[] flipped(byte[] bytes, int at) {
    byte[] copy = bytes.clone();
    if (at < copy.length) {
      copy[at] ^= (byte) (1 << random.nextInt(8));
    }
    return copy;
  }

  private byte[] chunk(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    int length = random.nextInt(bytes.length - from + 1);
    byte[] chunk = new byte[length];
    System.arraycopy(bytes, from, chunk, 0, length);
    return chunk;
  }

  private byte[] token() {
    String token = TOKENS.get(random.nextInt(TOKENS.size()));
    return token
        .repeat(random.nextInt(10) == 0 ? random.nextInt(50) : 1)
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] between) {
    byte[] copy = new byte[bytes.length - (to - from) + between.length];
    System.arraycopy(bytes, 0, copy, 0, from);
    System.arraycopy(between, 0, copy, from, between.length);
    System.arraycopy(bytes, to, copy, from + between.length, bytes.length - to);
    return copy;
  }
}
