package dev.mcppolicy.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a tool's description says of the tool. */
final class DescriptionEvidence {

  private static final Pattern END = Pattern.compile("[.!?;\\n\\r。！？]+");
  private static final Pattern FOR_GOOD =
      Pattern.compile(
          "permanently|irreversibl|(cannot|can't|can not) be (undone|reversed|recovered)");
  private static final Pattern ARBITRARY =
      Pattern.compile("arbitrary (\\w+ )?(code|command|shell|script|sql|javascript|python|quer)");

  /** How far into a sentence its verb may stand: "Use this tool to delete…". */
  private static final int REACH = 12;

  private final List<Evidence> evidence = new ArrayList<>();
  private @Nullable Category lead;

  private DescriptionEvidence() {}

  static DescriptionEvidence of(ToolDefinition tool, NameEvidence name) {
    DescriptionEvidence seen = new DescriptionEvidence();
    String description = tool.description().orElse("");
    if (description.isBlank()) {
      seen.evidence.add(Evidence.of(RiskMessages.noDescription()));
      return seen;
    }
    String text =
        description.substring(0, Math.min(description.length(), Words.MOST_CHARACTERS)).strip();
    if (text.length() < description.strip().length()) {
      seen.evidence.add(
          Evidence.of(Severity.MEDIUM, RiskMessages.longDescription(Words.MOST_CHARACTERS)));
    }
    String[] sentences = END.split(text, -1);
    if (sentences.length > 0) {
      seen.firstSentence(Words.ofText(sentences[0]), name);
    }
    for (String sentence : sentences) {
      seen.otherSentence(Words.ofText(sentence), name);
    }
    seen.phrases(Words.plain(text));
    return seen;
  }

  private void firstSentence(List<String> words, NameEvidence name) {
    for (int i = 0; i < Math.min(words.size(), REACH); i++) {
      Optional<Category> meaning = Vocabulary.inflected(words.get(i));
      if (meaning.isPresent()) {
        Category said = asksOnly(meaning.get(), words) ? Category.READ : meaning.get();
        lead = said;
        if (name.category().isEmpty() || (i == 0 && raises(words.get(i), said, name))) {
          evidence.add(Evidence.of(said, RiskMessages.describedAs(words.get(i), said)));
        }
        return;
      }
    }
  }

  /** Says whether what is executed is a question: "Executes read-only SQL queries". */
  private static boolean asksOnly(Category meaning, List<String> words) {
    return meaning == Category.EXECUTE
        && words.stream().anyMatch(word -> word.startsWith("quer") || word.startsWith("search"));
  }

  /** Says whether a first word speaks against a name that only reads, or that may be a noun. */
  private static boolean raises(String word, Category said, NameEvidence name) {
    Category named = name.category().orElseThrow();
    return !Vocabulary.isAmbiguous(word)
        && said.compareTo(named) > 0
        && (named == Category.READ || name.isAmbiguous());
  }

  /** A sentence that begins with a verb of destruction makes no reader. */
  private void otherSentence(List<String> words, NameEvidence name) {
    if (words.isEmpty()) {
      return;
    }
    Category meaning = Vocabulary.inflected(words.get(0)).orElse(Category.READ);
    if (meaning == Category.DESTRUCTIVE && lead != Category.DESTRUCTIVE) {
      Signal signal = RiskMessages.describedAs(words.get(0), meaning);
      boolean reader = name.category().orElse(Category.READ) == Category.READ;
      evidence.add(reader ? Evidence.of(meaning, signal) : Evidence.of(Severity.HIGH, signal));
    }
  }

  private void phrases(String text) {
    if (FOR_GOOD.matcher(text).find()) {
      boolean loses =
          Words.ofText(text).stream()
              .anyMatch(word -> Vocabulary.inflected(word).orElse(null) == Category.DESTRUCTIVE);
      Signal signal = RiskMessages.forGood();
      evidence.add(
          loses
              ? new Evidence(signal, Category.DESTRUCTIVE, Severity.HIGH)
              : Evidence.of(Severity.HIGH, signal));
    }
    if (ARBITRARY.matcher(text).find()) {
      evidence.add(Evidence.of(Severity.HIGH, RiskMessages.arbitrary()));
    }
  }

  /** Returns what was seen. */
  List<Evidence> evidence() {
    return evidence;
  }

  /** Returns what the first sentence's verb means, if it has one. */
  Optional<Category> lead() {
    return Optional.ofNullable(lead);
  }
}
