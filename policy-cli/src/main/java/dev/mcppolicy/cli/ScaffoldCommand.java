package dev.mcppolicy.cli;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.testing.PolicyTestSuite;
import dev.mcppolicy.tools.InvalidInventoryException;
import dev.mcppolicy.tools.PolicyDraft;
import dev.mcppolicy.tools.Preset;
import dev.mcppolicy.tools.Scaffold;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes a policy for the tools that servers have. */
@Command(
    name = "scaffold",
    description = {
      "Writes a policy for the tools that servers have, and tests of it.",
      "Reading tools are allowed, writing ones limited to 30 calls a minute, executing ones to 10;",
      "destructive ones are hidden, and for what is about money a person is asked."
    },
    footer = {
      "  policy scaffold --output policy.json -- npx -y @modelcontextprotocol/server-memory",
      "  policy scaffold --from tools-list.json --preset no-money --preset ask-before-writing",
      "  policy scaffold --config mcp.json --update policy.json",
      "",
      "The tests stand beside the policy: policy.policy-tests.json. --update adds what is new to both,",
      "and leaves every byte that is there. The policy is JSON in either format.",
      "Exit:  0 all servers were read, 1 some were not, and the policy knows nothing of their tools,",
      "       2 a file can't be read or written, or is there already."
    })
final class ScaffoldCommand extends Subcommand {

  private final Output err;

  @Mixin private ToolSources sources = new ToolSources();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Where to write the policy, and its tests beside it; there must be neither.")
  private @Nullable String output;

  @Option(
      names = "--update",
      paramLabel = "FILE",
      description = "A policy to add what is new to, and its tests beside it.")
  private @Nullable String update;

  @Option(
      names = "--preset",
      paramLabel = "PRESET",
      description = "Take away more: read-only, no-network, no-money, ask-before-writing.")
  private List<String> presets = new ArrayList<>();

  @Option(
      names = "--spend",
      paramLabel = "AMOUNT",
      description = "How much each tool about money may spend a day; 100 unless given.")
  private BigDecimal spend = BigDecimal.valueOf(100);

  ScaffoldCommand(Output out, Output err) {
    super(out);
    this.err = err;
  }

  @Override
  public Integer call() {
    if (output != null && update != null) {
      throw new UnusableException(CliMessages.outputOrUpdate());
    }
    Path target = output == null ? null : path(output);
    Path old = update == null ? null : path(update);
    Stream.ofNullable(target)
        .flatMap(file -> Stream.of(file, tests(file)))
        .forEach(ScaffoldCommand::requireAbsent);
    String policy = old == null ? "" : readable(old);
    List<Preset> wishes = presets.stream().map(ScaffoldCommand::preset).toList();
    if (spend.signum() < 0 || spend.precision() > 30 || Math.abs(spend.scale()) > 30) {
      throw new UnusableException(CliMessages.wrongSpend());
    }
    ToolSources.Read read = sources.read();
    Scaffold scaffold = Scaffold.of(read.inventories()).withSpendADay(spend);
    for (Preset wish : wishes) {
      scaffold = scaffold.with(wish);
    }
    try {
      if (old != null) {
        update(old, scaffold.update(policy));
      } else {
        write(target, scaffold.draft());
      }
    } catch (InvalidInventoryException e) {
      throw new UnusableException(String.valueOf(e.getMessage()));
    }
    ToolSources.printProblems(read.problems(), err);
    return read.problems().isEmpty() ? Exit.FINE : Exit.FINDINGS;
  }

  /** Returns the text of a policy that loads. */
  private static String readable(Path file) {
    Checked.load(file);
    return new String(Documents.bytes(file), StandardCharsets.UTF_8);
  }

  private static Preset preset(String id) {
    return Preset.byId(id).orElseThrow(() -> new UnusableException(CliMessages.noPreset(id)));
  }

  private static void requireAbsent(Path file) {
    if (Files.exists(file)) {
      throw new UnusableException(CliMessages.isThere(file));
    }
  }

  /** Returns where the tests of a policy stand. */
  private static Path tests(Path policy) {
    String name = String.valueOf(policy.getFileName());
    String stem = name.endsWith(".json") ? name.substring(0, name.length() - 5) : name;
    return policy.resolveSibling(stem + PolicyTestSuite.SUFFIX);
  }

  private void write(@Nullable Path target, PolicyDraft draft) {
    if (target == null) {
      out.document(draft.policy());
    } else {
      String name = String.valueOf(target.getFileName());
      NewFile.write(Map.of(target, draft.policy(), tests(target), draft.testFile(name)));
      out.print(Style.GOOD, CliMessages.wrote(target, draft)).newLine();
    }
    draft.notes().forEach(note -> err.print(Style.DOUBTFUL, "note").print(": ").line(note));
  }

  private void update(Path policy, PolicyDraft draft) {
    PolicyDraft kept = FittingTests.of(draft);
    Path file = tests(policy);
    String name = String.valueOf(policy.getFileName());
    String text = "";
    if (!kept.tests().isEmpty()) {
      text =
          Files.exists(file)
              ? kept.addedTo(
                  new String(Documents.bytes(readableTests(file)), StandardCharsets.UTF_8))
              : kept.testFile(name);
    }
    Map<Path, String> written = new LinkedHashMap<>();
    if (!draft.listed().isEmpty() || !draft.hidden().isEmpty()) {
      written.put(policy, draft.policy());
    }
    if (!text.isEmpty()) {
      written.put(file, text);
    }
    NewFile.write(written);
    out.print(Style.GOOD, CliMessages.updated(policy, draft)).newLine();
    draft.listed().forEach(tool -> out.print("  listed  ").line(tool));
    draft.hidden().forEach(tool -> out.print("  hidden  ").line(tool));
    int dropped = draft.tests().size() - kept.tests().size();
    if (dropped > 0) {
      err.print(Style.DOUBTFUL, "note").print(": ").line(CliMessages.testsLeftOut(dropped));
    }
    draft.notes().forEach(note -> err.print(Style.DOUBTFUL, "note").print(": ").line(note));
  }

  private static Path readableTests(Path file) {
    Checked checked = Checked.file(file);
    if (!checked.problems().isEmpty()) {
      throw new UnusableException(CliMessages.doesNotLoad(file, checked.problems()));
    }
    return file;
  }
}
