package dev.mcppolicy.reload;

import dev.mcppolicy.Decision;
import dev.mcppolicy.Policy;
import dev.mcppolicy.PolicyEngine;
import dev.mcppolicy.ToolCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A folder with a policy in it, a source that is looked through by hand, and what it told. */
final class Scene implements AutoCloseable, ReloadListener {

  static final String DENY = policy("");
  static final String READ = policy("\"read\": {}");
  static final String READ_AND_WRITE = policy("\"read\": {}, \"write\": {}");

  final Path folder;
  final Path file;
  final List<Reload> reloads = new ArrayList<>();
  final List<ReloadProblem> problems = new ArrayList<>();
  PolicySource source;
  PolicyEngine engine;

  private Scene(Path folder, String first) {
    this.folder = folder;
    this.file = folder.resolve("policy.json");
    write(file, first);
  }

  static Scene open(Path folder, String first, ReloadGuard guard) {
    return new Scene(folder, first).open(guard);
  }

  static Scene open(Path folder, String first) {
    return open(folder, first, ReloadGuard.none());
  }

  private Scene open(ReloadGuard guard) {
    source = PolicySource.of(file).withoutThread().guard(guard).listener(this).open();
    engine = PolicyEngine.builder(source.policies()).build();
    source.feed(engine);
    return this;
  }

  static String policy(String tools) {
    return "{ \"version\": \"1\", \"default\": \"deny\", \"tools\": { " + tools + " } }";
  }

  void save(String text) {
    write(file, text);
  }

  /** Looks as often as it takes until something is judged. */
  void settle() {
    source.look();
    source.look();
  }

  void saveAndSettle(String text) {
    save(text);
    settle();
  }

  boolean allows(String tool) {
    Decision decision = engine.check(ToolCall.of(tool, Map.of()));
    return decision.isAllowed();
  }

  String digest() {
    return source.status().files().get(0).digest();
  }

  ReloadProblem onlyProblem() {
    if (problems.size() != 1) {
      throw new AssertionError(problems);
    }
    return problems.get(0);
  }

  static String digest(String policy) {
    return Policy.parse(policy).digest();
  }

  static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KeyPair keys() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sign(KeyPair keys, String text) {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  void saveSigned(KeyPair keys, String text) throws IOException {
    save(text);
    Files.write(folder.resolve("policy.json.sig"), sign(keys, text));
  }

  @Override
  public void reloaded(Reload reload) {
    reloads.add(reload);
  }

  @Override
  public void refused(ReloadProblem problem) {
    problems.add(problem);
  }

  @Override
  public void close() {
    source.close();
  }
}
