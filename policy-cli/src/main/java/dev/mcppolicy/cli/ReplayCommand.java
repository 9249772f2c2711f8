package dev.mcppolicy.cli;

import dev.mcppolicy.audit.ArgumentSeal;
import dev.mcppolicy.audit.Replay;
import dev.mcppolicy.audit.ReplaySummary;
import dev.mcppolicy.audit.ReplayedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges the calls of an audit log by another policy. */
@Command(
    name = "replay",
    description = {
      "Says which recorded calls POLICY would have decided differently.",
      "Judges each call of an audit log at the time at which it was made; counters begin empty, and",
      "outcomes are those recorded.",
      "What can't be said is counted as undecided, and never as the same."
    },
    footer = {
      "  policy replay payments-next.json audit*.jsonl",
      "  policy replay --seal-key seal.key payments-next.json audit.jsonl",
      "",
      "Text:  the calls that differ, each with both explanations; shows values of arguments",
      "Exit:  0 every call would have been allowed or denied as it was, 1 some would not,",
      "       can't be said, or the log was changed, 2 a file can't be read."
    })
final class ReplayCommand extends Subcommand {

  @Parameters(index = "0", paramLabel = "POLICY", description = "The policy to judge by.")
  private String policy = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "All files of one log.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = "--seal-key",
      paramLabel = "FILE",
      description = "The key of sealed arguments, in Base64.")
  private @Nullable String sealKey;

  @Option(
      names = "--most",
      paramLabel = "N",
      description = "How many calls that differ to print; 100 unless given.")
  private int most = 100;

  ReplayCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    if (most < 1) {
      throw new UnusableException(ReplayText.wrongMost());
    }
    Replay replay = Replay.of(Checked.load(path(policy)));
    if (sealKey != null) {
      replay = replay.withSeal(seal(sealKey));
    }
    List<Path> paths = files.stream().map(AuditVerifyCommand::readable).toList();
    ReplayFindings findings = new ReplayFindings(most);
    ReplaySummary summary = run(replay, paths, findings);
    if (asJson()) {
      out.document(Json.print(findings.toJson(summary)));
    } else {
      new ReplayText(out).print(findings, summary);
    }
    return summary.isSame() ? Exit.FINE : Exit.FINDINGS;
  }

  private static ReplaySummary run(
      Replay replay, List<Path> paths, Consumer<ReplayedCall> listener) {
    try {
      return replay.run(paths, listener);
    } catch (IOException e) {
      throw new UnusableException(String.valueOf(e.getMessage()));
    }
  }

  private static ArgumentSeal seal(String file) {
    try {
      return ArgumentSeal.of(key(file));
    } catch (IllegalArgumentException e) {
      throw new UnusableException(ReplayText.noKey(file));
    }
  }

  private static byte[] key(String file) {
    try {
      String text = Files.readString(AuditVerifyCommand.readable(file), StandardCharsets.US_ASCII);
      byte[] key = Base64.getDecoder().decode(text.strip());
      if (key.length > 0) {
        return key;
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UnusableException(ReplayText.noKey(file));
    }
    throw new UnusableException(ReplayText.noKey(file));
  }
}
