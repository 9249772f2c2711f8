package dev.mcppolicy.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How dangerous a tool is, judged by what its server says of it: offline, and always the same. It
 * is a guess, with its reasons; what a tool really does only its code knows.
 *
 * @param category what it does
 * @param severity how bad an unwanted call would be
 * @param confidence how sure the category is
 * @param signals the reasons, those that decided first
 */
public record Risk(
    Category category, Severity severity, Confidence confidence, List<Signal> signals) {

  /** Copies the signals. */
  public Risk {
    Objects.requireNonNull(category, "category");
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(confidence, "confidence");
    signals = List.copyOf(signals);
  }

  /**
   * Judges a tool.
   *
   * @param server what the host calls the server; tools are often named after it
   * @param tool the tool
   */
  public static Risk of(String server, ToolDefinition tool) {
    Objects.requireNonNull(server, "server");
    Objects.requireNonNull(tool, "tool");
    NameEvidence name = NameEvidence.of(server, tool.name());
    DescriptionEvidence description = DescriptionEvidence.of(tool, name);
    List<Evidence> evidence = new ArrayList<>(name.evidence());
    evidence.addAll(description.evidence());
    evidence.addAll(SchemaEvidence.of(tool, name));
    Category category = category(evidence);
    List<Evidence> hints = HintEvidence.of(tool, category, name);
    evidence.addAll(hints);
    boolean guessed = evidence.stream().allMatch(one -> one.category() == null);
    if (guessed) {
      evidence.add(0, Evidence.of(RiskMessages.nothingSaysSo()));
    }
    category = category(evidence);
    Confidence confidence =
        guessed ? Confidence.LOW : confidence(category, name, description, evidence);
    return new Risk(
        category,
        severity(category, name, evidence),
        confidence,
        evidence.stream().map(Evidence::signal).distinct().toList());
  }

  /** The gravest of what is said; without a word of it, that something is changed. */
  private static Category category(List<Evidence> evidence) {
    return evidence.stream()
        .flatMap(one -> Optional.ofNullable(one.category()).stream())
        .reduce(Vocabulary::graver)
        .orElse(Category.WRITE);
  }

  private static Severity severity(Category category, NameEvidence name, List<Evidence> evidence) {
    Severity severity = usual(category, name);
    for (Evidence one : evidence) {
      if (one.severity() != null && one.severity().compareTo(severity) > 0) {
        severity = one.severity();
      }
    }
    return severity;
  }

  private static Severity usual(Category category, NameEvidence name) {
    return switch (category) {
      case READ -> Severity.LOW;
      case WRITE -> Severity.MEDIUM;
      case EXECUTE, DESTRUCTIVE -> Severity.HIGH;
      case FINANCIAL ->
          name.meaningOfVerb().equals(Optional.of(Category.READ))
              ? Severity.MEDIUM
              : name.meaningOfVerb().equals(Optional.of(Category.FINANCIAL))
                  ? Severity.CRITICAL
                  : Severity.HIGH;
    };
  }

  private static Confidence confidence(
      Category category,
      NameEvidence name,
      DescriptionEvidence description,
      List<Evidence> evidence) {
    boolean named = name.category().equals(Optional.of(category));
    boolean described = description.lead().equals(Optional.of(category));
    boolean contradicted =
        name.isDoubtful()
            || evidence.stream().anyMatch(one -> RiskMessages.contradicts(one.signal()));
    if (contradicted) {
      return Confidence.LOW;
    }
    if (named && name.verb().isPresent()) {
      return described || sameVerb(name, description) ? Confidence.HIGH : Confidence.MEDIUM;
    }
    if (named) {
      return described || category != Category.READ ? Confidence.MEDIUM : Confidence.LOW;
    }
    return Confidence.LOW;
  }

  /** Says whether name and description speak of one thing, though money makes it another. */
  private static boolean sameVerb(NameEvidence name, DescriptionEvidence description) {
    return name.meaningOfVerb().isPresent() && name.meaningOfVerb().equals(description.lead());
  }
}
