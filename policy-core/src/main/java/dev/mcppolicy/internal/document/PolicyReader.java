package dev.mcppolicy.internal.document;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.internal.document.Node.BooleanNode;
import dev.mcppolicy.internal.document.Node.ListNode;
import dev.mcppolicy.internal.document.Node.Member;
import dev.mcppolicy.internal.document.Node.NumberNode;
import dev.mcppolicy.internal.document.Node.ObjectNode;
import dev.mcppolicy.internal.document.Node.TextNode;
import dev.mcppolicy.internal.model.Action;
import dev.mcppolicy.internal.model.ArgumentCheck;
import dev.mcppolicy.internal.model.DefinitionRules;
import dev.mcppolicy.internal.model.PolicyModel;
import dev.mcppolicy.internal.model.ToolEntry;
import dev.mcppolicy.internal.text.DocumentMessages;
import dev.mcppolicy.internal.text.Topic;
import dev.mcppolicy.internal.value.JsonNumbers;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a policy from its document, and reports everything that is wrong with it. */
public final class PolicyReader {

  private static final Duration APPROVAL_TIMEOUT = Duration.ofMinutes(5);
  private static final BigDecimal MOST_CONCURRENT = BigDecimal.valueOf(Integer.MAX_VALUE);

  private static final Choices<Boolean> ALLOW_BY_DEFAULT =
      Choices.of("deny", false).or("allow", true);
  private static final Choices<Boolean> SHADOW = Choices.of("enforce", false).or("shadow", true);
  private static final Choices<Boolean> DENIES = Choices.of("deny", true).or("report", false);
  private static final Choices<Action> ACTIONS =
      Choices.of("allow", Action.ALLOW)
          .or("deny", Action.DENY)
          .or("require_approval", Action.REQUIRE_APPROVAL);

  private final Findings findings;
  private final LimitReader limits;

  private PolicyReader(Findings findings) {
    this.findings = findings;
    this.limits = new LimitReader(findings);
  }

  /** Reads a policy; what comes back is only of use if nothing was found. */
  public static @Nullable PolicyModel read(Node root, Findings findings) {
    Fields fields = Fields.of(root, "", Keys.POLICY, "a policy: an object", findings);
    return fields == null ? null : new PolicyReader(findings).policy(fields);
  }

  /** Reports what is wrong with a policy that stands within another document. */
  public static void check(Node root, Findings findings) {
    requireBounds(root, "", findings);
    if (findings.isEmpty()) {
      read(root, findings);
    }
  }

  private static void requireBounds(Node node, String pointer, Findings findings) {
    if (node instanceof NumberNode number && !JsonNumbers.writtenWithinBounds(number.token())) {
      findings.add(pointer, node.place(), Topic.NUMBER, DocumentMessages.numberPastBounds());
    } else if (node instanceof ObjectNode object) {
      for (Member member : object.members()) {
        requireBounds(member.value(), Pointers.child(pointer, member.name()), findings);
      }
    } else if (node instanceof ListNode list) {
      for (int i = 0; i < list.elements().size(); i++) {
        requireBounds(list.elements().get(i), Pointers.child(pointer, i), findings);
      }
    }
  }

  private PolicyModel policy(Fields fields) {
    fields.text("$schema");
    fields.text("description");
    version(fields);
    fields.require("default");
    boolean allowByDefault = fields.choice("default", ALLOW_BY_DEFAULT);
    boolean shadow = fields.choice("mode", SHADOW);
    List<String> hide = hide(fields);
    boolean hideDenied = fields.flag("hide_denied");
    Duration timeout = approvalTimeout(fields);
    DefinitionRules definitions = definitions(fields);
    ToolEntry allTools = allTools(fields);
    List<ToolEntry> tools = tools(fields);
    limits.reportDisagreements();
    return new PolicyModel(
        allowByDefault,
        shadow,
        hide,
        hideDenied,
        timeout,
        definitions,
        allTools,
        List.copyOf(tools));
  }

  private static void version(Fields fields) {
    Node version = fields.require("version");
    if (version != null && !(version instanceof TextNode text && text.text().equals("1"))) {
      fields.wrong("version", Topic.WRONG_VALUE, DocumentMessages.wrongVersion(version));
    }
  }

  private List<String> hide(Fields fields) {
    List<String> names = fields.texts("hide", "a list of tool names or globs");
    if (names == null) {
      return List.of();
    }
    if (names.contains("") && fields.get("hide") instanceof ListNode list) {
      for (int i = 0; i < list.elements().size(); i++) {
        if (list.elements().get(i) instanceof TextNode text && text.text().isEmpty()) {
          findings.add(
              Pointers.child(fields.pointer("hide"), i),
              text.place(),
              Topic.WRONG_VALUE,
              DocumentMessages.emptyToolName());
        }
      }
    }
    return List.copyOf(names);
  }

  private Duration approvalTimeout(Fields policy) {
    Node node = policy.get("approvals");
    if (node == null) {
      return APPROVAL_TIMEOUT;
    }
    Fields fields =
        Fields.of(
            node, policy.pointer("approvals"), Keys.APPROVALS, "an object with timeout", findings);
    Node timeout = fields == null ? null : fields.get("timeout");
    if (fields == null || timeout == null) {
      return APPROVAL_TIMEOUT;
    }
    String text = timeout instanceof TextNode written ? written.text() : null;
    return Windows.duration(text)
        .orElseGet(
            () -> {
              fields.wrong("timeout", Topic.WINDOW, DocumentMessages.notADuration(timeout));
              return APPROVAL_TIMEOUT;
            });
  }

  private DefinitionRules definitions(Fields policy) {
    Node node = policy.get("definitions");
    Fields fields =
        node == null
            ? null
            : Fields.of(
                node,
                policy.pointer("definitions"),
                Keys.DEFINITIONS,
                "an object of changes of definitions",
                findings);
    if (fields == null) {
      return DefinitionRules.DEFAULT;
    }
    Set<DefinitionChange> denied = EnumSet.noneOf(DefinitionChange.class);
    Set<DefinitionChange> named = EnumSet.noneOf(DefinitionChange.class);
    for (DefinitionChange change : DefinitionChange.values()) {
      if (fields.has(change.id())) {
        named.add(change);
      }
      boolean denies =
          fields.has(change.id())
              ? fields.choice(change.id(), DENIES)
              : DefinitionRules.deniesByDefault(change);
      if (denies) {
        denied.add(change);
      }
    }
    return new DefinitionRules(true, denied, named);
  }

  private @Nullable ToolEntry allTools(Fields policy) {
    Node node = policy.get("all_tools");
    if (node == null) {
      return null;
    }
    Fields fields =
        Fields.of(node, policy.pointer("all_tools"), Keys.ALL_TOOLS, "an object", findings);
    return fields == null ? null : entry(fields, "*", "all_tools");
  }

  private List<ToolEntry> tools(Fields policy) {
    Node node = policy.get("tools");
    if (node == null) {
      return List.of();
    }
    String pointer = policy.pointer("tools");
    if (!(node instanceof ObjectNode object)) {
      findings.add(
          pointer,
          node.place(),
          Topic.WRONG_VALUE,
          DocumentMessages.notA("an object of tool names", node));
      return List.of();
    }
    List<ToolEntry> tools = new ArrayList<>();
    for (Member member : object.members()) {
      String child = Pointers.child(pointer, member.name());
      if (member.name().isEmpty()) {
        findings.add(child, member.place(), Topic.WRONG_VALUE, DocumentMessages.emptyToolName());
      }
      Fields fields = Fields.of(member.value(), child, Keys.TOOL, "an object", findings);
      if (fields != null) {
        tools.add(entry(fields, member.name(), member.name()));
      }
    }
    return tools;
  }

  private ToolEntry entry(Fields fields, String key, String counterPrefix) {
    return new ToolEntry(
        fields.pointer(),
        key,
        fields.choice("action", ACTIONS),
        fields.text("reason"),
        allowedArgs(fields),
        argumentCheck(fields),
        PredicateReader.read(fields, "require", findings),
        PredicateReader.read(fields, "deny_if", findings),
        PredicateReader.read(fields, "approve_if", findings),
        limits.read(fields, counterPrefix),
        concurrency(fields),
        fields.choice("mode", SHADOW));
  }

  private static @Nullable Set<String> allowedArgs(Fields fields) {
    List<String> names = fields.texts("allowed_args", "a list of argument names");
    return names == null ? null : new LinkedHashSet<>(names);
  }

  private static ArgumentCheck argumentCheck(Fields fields) {
    Node node = fields.get("validate_args");
    if (node instanceof TextNode text && text.text().equals("closed")) {
      return ArgumentCheck.CLOSED;
    }
    if (node instanceof BooleanNode flag) {
      return flag.value() ? ArgumentCheck.SCHEMA : ArgumentCheck.NONE;
    }
    if (node != null) {
      fields.wrong(
          "validate_args",
          Topic.WRONG_VALUE,
          DocumentMessages.notA("true, false or \"closed\"", node));
    }
    return ArgumentCheck.NONE;
  }

  private static @Nullable Integer concurrency(Fields fields) {
    Node node = fields.get("concurrency");
    if (node == null) {
      return null;
    }
    if (node instanceof NumberNode number) {
      BigDecimal value = number.value();
      if (value.signum() > 0 && value.stripTrailingZeros().scale() <= 0) {
        return value.min(MOST_CONCURRENT).intValueExact();
      }
    }
    fields.wrong("concurrency", Topic.NUMBER, DocumentMessages.notA("a whole number >= 1", node));
    return null;
  }
}
