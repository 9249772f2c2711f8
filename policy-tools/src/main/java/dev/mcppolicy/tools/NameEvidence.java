package dev.mcppolicy.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a tool's name says of the tool. */
final class NameEvidence {

  private final String name;
  private final List<String> words;
  private final List<Evidence> evidence = new ArrayList<>();
  private @Nullable String verb;
  private @Nullable Category category;
  private boolean doubtful;

  private NameEvidence(String name, List<String> words) {
    this.name = name;
    this.words = words;
  }

  static NameEvidence of(String server, String name) {
    NameEvidence seen = new NameEvidence(name, words(server, name));
    seen.lookForTricks();
    seen.lookForVerbs();
    seen.lookForMoney();
    seen.lookForReach();
    return seen;
  }

  /** Returns the words without the server's name in front, with joined ones taken apart. */
  private static List<String> words(String server, String name) {
    List<String> all = new ArrayList<>(Words.ofName(name));
    List<String> prefix = Words.ofName(server);
    boolean prefixed =
        !prefix.isEmpty()
            && all.size() > prefix.size()
            && all.subList(0, prefix.size()).equals(prefix)
            && prefix.stream().noneMatch(word -> Vocabulary.verb(word).isPresent());
    List<String> words = new ArrayList<>();
    for (String word : prefixed ? all.subList(prefix.size(), all.size()) : all) {
      String known = Vocabulary.verb(word).isPresent() ? word : Words.latinised(word);
      Optional<String> head = Vocabulary.joinedVerb(known);
      words.add(head.orElse(known));
      head.ifPresent(verb -> words.add(known.substring(verb.length())));
    }
    // A server called as money is may be about nothing else
    if (prefixed && prefix.stream().anyMatch(Vocabulary::isMoney)) {
      words.addAll(prefix);
    }
    return words;
  }

  private void lookForTricks() {
    if (Words.hasUnseen(name)) {
      doubtful = true;
      evidence.add(
          new Evidence(RiskMessages.unseenCharacters(name), Category.WRITE, Severity.HIGH));
    }
    for (String word : Words.ofName(name)) {
      String latin = Words.latinised(word);
      boolean poses = !latin.equals(word) && Vocabulary.verb(latin).isPresent();
      if (Words.mixesAlphabets(word) || (poses && Vocabulary.verb(word).isEmpty())) {
        doubtful = true;
        evidence.add(
            new Evidence(RiskMessages.mixedAlphabets(word, latin), Category.WRITE, Severity.HIGH));
      }
    }
  }

  private void lookForVerbs() {
    int lead = lead();
    if (lead >= 0) {
      String word = words.get(lead);
      String last = words.get(words.size() - 1);
      Category meaning = Vocabulary.inflected(word).orElseThrow();
      if (Vocabulary.isAmbiguous(word)
          && meaning == Category.WRITE
          && lead < words.size() - 1
          && !Vocabulary.isAmbiguous(last)
          && Vocabulary.verb(last).isPresent()) {
        word = last;
        meaning = Vocabulary.verb(last).orElseThrow();
      }
      verb = word;
      category = meaning;
      evidence.add(
          Evidence.of(meaning, RiskMessages.verb(word, word.equals(words.get(0)), meaning)));
    }
    for (int i = 0; i < words.size(); i++) {
      raise(i);
    }
    for (Map.Entry<String, Category> found : Vocabulary.within(Words.plain(name)).entrySet()) {
      add(found.getValue(), RiskMessages.verb(found.getKey(), false, found.getValue()));
    }
    if (category == null
        && !words.isEmpty()
        && Vocabulary.isReadNoun(words.get(words.size() - 1))) {
      add(Category.READ, RiskMessages.readNoun(words.get(words.size() - 1)));
    }
  }

  private int lead() {
    for (int i = 0; i < words.size(); i++) {
      if (Vocabulary.verb(words.get(i)).isPresent()) {
        return i;
      }
    }
    return !words.isEmpty() && Vocabulary.inflected(words.get(0)).isPresent() ? 0 : -1;
  }

  /** A grave verb counts wherever it stands, and any verb after a conjunction. */
  private void raise(int i) {
    String word = words.get(i);
    Category meaning = Vocabulary.verb(word).orElse(null);
    if (meaning == null || word.equals(verb)) {
      return;
    }
    boolean joined = i > 0 && Vocabulary.isConjunction(words.get(i - 1));
    if ((joined || Vocabulary.isGrave(word))
        && (category == null || meaning.compareTo(category) > 0)) {
      add(meaning, RiskMessages.verb(word, false, meaning));
    }
  }

  private void lookForMoney() {
    for (String word : words) {
      boolean isLeadOfMoney = word.equals(verb) && category == Category.FINANCIAL;
      if (Vocabulary.isMoney(word) && !isLeadOfMoney) {
        add(Category.FINANCIAL, RiskMessages.money(word));
        return;
      }
    }
  }

  private void lookForReach() {
    for (String word : words) {
      if (category == Category.DESTRUCTIVE && Vocabulary.isVast(word)) {
        evidence.add(Evidence.of(Severity.CRITICAL, RiskMessages.vast(word)));
      }
      if (Vocabulary.isNetwork(word)) {
        evidence.add(Evidence.of(Severity.MEDIUM, RiskMessages.network(word)));
      }
      if (Vocabulary.isSecret(word)) {
        evidence.add(Evidence.of(Severity.HIGH, RiskMessages.secretName(word)));
      }
    }
  }

  private void add(Category atLeast, Signal signal) {
    category = category == null ? atLeast : Vocabulary.graver(category, atLeast);
    evidence.add(Evidence.of(atLeast, signal));
  }

  /** Returns what was seen. */
  List<Evidence> evidence() {
    return evidence;
  }

  /** Returns what the name says the tool is, if it says anything. */
  Optional<Category> category() {
    return Optional.ofNullable(category);
  }

  /** Returns the verb that decided, if one did. */
  Optional<String> verb() {
    return Optional.ofNullable(verb);
  }

  /** Returns what the verb that decided means, if one did. */
  Optional<Category> meaningOfVerb() {
    return verb().flatMap(Vocabulary::inflected);
  }

  /** Says whether the verb that decided may be a noun. */
  boolean isAmbiguous() {
    return verb().filter(Vocabulary::isAmbiguous).isPresent();
  }

  /** Says whether the name was made to look like another. */
  boolean isDoubtful() {
    return doubtful;
  }
}
