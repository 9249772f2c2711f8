package dev.mcppolicy.internal.text;

import dev.mcppolicy.DefinitionChange;
import dev.mcppolicy.Scope;
import dev.mcppolicy.internal.rule.AllOf;
import dev.mcppolicy.internal.rule.AnyOf;
import dev.mcppolicy.internal.rule.Comparison;
import dev.mcppolicy.internal.rule.Condition;
import dev.mcppolicy.internal.rule.Path;
import dev.mcppolicy.internal.rule.Predicate;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is told when the policy has no words of its own: what was refused, why, and when to
 * try again. No sentence holds the value of an argument.
 */
public final class DecisionMessages {

  private static final int QUOTED = 100;
  private static final int NAMED = 10;

  private DecisionMessages() {}

  public static String hidden(String tool) {
    return "There is no tool " + quote(tool) + ".";
  }

  public static String notListed(String tool) {
    return "The policy does not list the tool "
        + quote(tool)
        + ", and denies what it does not list.";
  }

  public static String denied(String tool) {
    return "The policy denies the tool " + quote(tool) + ".";
  }

  public static String definitionUnknown(String tool) {
    return "Nothing is known of the definition of the tool "
        + quote(tool)
        + ", and the policy denies what was not reviewed.";
  }

  public static String definitionChanged(String tool, DefinitionChange change) {
    String name = quote(tool);
    return switch (change) {
      case APPEARED -> "The tool " + name + " has not been reviewed, and is denied until it is.";
      case VANISHED -> "The server does not list the tool " + name + " any more.";
      case DESCRIPTION -> changed("The description", name);
      case WIDENED, NARROWED -> changed("The input schema", name);
      case OUTPUT -> changed("The output schema", name);
      case ANNOTATIONS -> changed("The annotations", name);
    };
  }

  private static String changed(String what, String tool) {
    return what
        + " of the tool "
        + tool
        + " changed since it was reviewed; it is denied until it is reviewed again.";
  }

  public static String argumentsDoNotFit(String misfit) {
    return "The arguments do not fit the reviewed schema of the tool: " + misfit;
  }

  public static String noReviewedSchema() {
    return "there is none.";
  }

  public static String argumentNotAllowed(String name, Collection<String> allowed) {
    return "The argument "
        + quote(name)
        + " is not allowed; "
        + (allowed.isEmpty() ? "none is." : "allowed are " + names(allowed) + ".");
  }

  public static String requireFailed(Predicate predicate) {
    return "The policy requires something of " + paths(predicate) + " that does not hold.";
  }

  public static String denyIfMatched(Predicate predicate) {
    return "The policy forbids such a value of " + paths(predicate) + ".";
  }

  public static String invalidAmount(@Nullable Path from) {
    return "A limit counts the number at "
        + (from == null ? "the call" : from)
        + ", which must be at least 0.";
  }

  public static String invalidKey(Scope scope, List<Path> per) {
    if (!per.isEmpty()) {
      return "A limit counts by "
          + per.stream().map(Path::toString).collect(Collectors.joining(" and "))
          + ", which must be a text, a number or a boolean.";
    }
    return "A limit counts by " + scope.id() + ", and the host names none.";
  }

  public static String concurrencyExceeded(int max) {
    return "At most "
        + max
        + (max == 1 ? " call" : " calls")
        + " may be in flight at once. Try again when one has ended.";
  }

  public static String storeFull() {
    return "The limiter has no room to count this call. No limit was reached. Try again later.";
  }

  public static String storeUnavailable() {
    return "The limiter is out of order. No limit was reached. Try again later.";
  }

  public static String approvalRequired(String tool) {
    return "The tool " + quote(tool) + " needs approval.";
  }

  public static String approvalDenied() {
    return "Approval was refused. Do not repeat this call.";
  }

  public static String nobodyToAsk() {
    return "This call needs approval, and there is nobody to ask.";
  }

  public static String approvalTimeout() {
    return "This call needs approval, and nobody answered in time. It may be made again.";
  }

  public static String editsNotAccepted() {
    return "Approval was given for other arguments, which this host does not send. Do not repeat"
        + " this call.";
  }

  public static String editedTooOften() {
    return "The arguments of this call were changed too often while it was approved. It was denied.";
  }

  public static String approvalPending() {
    return "This call waits for approval. Make the same call again once it was given.";
  }

  public static String auditUnavailable() {
    return "The call can't be recorded, and calls that can't be recorded are denied. Try again later.";
  }

  public static String noPolicy() {
    return "No policy is set for this caller, and without one everything is denied.";
  }

  public static String invalidArguments(String problem) {
    return "The call can't be judged: " + problem + ".";
  }

  public static String internalError() {
    return "The call could not be judged because of an internal error, and was denied.";
  }

  public static String interrupted() {
    return "The call was given up while it was judged, and was denied.";
  }

  private static String paths(Predicate predicate) {
    Set<String> paths = new TreeSet<>();
    predicate.conditions().forEach(condition -> addPaths(condition, paths));
    return String.join(", ", paths);
  }

  private static void addPaths(Condition condition, Set<String> paths) {
    if (condition instanceof Comparison comparison) {
      paths.add(comparison.path().toString());
    } else if (condition instanceof AnyOf any) {
      any.parts().forEach(part -> addPaths(part, paths));
    } else if (condition instanceof AllOf all) {
      all.parts().forEach(part -> addPaths(part, paths));
    }
  }

  private static String names(Collection<String> names) {
    String shown =
        names.stream().limit(NAMED).map(DecisionMessages::quote).collect(Collectors.joining(", "));
    return names.size() > NAMED ? shown + " and " + (names.size() - NAMED) + " more" : shown;
  }

  private static String quote(String text) {
    return Shown.quoted(text, QUOTED);
  }
}
