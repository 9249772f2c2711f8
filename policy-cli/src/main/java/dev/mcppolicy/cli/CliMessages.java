package dev.mcppolicy.cli;

import dev.mcppolicy.tools.Grade;
import dev.mcppolicy.tools.PolicyDraft;
import dev.mcppolicy.tools.Preset;
import dev.mcppolicy.tools.Risk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What the command line says of its own; the rest is said by the libraries. */
final class CliMessages {

  private CliMessages() {}

  // Why a command can't be run

  static String failed(String why) {
    return "policy: " + why;
  }

  static String askForHelp(String command) {
    return "Try \"" + command + " --help\".";
  }

  static String suggestion(String guess) {
    return "Did you mean \"" + guess + "\"?";
  }

  static String noCommand() {
    return "Name a command.";
  }

  static String defect() {
    return "this is a defect of the program, please report it with the lines below";
  }

  static String cantPrint(IOException failure) {
    return "the output can't be written: " + failure.getMessage();
  }

  static String unreadable(UncheckedIOException failure) {
    return String.valueOf(failure.getMessage());
  }

  static String cantBeWritten(Path file, IOException failure) {
    String why =
        failure instanceof NoSuchFileException
            ? "there is no such folder"
            : failure instanceof AccessDeniedException
                ? "it must not be written"
                : withoutName(Path.of(file + ":"), String.valueOf(failure.getMessage()));
    return file + " can't be written: " + why;
  }

  static String noPath(String text) {
    return "\"" + text + "\" is no path of a file";
  }

  /** Leaves out a file's name where it has been said. */
  static String withoutName(Path file, String sentence) {
    String name = file + " ";
    return sentence.startsWith(name) ? sentence.substring(name.length()) : sentence;
  }

  static String doesNotLoad(Path file, List<Problem> problems) {
    StringBuilder out = new StringBuilder();
    out.append(file).append(" does not load: ").append(problems.size());
    out.append(problems.size() == 1 ? " problem" : " problems");
    problems.forEach(problem -> out.append('\n').append(problem));
    return out.toString();
  }

  static String notThere(Path path) {
    return path + " can't be read: there is no such file";
  }

  static String mustNotBeRead(Path path) {
    return path + " can't be read: it must not be read";
  }

  static String notInThisEncoding(String argument) {
    return argument
        + " holds a character that got lost in the encoding of this platform; set LC_ALL to a UTF-8"
        + " locale, or write it as a JSON escape";
  }

  static String notAnObject(String option) {
    return option + " must be a JSON object, as in '{\"path\": \"/app\"}', or @ and a file of one";
  }

  static String noJson(String option, List<String> problems) {
    return option + " can't be read: " + String.join("; ", problems);
  }

  static String wrongCaller(String why) {
    return "--caller can't be used: " + why;
  }

  static String emptyGrant() {
    return "--grant must not be empty; without it the call is made by the default grant";
  }

  static String noMoment(String text) {
    return "--at must be a moment in UTC, as in 2026-03-01T12:00:00Z, not " + text;
  }

  static String wrongRepeat(int most) {
    return "--repeat must be a whole number from 1 to " + most;
  }

  static String version(String version) {
    return "policy " + version + ", policy language 1";
  }

  // check

  static String noProblems(int files) {
    return files == 1 ? "1 file, no problems" : files + " files, no problems";
  }

  // explain

  static String trace(String title, int count) {
    return count == 0 ? title + ": none applies" : title;
  }

  static String calls(int from, int to) {
    return from == to ? String.valueOf(from) : from + " to " + to;
  }

  static String invisible() {
    return "Lists of tools leave this tool out.";
  }

  static String saw(String value) {
    return "saw " + value;
  }

  static String spent(String spent, String max, String window, String amount) {
    return spent + " of " + max + " (" + window + "), this call adds " + amount;
  }

  static String roomIn(Duration length) {
    return ", room in " + length;
  }

  // test

  static String tally(int passed, int failed) {
    return passed + " passed, " + failed + " failed";
  }

  static String wrongPercentage() {
    return "--min-coverage must be a whole number from 0 to 100";
  }

  static String tooLittleCovered(int least) {
    return "less than the " + least + "% that are asked for";
  }

  // lint

  static String nothingSuspicious(int policies, int silenced) {
    String what = policies == 1 ? "1 policy" : policies + " policies";
    return what + ", nothing suspicious" + (silenced == 0 ? "" : ", " + silenced + " silenced");
  }

  static String see(Collection<String> pages) {
    return "see " + String.join(", ", pages);
  }

  // diff

  static String noDifference() {
    return "no difference: both judge every call alike";
  }

  static String startsAt(Instant start) {
    return "starting at " + start;
  }

  static String judgedByOld(String judgement) {
    return "OLD: " + judgement;
  }

  static String judgedByNew(String judgement) {
    return "NEW: " + judgement;
  }

  // tools and scaffold

  static String noSource() {
    return "name where the tools are: --from, --from-lock, --config, --url, or -- and the command of a"
        + " server";
  }

  static String wrongTimeout() {
    return "--timeout must be a whole number from 1 to 3600";
  }

  static String wrongHeader() {
    return "--header must be a name, a colon and a value, as in 'Authorization: Bearer abc'";
  }

  static String wrongUrl() {
    return "--url must be an http or https URL with a host and without a password";
  }

  static String unusableFile(String file, IllegalArgumentException problem) {
    return file + ": " + problem.getMessage();
  }

  static String sameServer(String server) {
    return "two servers are called \"" + server + "\"; read one of them by itself";
  }

  static String graded(Grade grade, int tools) {
    return ": grade " + grade + ", " + (tools == 1 ? "1 tool" : tools + " tools");
  }

  static String risk(Risk risk) {
    return risk.category().title()
        + ", "
        + risk.severity().title()
        + " (confidence "
        + risk.confidence().title()
        + ")";
  }

  static String policyDoes(String treatment) {
    return "policy: " + treatment;
  }

  static String noPreset(String id) {
    return "\"" + id + "\" is no preset; use one of " + List.of(Preset.values());
  }

  static String wrongSpend() {
    return "--spend must be a number that isn't negative, of at most 30 digits";
  }

  static String outputOrUpdate() {
    return "give either --output or --update";
  }

  static String diffOrOnly() {
    return "give either --diff or --only";
  }

  static String isThere(Path file) {
    return file + " is there already; --update adds to a policy, and leaves what is there";
  }

  static String wrote(Path file, PolicyDraft draft) {
    return file + ": " + listedAndHidden(draft) + ", and tests beside it";
  }

  static String updated(Path file, PolicyDraft draft) {
    boolean nothing = draft.listed().isEmpty() && draft.hidden().isEmpty();
    return file + ": " + (nothing ? "nothing is new" : "new: " + listedAndHidden(draft));
  }

  private static String listedAndHidden(PolicyDraft draft) {
    return draft.listed().size() + " listed, " + draft.hidden().size() + " hidden";
  }

  static String testsLeftOut(int count) {
    return (count == 1 ? "1 test is" : count + " tests are")
        + " left out, for the policy's other rules make it otherwise";
  }

  // The page of tools

  static String toolsTitle() {
    return "Tools and their risk";
  }

  static String toolsLead() {
    return "A guess from what the servers say of their tools: names, descriptions, schemas and"
        + " annotations. What a tool really does, only its code knows.";
  }

  static String unreadServers() {
    return "Servers that couldn't be read";
  }

  static String toolsOf(String server) {
    return "Tools of " + server;
  }

  static String grade(Grade grade) {
    return "Grade " + grade;
  }

  static String gradeMeans(Grade grade) {
    return switch (grade) {
      case A -> "Every tool's severity is low.";
      case B -> "No tool's severity is above medium.";
      case C -> "Some tools' severity is high, but at most a quarter of them.";
      case D -> "More than a quarter of the tools are high or worse, or one is critical.";
      case F -> "More than a quarter of the tools are critical.";
    };
  }

  static String noRule() {
    return "A policy can't name this tool without naming others: leave it out, and deny by default.";
  }

  static String mayBeAdded() {
    return "Conditions to consider";
  }
}
