package dev.mcppolicy.cli;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.tools.Rated;
import dev.mcppolicy.tools.Severity;
import dev.mcppolicy.tools.Signal;
import dev.mcppolicy.tools.Treatment;
import dev.mcppolicy.tools.lock.TextFinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what tools servers have, how dangerous they are, and what a policy does with them. */
@Command(
    name = "tools",
    description = {
      "Says what tools servers have, how dangerous each is, and why.",
      "It is a guess from names, descriptions and schemas, made offline; see docs/risk.md."
    },
    footer = {
      "  policy tools -- npx -y @modelcontextprotocol/server-filesystem /tmp",
      "  policy tools --url https://example.com/mcp --header 'Authorization: Bearer …'",
      "  policy tools --config ~/.config/claude/mcp.json --policy policy.json --html tools.html",
      "  policy tools --from tools-list.json --format json",
      "",
      "A line with ! may be meant for a model and not for its reader; docs/locked-definitions.md",
      "tells of the ids. It is a signal, and changes neither the risk nor the exit code.",
      "JSON:  {\"servers\": [{\"server\", \"grade\", \"tools\": [{\"name\", …, \"risk\": {\"category\",",
      "       \"severity\", \"confidence\", \"signals\"}, \"findings\": [{\"pointer\", \"id\", \"message\",",
      "       \"quote\"}], \"recommended\", \"policy\"}]}],",
      "       \"problems\": [{\"server\", \"message\"}]}, which --from reads again.",
      "Exit:  0 all servers were read, 1 some were not, 2 wrong usage, or a file can't be read."
    })
final class ToolsCommand extends Subcommand {

  private final Output err;

  @Mixin private ToolSources sources = new ToolSources();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Say what this policy does with each tool.")
  private @Nullable String policy;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Write a page to read in a browser, in place of what is there.")
  private @Nullable String html;

  ToolsCommand(Output out, Output err) {
    super(out);
    this.err = err;
  }

  @Override
  public Integer call() {
    Optional<Function<String, Treatment>> treatment =
        Optional.ofNullable(policy).map(file -> treatment(path(file)));
    Path page = html == null ? null : path(html);
    ToolSources.Read read = sources.read();
    List<Surveyed> servers =
        read.inventories().stream().map(one -> Surveyed.of(one, treatment)).toList();
    if (page != null) {
      NewFile.write(page, ToolsPage.print(servers, read.problems()));
    }
    if (asJson()) {
      out.document(json(servers, read.problems()));
    } else {
      servers.forEach(this::print);
    }
    ToolSources.printProblems(read.problems(), err);
    return read.problems().isEmpty() ? Exit.FINE : Exit.FINDINGS;
  }

  private static Function<String, Treatment> treatment(Path file) {
    return Treatment.by(Checked.load(file).toJson());
  }

  private void print(Surveyed server) {
    out.print(Style.STRONG, server.server());
    out.line(CliMessages.graded(server.grade(), server.tools().size()));
    for (Rated tool : server.tools()) {
      out.print("  ").print(Style.STRONG, tool.tool().name()).print("  ");
      out.print(style(tool.risk().severity()), CliMessages.risk(tool.risk()));
      server.treatment(tool).ifPresent(text -> out.print("  ").print(CliMessages.policyDoes(text)));
      out.newLine();
      for (Signal signal : tool.risk().signals()) {
        out.print("      ").line(signal.text());
      }
      server.findings(tool).forEach(one -> LockReport.printFinding(one, "      ", out));
    }
  }

  private static Style style(Severity severity) {
    return switch (severity) {
      case LOW -> Style.GOOD;
      case MEDIUM -> Style.PLAIN;
      case HIGH -> Style.DOUBTFUL;
      case CRITICAL -> Style.BAD;
    };
  }

  private static String json(List<Surveyed> servers, Map<String, String> problems) {
    List<Map<String, Object>> all = new ArrayList<>();
    for (Surveyed server : servers) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("server", server.server());
      one.put("grade", server.grade().name());
      one.put("tools", server.tools().stream().map(tool -> json(server, tool)).toList());
      all.add(one);
    }
    List<Map<String, Object>> failed = new ArrayList<>();
    problems.forEach((server, why) -> failed.add(Map.of("server", server, "message", why)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("servers", all);
    document.put("problems", failed);
    return Documents.print(Node.of(document));
  }

  private static Map<String, @Nullable Object> json(Surveyed server, Rated tool) {
    Map<String, @Nullable Object> json =
        new LinkedHashMap<>(Surveyed.asListed(tool.tool()).asMap());
    Map<String, Object> risk = new LinkedHashMap<>();
    risk.put("category", tool.risk().category().title());
    risk.put("severity", tool.risk().severity().title());
    risk.put("confidence", tool.risk().confidence().title());
    List<Map<String, Object>> signals = new ArrayList<>();
    for (Signal signal : tool.risk().signals()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", signal.id());
      one.put("text", signal.text());
      signals.add(one);
    }
    risk.put("signals", signals);
    json.put("risk", risk);
    List<TextFinding> findings = server.findings(tool);
    if (!findings.isEmpty()) {
      json.put("findings", findings.stream().map(ToolsCommand::json).toList());
    }
    json.put("recommended", server.scaffold().advice(tool).rule());
    server.treatment(tool).ifPresent(text -> json.put("policy", text));
    return json;
  }

  private static Map<String, Object> json(TextFinding finding) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pointer", finding.pointer());
    json.put("id", finding.id());
    json.put("message", finding.sentence());
    json.put("quote", finding.quote());
    return json;
  }
}
