package dev.mcppolicy.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation: its blocks, its prose without them, and the anchors of its headings.
 *
 * @param file the file
 * @param name its path from the root, as in {@code docs/limits.md}
 * @param prose the lines outside of blocks; those of blocks are empty
 * @param blocks its fenced blocks
 * @param anchors the anchor of each heading, as GitHub makes it, and the heading's line, from 0
 */
record Page(
    Path file, String name, List<String> prose, List<Block> blocks, Map<String, Integer> anchors) {

  private static final Pattern HEADING = Pattern.compile("(#{1,6}) (.+)");
  private static final Pattern TABLE_RULE = Pattern.compile("\\|[-:| ]+\\|");

  static final Path ROOT = root();

  /** Reads a page. */
  static Page of(String name) {
    Path file = ROOT.resolve(name);
    List<String> prose = new ArrayList<>();
    List<Block> blocks = new ArrayList<>();
    List<String> lines = lines(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      prose.add(line.startsWith("```") ? "" : line);
      if (line.startsWith("```")) {
        int first = i;
        StringBuilder text = new StringBuilder();
        while (!lines.get(++i).equals("```")) {
          text.append(lines.get(i)).append('\n');
          prose.add("");
        }
        prose.add("");
        List<String> info = List.of(line.substring(3).split(" "));
        blocks.add(new Block(name, first + 1, info, text.toString()));
      }
    }
    return new Page(file, name, List.copyOf(prose), List.copyOf(blocks), anchors(prose));
  }

  /** Returns the pages whose blocks are proved: the README and everything in docs. */
  static List<Page> proved() {
    List<Page> pages = new ArrayList<>(List.of(of("README.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files
          .map(file -> "docs/" + file.getFileName())
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .forEach(name -> pages.add(of(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return pages;
  }

  /** Returns all pages. */
  static List<Page> all() {
    List<Page> pages = new ArrayList<>(proved());
    Stream.of("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md")
        .forEach(name -> pages.add(of(name)));
    return pages;
  }

  /** Returns all text of the page. */
  String text() {
    return String.join("\n", lines(file));
  }

  /** Returns the lines from a heading to the next one of its level or above, blocks included. */
  String section(String anchor) {
    List<String> lines = lines(file);
    int from = anchors.get(anchor);
    int level = level(lines.get(from));
    int to = from + 1;
    while (to < lines.size() && !(!prose.get(to).isEmpty() && ends(lines.get(to), level))) {
      to++;
    }
    return String.join("\n", lines.subList(from, to));
  }

  /** Returns the block that follows another. */
  Optional<Block> after(Block block) {
    int next = blocks.indexOf(block) + 1;
    return next < blocks.size() ? Optional.of(blocks.get(next)) : Optional.empty();
  }

  /** Returns the rows of all tables with these column titles. */
  List<List<String>> table(String... titles) {
    List<List<String>> rows = new ArrayList<>();
    boolean inside = false;
    for (String line : prose) {
      if (!line.startsWith("|")) {
        inside = false;
      } else if (cells(line).equals(List.of(titles))) {
        inside = true;
      } else if (inside && !TABLE_RULE.matcher(line).matches()) {
        rows.add(cells(line));
      }
    }
    return rows;
  }

  private static List<String> cells(String row) {
    return Stream.of(row.substring(1, row.lastIndexOf('|')).split("\\|"))
        .map(String::strip)
        .toList();
  }

  private static boolean ends(String line, int level) {
    return level(line) > 0 && level(line) <= level;
  }

  private static int level(String line) {
    Matcher heading = HEADING.matcher(line);
    return heading.matches() ? heading.group(1).length() : 0;
  }

  private static Map<String, Integer> anchors(List<String> prose) {
    Map<String, Integer> anchors = new HashMap<>();
    for (int i = 0; i < prose.size(); i++) {
      Matcher heading = HEADING.matcher(prose.get(i));
      if (heading.matches()) {
        String anchor =
            heading
                .group(2)
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
        String unique = anchor;
        for (int n = 1; anchors.containsKey(unique); n++) {
          unique = anchor + "-" + n;
        }
        anchors.put(unique, i);
      }
    }
    return anchors;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/README.md"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  @Override
  public String toString() {
    return name;
  }
}
