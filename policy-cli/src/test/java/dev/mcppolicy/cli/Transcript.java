package dev.mcppolicy.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Commands and what they print: a line {@code $ policy …}, the result, what went to the error
 * stream after {@code !}, and the exit code unless it is 0. Commands run as if in a folder.
 */
final class Transcript {

  private static final String PROMPT = "$ policy";
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");
  private static final Pattern FILE =
      Pattern.compile("@?([\\w./-]+\\.(jsonl?|xml|yaml|pem)|policies/|\\.)");

  private final Path folder;

  Transcript(Path folder) {
    this.folder = folder;
  }

  /** Returns the transcript of the commands of another one. */
  String again(String transcript) {
    StringBuilder out = new StringBuilder();
    transcript
        .lines()
        .filter(line -> line.startsWith(PROMPT))
        .forEach(
            line -> {
              if (!out.isEmpty()) {
                out.append('\n');
              }
              out.append(line).append('\n').append(run(line.substring(PROMPT.length())));
            });
    return out.toString();
  }

  private String run(String words) {
    Run run = Run.of(args(words).toArray(String[]::new));
    StringBuilder out = new StringBuilder(run.out());
    run.err().lines().forEach(line -> out.append("! ").append(line).append('\n'));
    if (run.exit() != 0) {
      out.append("exit ").append(run.exit()).append('\n');
    }
    return out.toString().replace(folder + "/", "").replace(folder.toString(), ".");
  }

  private List<String> args(String words) {
    List<String> args = new ArrayList<>();
    Matcher word = WORD.matcher(words);
    while (word.find()) {
      args.add(word.group(1) == null ? inFolder(word.group(2)) : word.group(1));
    }
    return args;
  }

  private String inFolder(String word) {
    Matcher file = FILE.matcher(word);
    if (!file.matches()) {
      return word;
    }
    String path = word.startsWith("@") ? word.substring(1) : word;
    String inFolder = path.equals(".") ? folder.toString() : folder.resolve(path).toString();
    return word.startsWith("@") ? "@" + inFolder : inFolder;
  }
}
