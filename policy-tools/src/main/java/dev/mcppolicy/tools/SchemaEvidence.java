package dev.mcppolicy.tools;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the arguments that a tool takes say of the tool. */
final class SchemaEvidence {

  private static final Set<String> COMMANDS = Set.of("command", "cmd", "shell", "bash", "commands");
  private static final Set<String> PROGRAMS =
      Set.of(
          "code", "script", "sql", "cypher", "javascript", "js", "python", "expression", "program");

  /** How many parameters are many. */
  static final int MANY = 10;

  private final List<Evidence> evidence = new ArrayList<>();

  private SchemaEvidence() {}

  static List<Evidence> of(ToolDefinition tool, NameEvidence name) {
    SchemaEvidence seen = new SchemaEvidence();
    List<Parameter> parameters = Parameter.of(tool);
    for (Parameter parameter : parameters) {
      seen.look(parameter, name);
    }
    if (parameters.size() > MANY) {
      seen.evidence.add(Evidence.of(RiskMessages.manyParameters(parameters.size())));
    }
    if (Boolean.TRUE.equals(open(tool.inputSchema()))) {
      seen.evidence.add(Evidence.of(RiskMessages.anyParameters()));
    }
    return seen.evidence;
  }

  private static @Nullable Object open(Map<String, @Nullable Object> schema) {
    return schema.get("additionalProperties");
  }

  private void look(Parameter parameter, NameEvidence name) {
    String shown = parameter.name();
    List<String> words = parameter.words();
    boolean text = parameter.canBeText();
    if (text && !words.isEmpty() && COMMANDS.contains(last(words))) {
      evidence.add(new Evidence(RiskMessages.command(shown), Category.EXECUTE, Severity.CRITICAL));
    } else if (text
        && !words.isEmpty()
        && PROGRAMS.contains(last(words))
        && !parameter.isChoice()) {
      // A country code is no code: only a tool that says nothing else is believed to run it
      Category least = name.category().isEmpty() ? Category.EXECUTE : null;
      evidence.add(new Evidence(RiskMessages.program(shown), least, Severity.MEDIUM));
    }
    if (parameter.isPath()) {
      evidence.add(Evidence.of(Severity.MEDIUM, RiskMessages.path(shown)));
    }
    if (parameter.isUrl()) {
      evidence.add(Evidence.of(Severity.MEDIUM, RiskMessages.url(shown)));
    }
    if (parameter.isSecret()) {
      evidence.add(Evidence.of(Severity.MEDIUM, RiskMessages.secretParameter(shown)));
    }
    if (parameter.isAmount()) {
      boolean reads = name.category().filter(Category.READ::equals).isPresent();
      evidence.add(
          new Evidence(
              RiskMessages.amount(shown),
              reads ? null : Category.FINANCIAL,
              reads ? Severity.MEDIUM : Severity.HIGH));
    }
  }

  private static String last(List<String> words) {
    return words.get(words.size() - 1);
  }
}
