package dev.mcppolicy.reload;

import static dev.mcppolicy.reload.Scene.DENY;
import static dev.mcppolicy.reload.Scene.READ;
import static dev.mcppolicy.reload.Scene.READ_AND_WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcppolicy.reload.ReloadProblem.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a guard lets in, and every way around it that came to mind. */
class ReloadGuardTest {

  private static final KeyPair KEYS = Scene.keys();
  private static final KeyPair OTHERS = Scene.keys();

  @TempDir Path folder;
  private Path signature;

  @BeforeEach
  void nameSignature() {
    signature = folder.resolve("policy.json.sig");
  }

  private Scene unlessSigned(String first) {
    return Scene.open(folder, first, ReloadGuard.widerIfSigned(KEYS.getPublic()));
  }

  @Test
  void narrowerAndEqualPoliciesNeedNoSignature() {
    try (Scene scene = unlessSigned(READ_AND_WRITE)) {
      scene.saveAndSettle(READ);
      assertThat(scene.allows("write")).isFalse();
      scene.saveAndSettle(READ.replace("\"read\"", "\"\\u0072ead\""));
      assertThat(scene.problems).isEmpty();
    }
  }

  @Test
  void aWiderPolicyIsRefusedUntilItIsSigned() throws IOException {
    try (Scene scene = unlessSigned(READ)) {
      scene.saveAndSettle(READ_AND_WRITE);
      assertThat(scene.allows("write")).isFalse();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.WIDER);
      assertThat(scene.onlyProblem().message())
          .isEqualTo(
              scene.file
                  + " would let through what is denied now, or that can't be decided; sign it: "
                  + signature
                  + " can't be read: there is no such file");
      Files.write(signature, Scene.sign(KEYS, READ_AND_WRITE));
      scene.settle();
      assertThat(scene.allows("write")).isTrue();
      assertThat(scene.source.status().isCurrent()).isTrue();
    }
  }

  @Test
  void withoutAKeyNothingWiderComesIn() {
    try (Scene scene = Scene.open(folder, READ, ReloadGuard.neverWider())) {
      scene.saveAndSettle(READ_AND_WRITE);
      assertThat(scene.onlyProblem().message())
          .isEqualTo(
              scene.file
                  + " would let through what is denied now, or that can't be decided; restart to"
                  + " take it");
      scene.saveAndSettle(DENY);
      assertThat(scene.allows("read")).isFalse();
      scene.saveAndSettle(READ);
      assertThat(scene.allows("read")).isFalse();
    }
  }

  @Test
  void aRenamedCounterOrAWiderWindowIsWider() {
    String tight = limited("c", "day", 3);
    for (String other :
        new String[] {limited("d", "day", 3), limited("c", "hour", 3), limited("c", "day", 4)}) {
      try (Scene scene = Scene.open(folder, tight, ReloadGuard.neverWider())) {
        scene.saveAndSettle(other);
        assertThat(scene.onlyProblem().kind()).as(other).isEqualTo(Kind.WIDER);
      }
    }
  }

  @Test
  void whatKeepsItsCountersMayDropToolsAndAddLimits() {
    String two =
        Scene.policy(
            "\"a\": { \"rate_limit\": \"2/minute\" }, \"b\": { \"rate_limit\": \"3/hour\" }");
    try (Scene scene = Scene.open(folder, two, ReloadGuard.neverWider())) {
      scene.saveAndSettle(Scene.policy("\"a\": { \"rate_limit\": \"2/minute\" }"));
      assertThat(scene.problems).isEmpty();
      scene.saveAndSettle(
          Scene.policy(
              "\"a\": { \"rate_limit\": \"2/minute\", \"limits\": [ { \"window\": \"day\","
                  + " \"max\": 9 } ] }"));
      assertThat(scene.problems).isEmpty();
      scene.saveAndSettle(
          Scene.policy(
              "\"a\": { \"rate_limit\": \"2/day\", \"limits\": [ { \"window\": \"day\","
                  + " \"max\": 9 } ] }"));
      assertThat(scene.problems).isEmpty();
      assertThat(scene.reloads).hasSize(3);
    }
  }

  @Test
  void limitsThatChangePlacesMayForget() {
    String hour = "{ \"window\": \"hour\", \"max\": 3 }";
    String day = "{ \"window\": \"day\", \"max\": 9 }";
    String one = Scene.policy("\"a\": { \"limits\": [ " + hour + ", " + day + " ] }");
    try (Scene scene = Scene.open(folder, one, ReloadGuard.neverWider())) {
      scene.saveAndSettle(Scene.policy("\"a\": { \"limits\": [ " + day + ", " + hour + " ] }"));
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.WIDER);
    }
  }

  private static String limited(String counter, String window, int max) {
    return Scene.policy(
        "\"read\": { \"limits\": [ { \"counter\": \"%s\", \"window\": \"%s\", \"max\": %d } ] }"
            .formatted(counter, window, max));
  }

  @Test
  void aSignatureInBase64IsOneToo() throws IOException {
    try (Scene scene = unlessSigned(READ)) {
      scene.save(READ_AND_WRITE);
      Files.writeString(
          signature, Base64.getEncoder().encodeToString(Scene.sign(KEYS, READ_AND_WRITE)) + "\n");
      scene.settle();
      assertThat(scene.allows("write")).isTrue();
    }
  }

  @Test
  void whatIsNoSignatureOfTheseBytesByThisKeyLetsNothingIn() throws IOException {
    byte[] right = Scene.sign(KEYS, READ_AND_WRITE);
    byte[] flipped = right.clone();
    flipped[10] ^= 1;
    byte[][] wrong = {
      new byte[0],
      new byte[64],
      new byte[63],
      new byte[5_000],
      flipped,
      Scene.sign(KEYS, READ),
      Scene.sign(KEYS, READ_AND_WRITE + "\n"),
      Scene.sign(KEYS, READ_AND_WRITE.replace(" ", "")),
      Scene.sign(OTHERS, READ_AND_WRITE),
      "not base64!".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
      Base64.getEncoder().encode(new byte[65]),
    };
    try (Scene scene = unlessSigned(READ)) {
      scene.save(READ_AND_WRITE);
      for (byte[] each : wrong) {
        Files.write(signature, each);
        scene.settle();
        assertThat(scene.allows("write")).isFalse();
      }
      assertThat(scene.problems).extracting(ReloadProblem::kind).containsOnly(Kind.WIDER);
      assertThat(scene.problems.get(0).message())
          .endsWith(signature + " holds no Ed25519 signature of 64 bytes, bare or in Base64");
      assertThat(scene.problems.get(1).message())
          .endsWith(signature + " is no signature of these bytes by a key that is trusted");
      Files.write(signature, right);
      scene.settle();
      assertThat(scene.allows("write")).isTrue();
    }
  }

  @Test
  void aDirectoryOrAPipeIsNoSignature() throws Exception {
    try (Scene scene = unlessSigned(READ)) {
      Files.createDirectory(signature);
      scene.saveAndSettle(READ_AND_WRITE);
      assertThat(scene.onlyProblem().message())
          .endsWith(signature + " can't be read: it is no regular file");
      assertThat(scene.allows("write")).isFalse();
    }
  }

  @Test
  void anOldPolicyDoesNotComeBackWithItsOldSignature() throws IOException {
    try (Scene scene = unlessSigned(READ)) {
      scene.saveSigned(KEYS, READ_AND_WRITE);
      scene.settle();
      assertThat(scene.allows("write")).isTrue();
      scene.saveSigned(KEYS, READ);
      scene.settle();
      scene.saveSigned(KEYS, READ_AND_WRITE);
      scene.settle();
      assertThat(scene.allows("write")).isFalse();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.REPLAYED);
      assertThat(scene.onlyProblem().message())
          .isEqualTo(
              scene.file
                  + " was in force before and is wider than what is now; to go back to it, change"
                  + " its description and sign it again");
      String anew =
          READ_AND_WRITE.replace("\"version\"", "\"description\": \"Again\", \"version\"");
      scene.saveSigned(KEYS, anew);
      scene.settle();
      assertThat(scene.allows("write")).isTrue();
    }
  }

  @Test
  void theFirstPolicyDoesNotComeBackWithItsOldSignatureEither() throws IOException {
    Files.write(signature, Scene.sign(KEYS, READ_AND_WRITE));
    try (Scene scene =
        Scene.open(folder, READ_AND_WRITE, ReloadGuard.alwaysSigned(KEYS.getPublic()))) {
      scene.saveSigned(KEYS, DENY);
      scene.settle();
      scene.saveSigned(KEYS, READ_AND_WRITE);
      scene.settle();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.REPLAYED);
      assertThat(scene.allows("read")).isFalse();
    }
  }

  @Test
  void whereAllIsSignedNothingUnsignedComesInBeItNarrowerOrTheSame() throws IOException {
    Files.write(signature, Scene.sign(KEYS, READ));
    try (Scene scene = Scene.open(folder, READ, ReloadGuard.alwaysSigned(KEYS.getPublic()))) {
      scene.saveAndSettle(DENY);
      assertThat(scene.allows("read")).isTrue();
      assertThat(scene.onlyProblem().kind()).isEqualTo(Kind.UNSIGNED);
      assertThat(scene.onlyProblem().message())
          .isEqualTo(
              scene.file
                  + " is not signed: "
                  + signature
                  + " is no signature of these bytes by a key that is trusted");
      scene.saveAndSettle(READ.replace(" ", ""));
      assertThat(scene.source.status().isCurrent()).isFalse();
      scene.saveAndSettle(READ);
      assertThat(scene.source.status().isCurrent()).isTrue();
    }
  }

  @Test
  void whereAllIsSignedASourceBeginsWithNothingElse() throws IOException {
    ReloadGuard guard = ReloadGuard.alwaysSigned(OTHERS.getPublic(), KEYS.getPublic());
    assertThatThrownBy(() -> Scene.open(folder, READ, guard))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            folder.resolve("policy.json")
                + " is not signed: "
                + signature
                + " can't be read: there is no such file");
    Files.write(signature, Scene.sign(KEYS, READ));
    Scene.open(folder, READ, guard).close();
  }

  @Test
  void aGrantMayHaveAGuardAndAKeyOfItsOwn() throws IOException {
    Path alice = folder.resolve("alice.json");
    Path bob = folder.resolve("bob.json");
    Scene.write(alice, READ);
    Scene.write(bob, READ);
    try (PolicySource source =
        PolicySource.byGrant(Map.of("alice", alice, "bob", bob))
            .guard(ReloadGuard.widerIfSigned(KEYS.getPublic()))
            .guard("bob", ReloadGuard.widerIfSigned(OTHERS.getPublic()))
            .withoutThread()
            .open()) {
      for (Path file : new Path[] {alice, bob}) {
        Scene.write(file, READ_AND_WRITE);
        Files.write(
            file.resolveSibling(file.getFileName() + ".sig"), Scene.sign(KEYS, READ_AND_WRITE));
      }
      source.look();
      source.look();
      assertThat(source.status().files())
          .filteredOn(file -> file.problem().isPresent())
          .extracting(SourceStatus.FileStatus::file)
          .containsExactly(bob);
    }
  }

  @Test
  void aKeyOfAnotherKindIsRefused() throws GeneralSecurityException {
    for (String kind : new String[] {"Ed448", "EC", "X25519"}) {
      PublicKey key = KeyPairGenerator.getInstance(kind).generateKeyPair().getPublic();
      assertThatThrownBy(() -> ReloadGuard.widerIfSigned(key))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("key must be an Ed25519 key: " + key.getAlgorithm());
    }
  }

  @Test
  void aPastThatIsFullRemembersNothingAndLetsNothingIn() {
    Past past = new Past(2);
    past.add(dev.mcppolicy.Policy.parse(READ));
    past.add(dev.mcppolicy.Policy.parse(READ));
    assertThat(past.isFull()).isFalse();
    past.add(dev.mcppolicy.Policy.parse(DENY));
    past.add(dev.mcppolicy.Policy.parse(READ_AND_WRITE));
    assertThat(past.isFull()).isTrue();
    assertThat(past.holds(dev.mcppolicy.Policy.parse(READ_AND_WRITE))).isFalse();
    assertThat(ReloadMessages.crowded(Path.of("policy.json")))
        .isEqualTo(
            "policy.json is wider, and more policies were in force than are remembered; restart to"
                + " take it");
  }
}
