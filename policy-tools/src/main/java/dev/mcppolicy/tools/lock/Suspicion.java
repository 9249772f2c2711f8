package dev.mcppolicy.tools.lock;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A kind of finding, and how it is found in a text of small letters. The ids are stable. */
enum Suspicion {
  INVISIBLE("holds a character that a reader doesn't see", null),
  BIDIRECTIONAL("holds a character that turns the direction of reading", null),
  LOOK_ALIKE("holds a letter of another script within a word", null),
  IGNORE_PREVIOUS(
      "tells a model to drop what it was told",
      "\\b(ignore|disregard|forget|override|bypass)\\s+(\\w+\\s+){0,4}"
          + "(previous|prior|above|earlier|preceding|instructions?|rules|guidelines|system prompt)\\b"),
  ORDER(
      "speaks to a model as somebody who gives orders",
      "<\\s*/?\\s*(important|system|instructions?|secret|hidden|assistant|admin)\\s*>"
          + "|<\\|[a-z_]+\\|>|\\[/?inst\\]|<<sys>>|\\bsystem prompt\\b|\\byou (must|shall) always\\b"
          + "|\\byou are now\\b|\\bnew instructions?\\s*:"),
  HIDDEN_COMMENT("holds a comment that a page doesn't show", "<!--"),
  SECRECY(
      "asks to keep something from the user",
      "\\b(do not|don't|never|without)\\s+(\\w+\\s+){0,2}"
          + "(tell|telling|mention|mentioning|inform|informing|notify|notifying|reveal|revealing|show"
          + "|showing|ask|asking|alert|alerting|warn|warning)\\s+(\\w+\\s+){0,4}(user|human|person)"),
  READS_FILE(
      "names a place where secrets are kept",
      "~/\\.|\\.ssh\\b|\\bid_(rsa|ed25519|ecdsa)\\b|/etc/(passwd|shadow)|\\.env\\b|\\.aws\\b"
          + "|\\bmcp\\.json\\b|\\.cursor\\b|\\.netrc\\b|\\.npmrc\\b|\\.kube/|\\.gnupg\\b|\\bkeychain\\b"
          + "|\\bprivate key\\b|\\benvironment variables\\b"),
  OTHER_TOOL(
      "sends a model to another tool",
      "\\b(before|after|instead of|prior to)\\s+(\\w+\\s+){0,4}"
          + "(using|calling|invoking|running|use|call|invoke|run)\\s+(\\w+\\s+){0,3}"
          + "(tools?|functions?)\\b"
          + "|\\b(when|whenever)\\s+(\\w+\\s+){0,4}"
          + "(using|calling|invoking|running|use|call|invoke|run)\\s+"
          + "(any|another|other|every|each|all|these|those)\\s+(\\w+\\s+){0,3}(tools?|functions?)\\b"),
  SENDS_OUT(
      "tells a model to send something somewhere",
      "\\b(send|forward|upload|post|exfiltrate|leak|bcc|include|append|attach|pass)\\s+(\\w+\\s+){0,6}"
          + "(conversation|chat history|history|contents? of|credentials?|passwords?|api[ _-]?keys?"
          + "|tokens?|secrets?)\\b"),
  ENCODED("holds a long text that isn't readable", "[a-z0-9+/]{120,}={0,2}|([0-9a-f]{2}){60,}"),
  PADDED("hides what follows behind white space", "\\S([ \\t]{80,}|\\s*(\\n\\s*){40,})\\S"),
  VERY_LONG("is longer than anybody reads", null),
  SECRET_PARAMETER("asks for something secret", null);

  /** How many characters somebody reads of one text. */
  private static final int MOST = 10_000;

  private static final Pattern SECRET =
      Pattern.compile(
          "(^|_)(password|passwd|passphrase|secret|secrets|api_?key|apikey|access_?key|private_?key"
              + "|ssh_?key|token|auth_?token|access_?token|refresh_?token|bearer|credential"
              + "|credentials|cvv|cvc|card_?number|ssn|pin|otp|cookie|session_?id"
              + "|system_?prompt|chat_?history|conversation|sidenote|side_?note)(_|$)");

  private static final Pattern NAMED =
      Pattern.compile("\\b(call|use|invoke|run|execute)\\s+(the\\s+)?[`'\"]?([\\w./-]{3,80})");

  private final String sentence;
  private final @Nullable Pattern pattern;

  Suspicion(String sentence, @Nullable String pattern) {
    this.sentence = sentence;
    this.pattern = pattern == null ? null : Pattern.compile(pattern);
  }

  /** Returns the stable id, as in {@code ignore-previous}. */
  String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String sentence() {
    return sentence;
  }

  /** Returns where a text of small letters raises the suspicion, or -1. */
  int find(String plain) {
    if (this == VERY_LONG) {
      return plain.length() > MOST ? 0 : -1;
    }
    if (pattern == null) {
      return -1;
    }
    Matcher matcher = pattern.matcher(plain);
    return matcher.find() ? matcher.start() : -1;
  }

  /** Says whether a parameter's name asks for a secret. */
  static boolean asksForSecret(String name) {
    String words =
        Visible.plain(name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")).replaceAll("[^\\w]+", "_");
    return SECRET.matcher(words).find();
  }

  /** Returns what a text of small letters tells a model to call. */
  static List<String> namedAfterVerb(String plain) {
    List<String> names = new ArrayList<>();
    Matcher matcher = NAMED.matcher(plain);
    while (matcher.find()) {
      names.add(matcher.group(3));
    }
    return names;
  }
}
