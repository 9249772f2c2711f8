package dev.mcppolicy.analysis;

import dev.mcppolicy.PolicyProblem;
import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Findings that somebody has looked at and wants to hear no more of, each with the reason why. A
 * policy holds nothing that doesn't judge, so they stand in a document of their own:
 *
 * <pre>{@code
 * { "silenced": [ { "id": "missing-reason", "at": "/tools/run", "reason": "Nobody reads it." } ] }
 * }</pre>
 *
 * <p>A silence covers what {@code at} points to and everything below it; an empty {@code at} covers
 * the whole policy.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class Silences {

  private static final Silences NONE = new Silences(List.of());

  private final List<Silence> all;

  private Silences(List<Silence> all) {
    this.all = List.copyOf(all);
  }

  /** One of them, with its own place. */
  record Silence(LintRule rule, String at, String pointer, int line, int column) {
    boolean covers(LintFinding finding) {
      return finding.rule() == rule
          && (finding.pointer().equals(at) || finding.pointer().startsWith(at + "/"));
    }
  }

  /** Returns no silence. */
  public static Silences none() {
    return NONE;
  }

  /**
   * Reads silences from JSON.
   *
   * @throws InvalidInputException if they can't be read, with every problem
   */
  public static Silences parse(String json) {
    Objects.requireNonNull(json, "json");
    Findings findings = new Findings();
    return of(JsonReader.read(json, findings, JsonReader.Numbers.ANY), findings, "silences");
  }

  /**
   * Reads silences from a file.
   *
   * @throws InvalidInputException if they can't be read, with every problem
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static Silences load(Path file) {
    Objects.requireNonNull(file, "file");
    Findings findings = new Findings();
    byte[] bytes = Documents.bytes(file);
    return of(JsonReader.read(bytes, findings, JsonReader.Numbers.ANY), findings, file.toString());
  }

  private static Silences of(@Nullable Node document, Findings unreadable, String source) {
    List<PolicyProblem> problems = new ArrayList<>(unreadable.inOrder());
    List<Silence> silences =
        document == null ? List.of() : new SilencesReader(problems).read(document);
    if (!problems.isEmpty()) {
      throw new InvalidInputException(source, problems);
    }
    return new Silences(silences);
  }

  /** Sorts findings into those to report and those not to, and finds the silences without use. */
  LintReport apply(List<LintFinding> found) {
    List<LintFinding> findings = new ArrayList<>();
    List<LintFinding> silenced = new ArrayList<>();
    for (LintFinding finding : found) {
      boolean silent = all.stream().anyMatch(silence -> silence.covers(finding));
      (silent ? silenced : findings).add(finding);
    }
    List<LintFinding> unused =
        all.stream()
            .filter(silence -> found.stream().noneMatch(silence::covers))
            .map(
                silence ->
                    new LintFinding(
                        LintRule.UNUSED_SILENCE,
                        silence.pointer(),
                        silence.line(),
                        silence.column(),
                        LintMessages.unusedSilence(silence.rule(), silence.at())))
            .toList();
    return new LintReport(findings, silenced, unused);
  }
}
