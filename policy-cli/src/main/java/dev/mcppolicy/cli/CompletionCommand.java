package dev.mcppolicy.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Prints a script that completes commands and options in bash and zsh. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which bash and zsh complete commands and options.",
      "It completes what is called policy: give the jar that name, as below."
    },
    footer = {"  policy() { java -jar /opt/policy.jar \"$$@\"; }", "  source <(policy completion)"})
final class CompletionCommand extends Subcommand {

  private final CommandLine all;

  CompletionCommand(Output out, CommandLine all) {
    super(out);
    this.all = all;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("policy", all);
    out.document(asJson() ? Json.print(Json.object().put("script", script)) : script);
    return Exit.FINE;
  }
}
