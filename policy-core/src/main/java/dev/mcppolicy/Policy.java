package dev.mcppolicy;

import dev.mcppolicy.internal.document.Documents;
import dev.mcppolicy.internal.document.Findings;
import dev.mcppolicy.internal.document.JsonReader;
import dev.mcppolicy.internal.document.Node;
import dev.mcppolicy.internal.document.PolicyReader;
import dev.mcppolicy.internal.engine.PolicyTable;
import dev.mcppolicy.internal.model.PolicyModel;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A policy: what the tools of MCP servers may be called for, how often, and by whose leave.
 *
 * <pre>{@code
 * Policy policy = Policy.load(Path.of("policy.json"));
 * PolicyEngine engine = PolicyEngine.of(policy);
 * Decision decision = engine.check(ToolCall.of("run", Map.of("path", "/app")));
 * }</pre>
 *
 * <p>A policy either loads whole or not at all. This class is immutable and thread-safe; policies
 * are equal when their digests are.
 */
public final class Policy {

  private final Node document;
  private final PolicyModel model;
  private final String digest;

  private Policy(Node document, PolicyModel model) {
    this.document = document;
    this.model = model;
    this.digest = Documents.digest(document);
  }

  /**
   * Reads a policy from JSON.
   *
   * @throws InvalidPolicyException if it doesn't load, with every problem
   */
  public static Policy parse(String json) {
    Objects.requireNonNull(json, "json");
    Findings findings = new Findings();
    Node document = JsonReader.read(json, findings, JsonReader.Numbers.BOUNDED);
    return of(document, findings, "policy");
  }

  /**
   * Reads a policy from the bytes of a document that was read or received before, so that what was
   * verified is what is loaded.
   *
   * @param json the document, in UTF-8
   * @param source what problems call it, as in {@code policy.json}
   * @throws InvalidPolicyException if it doesn't load, with every problem
   */
  public static Policy parse(byte[] json, String source) {
    Objects.requireNonNull(source, "source");
    Findings findings = new Findings();
    Node document = JsonReader.read(json.clone(), findings, JsonReader.Numbers.BOUNDED);
    return of(document, findings, source);
  }

  /**
   * Reads a policy from a file.
   *
   * @throws InvalidPolicyException if it doesn't load, with every problem
   * @throws java.io.UncheckedIOException if the file can't be read
   */
  public static Policy load(Path file) {
    Objects.requireNonNull(file, "file");
    Findings findings = new Findings();
    byte[] bytes = Documents.bytes(file);
    Node document = JsonReader.read(bytes, findings, JsonReader.Numbers.BOUNDED);
    return of(document, findings, file.toString());
  }

  /** Returns a builder of a policy that denies every tool that it doesn't name. */
  public static PolicyBuilder denyByDefault() {
    return new PolicyBuilder("deny");
  }

  /** Returns a builder of a policy that allows every tool that it doesn't name. */
  public static PolicyBuilder allowByDefault() {
    return new PolicyBuilder("allow");
  }

  /** Reads what was built as if it had been written, but for the places, which nobody wrote. */
  static Policy built(Node document) {
    Findings written = new Findings();
    JsonReader.read(Documents.compact(document), written, JsonReader.Numbers.BOUNDED);
    Findings findings = new Findings();
    written.inOrder().forEach(findings::addWithoutPlace);
    return of(document, findings, "policy");
  }

  private static Policy of(@Nullable Node document, Findings findings, String source) {
    PolicyModel model = document == null ? null : PolicyReader.read(document, findings);
    if (document == null || model == null || !findings.isEmpty()) {
      throw new InvalidPolicyException(source, findings.inOrder());
    }
    return new Policy(document, model);
  }

  /**
   * Returns a digest of the document, which stays the same when white space, the order of keys or
   * the spelling of numbers and texts changes, and changes with everything else.
   */
  public String digest() {
    return digest;
  }

  /** Returns the description, if the policy has one. */
  public Optional<String> description() {
    return Documents.text(document, "description");
  }

  /** Returns the document as JSON, with its keys in the order in which they were written. */
  public String toJson() {
    return Documents.print(document);
  }

  PolicyTable.Source source() {
    return new PolicyTable.Source(model, digest);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Policy that && digest.equals(that.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** Names the digest. */
  @Override
  public String toString() {
    return "Policy[" + digest + "]";
  }
}
