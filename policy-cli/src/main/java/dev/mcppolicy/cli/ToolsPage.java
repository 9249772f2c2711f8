package dev.mcppolicy.cli;

import dev.mcppolicy.analysis.internal.page.DataTable;
import dev.mcppolicy.analysis.internal.page.DataTable.Column;
import dev.mcppolicy.analysis.internal.page.Element;
import dev.mcppolicy.analysis.internal.page.Page;
import dev.mcppolicy.analysis.internal.page.Tone;
import dev.mcppolicy.tools.Advice;
import dev.mcppolicy.tools.Category;
import dev.mcppolicy.tools.Confidence;
import dev.mcppolicy.tools.Rated;
import dev.mcppolicy.tools.Severity;
import dev.mcppolicy.tools.Signal;
import dev.mcppolicy.tools.Treatment;
import dev.mcppolicy.tools.lock.TextFinding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The page that shows what tools servers have. */
final class ToolsPage {

  private ToolsPage() {}

  static String print(List<Surveyed> servers, Map<String, String> problems) {
    Page page = Page.titled(CliMessages.toolsTitle());
    long tools = servers.stream().mapToLong(server -> server.tools().size()).sum();
    page.lead(
        Page.figures(
            "servers", String.valueOf(servers.size()),
            "tools", String.valueOf(tools),
            "critical", String.valueOf(count(servers, Severity.CRITICAL)),
            "high", String.valueOf(count(servers, Severity.HIGH))));
    page.lead(CliMessages.toolsLead());
    if (!problems.isEmpty()) {
      Element list = Element.of("ul");
      problems.forEach(
          (server, why) ->
              list.add(Element.of("li", Tone.BAD.badge(server), Element.of("span", " " + why))));
      page.section("unread", CliMessages.unreadServers(), list);
    }
    int number = 0;
    for (Surveyed server : servers) {
      number++;
      page.section(
          "server-" + number,
          server.server(),
          grade(server),
          table("tools-" + letters(number), server).toElement());
    }
    return page.print();
  }

  private static long count(List<Surveyed> servers, Severity severity) {
    return servers.stream()
        .flatMap(server -> server.tools().stream())
        .filter(tool -> tool.risk().severity() == severity)
        .count();
  }

  /** Returns a number in letters, as ids of tables have to be. */
  private static String letters(int number) {
    StringBuilder out = new StringBuilder();
    String digits = String.valueOf(number);
    for (int i = 0; i < digits.length(); i++) {
      out.append((char) ('a' + (digits.charAt(i) - '0')));
    }
    return out.toString();
  }

  private static Element grade(Surveyed server) {
    Tone tone =
        switch (server.grade()) {
          case A, B -> Tone.GOOD;
          case C -> Tone.DOUBTFUL;
          case D -> Tone.BAD;
          case F -> Tone.SEVERE;
        };
    return Element.of(
        "p",
        tone.badge(CliMessages.grade(server.grade())),
        Element.of("span", " " + CliMessages.gradeMeans(server.grade())));
  }

  private static DataTable table(String id, Surveyed server) {
    boolean judged = server.treatment().isPresent();
    List<Column> columns =
        new ArrayList<>(
            List.of(
                Column.text("Tool"),
                Column.text("Category"),
                Column.text("Severity"),
                Column.text("Confidence")));
    if (judged) {
      columns.add(Column.text("Policy"));
    }
    columns.add(Column.text("Recommended"));
    DataTable table =
        DataTable.of(id, CliMessages.toolsOf(server.server()), columns.toArray(new Column[0]))
            .facet(
                "category", "Category", titles(Stream.of(Category.values()).map(Category::title)))
            .facet(
                "severity", "Severity", titles(Stream.of(Severity.values()).map(Severity::title)));
    if (judged) {
      table.facet("policy", "Policy", titles(Stream.of(Treatment.values()).map(Treatment::title)));
    }
    server.tools().stream()
        .sorted(Comparator.comparing((Rated tool) -> tool.risk().severity()).reversed())
        .forEach(tool -> row(table, server, tool));
    return table;
  }

  private static List<String> titles(Stream<String> titles) {
    return titles.toList();
  }

  private static void row(DataTable table, Surveyed server, Rated tool) {
    Category category = tool.risk().category();
    Severity severity = tool.risk().severity();
    Confidence confidence = tool.risk().confidence();
    Element name = Element.of("span", Element.of("code", tool.tool().name()));
    tool.tool()
        .description()
        .ifPresent(text -> name.add(Element.of("br"), Element.of("small", shortened(text))));
    Element why = Element.of("ul");
    for (Signal signal : tool.risk().signals()) {
      why.add(Element.of("li", Element.of("small", signal.text())));
    }
    for (TextFinding finding : server.findings(tool)) {
      why.add(
          Element.of(
              "li",
              Tone.BAD.badge(finding.id()),
              Element.of("small", " " + LockText.said(finding))));
    }
    DataTable.Row row =
        table
            .row()
            .cell(Element.of("div", name, why))
            .ranked(
                word(Element.of("span", category.title())),
                List.of(Category.values()).indexOf(category))
            .ranked(
                word(tone(severity).badge(severity.title())),
                List.of(Severity.values()).indexOf(severity))
            .ranked(
                word(Element.of("span", confidence.title())),
                List.of(Confidence.values()).indexOf(confidence))
            .facet("category", category.title())
            .facet("severity", severity.title());
    server
        .treatment(tool)
        .ifPresent(text -> row.cell(word(Element.of("span", text))).facet("policy", text));
    row.cell(advice(server.scaffold().advice(tool)));
  }

  /** Keeps a word in one piece. */
  private static Element word(Element word) {
    return Element.of("span", word).styled("word");
  }

  private static Element advice(Advice advice) {
    Element cell = Element.of("div");
    cell.add(
        advice.rule().isEmpty()
            ? Element.of("span", CliMessages.noRule())
            : Page.copyable(advice.rule()));
    if (!advice.suggestions().isEmpty()) {
      Element list = Element.of("ul");
      advice.suggestions().forEach(text -> list.add(Element.of("li", Element.of("code", text))));
      cell.add(Element.of("details", Element.of("summary", CliMessages.mayBeAdded()), list));
    }
    return cell;
  }

  private static Tone tone(Severity severity) {
    return switch (severity) {
      case LOW -> Tone.GOOD;
      case MEDIUM -> Tone.DOUBTFUL;
      case HIGH -> Tone.BAD;
      case CRITICAL -> Tone.SEVERE;
    };
  }

  private static String shortened(String text) {
    int most = 300;
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
  }
}
