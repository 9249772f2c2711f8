package dev.mcppolicy.tools;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The words by which tools are classified: those of {@code vocabulary.txt}. */
final class Vocabulary {

  private static final Vocabulary WORDS = new Vocabulary();

  /** Endings that make another word of a verb, not a verb with its object. */
  private static final Set<String> ENDINGS =
      Set.of("ing", "ings", "ion", "ions", "able", "ment", "ments", "ers", "ors", "ure", "ive");

  private static final int SHORTEST_JOINED = 5;

  private final Map<String, Category> verbs = new HashMap<>();
  private final Map<Category, Set<String>> within = new EnumMap<>(Category.class);
  private final Map<String, Set<String>> others = new HashMap<>();

  private Vocabulary() {
    try (InputStream in = Vocabulary.class.getResourceAsStream("vocabulary.txt");
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          read(line);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void read(String line) {
    int colon = line.indexOf(':');
    String[] kind = line.substring(0, colon).split("\\.", 2);
    List<String> words =
        Stream.of(line.substring(colon + 1).strip().split(" +")).map(Words::plain).toList();
    Optional<Category> category = category(kind[0]);
    if (category.isEmpty()) {
      others.computeIfAbsent(kind[0], key -> new LinkedHashSet<>()).addAll(words);
    } else if (kind.length == 2 && kind[1].equals("within")) {
      within.computeIfAbsent(category.get(), key -> new LinkedHashSet<>()).addAll(words);
    } else {
      // A word of several kinds counts as the gravest, whatever the language
      words.forEach(word -> verbs.merge(word, category.get(), Vocabulary::graver));
    }
  }

  private static Optional<Category> category(String kind) {
    for (Category category : Category.values()) {
      if (category.name().toLowerCase(Locale.ROOT).equals(kind)) {
        return Optional.of(category);
      }
    }
    return Optional.empty();
  }

  static Category graver(Category one, Category other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /** Returns what a word means as a verb. */
  static Optional<Category> verb(String word) {
    return Optional.ofNullable(WORDS.verbs.get(word));
  }

  /** Returns what an inflected word means as a verb: deletes, deleted, deleting. */
  static Optional<Category> inflected(String word) {
    return forms(word).stream().map(WORDS.verbs::get).filter(Objects::nonNull).findFirst();
  }

  private static Set<String> forms(String word) {
    Set<String> forms = new LinkedHashSet<>();
    forms.add(word);
    for (String ending : List.of("s", "es", "ed", "d", "ing")) {
      if (word.endsWith(ending) && word.length() - ending.length() >= 3) {
        String stem = word.substring(0, word.length() - ending.length());
        forms.add(stem);
        if (!ending.equals("s")) {
          forms.add(stem + "e");
          int last = stem.length() - 1;
          if (stem.charAt(last) == stem.charAt(last - 1)) { // running, dropped
            forms.add(stem.substring(0, last));
          }
        }
      }
    }
    return forms;
  }

  /** Says whether a verb is as often a noun. */
  static boolean isAmbiguous(String word) {
    return other("ambiguous").contains(word);
  }

  /** Says whether a word speaks of money. */
  static boolean isMoney(String word) {
    return other("money").contains(word)
        || other("moneystem").stream().anyMatch(stem -> word.startsWith(stem));
  }

  /** Says whether a noun means, without a verb, that something is read. */
  static boolean isReadNoun(String word) {
    return other("noun").contains(word);
  }

  /** Returns the verb that a word begins with where both are written together: deletefile. */
  static Optional<String> joinedVerb(String word) {
    if (verb(word).isPresent() || isMoney(word)) {
      return Optional.empty();
    }
    for (int length = word.length() - 2; length >= 3; length--) {
      String head = word.substring(0, length);
      String rest = word.substring(length);
      if (verb(head).isPresent()
          && (other("joined").contains(rest)
              || (length >= SHORTEST_JOINED
                  && rest.length() >= 4
                  && !ENDINGS.contains(rest)
                  && verb(head).get().compareTo(Category.EXECUTE) >= 0))) {
        return Optional.of(head);
      }
    }
    return Optional.empty();
  }

  /** Returns the words of writing systems without spaces that a text holds. */
  static Map<String, Category> within(String text) {
    Map<String, Category> found = new LinkedHashMap<>();
    WORDS.within.forEach(
        (category, words) ->
            words.stream().filter(text::contains).forEach(word -> found.put(word, category)));
    return found;
  }

  /** Says whether a verb is enough wherever it stands in a name. */
  static boolean isGrave(String word) {
    return other("grave").contains(word);
  }

  /** Says whether a word joins two verbs. */
  static boolean isConjunction(String word) {
    return other("and").contains(word);
  }

  /** Says whether what a word names is much to lose. */
  static boolean isVast(String word) {
    return other("vast").contains(word);
  }

  /** Says whether a word names what nobody should read by the way. */
  static boolean isSecret(String word) {
    return other("secret").contains(word);
  }

  /** Says whether a word is about the network. */
  static boolean isNetwork(String word) {
    return other("network").contains(word);
  }

  private static Set<String> other(String kind) {
    return WORDS.others.getOrDefault(kind, Set.of());
  }
}
