package dev.mcppolicy.audit;

import dev.mcppolicy.audit.AuditRecord.Signature;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/** Signs how far a chain has come, and checks such signatures. */
final class Signer {

  private static final String ALGORITHM = "Ed25519";

  private final PrivateKey key;
  private final String fingerprint;

  private Signer(PrivateKey key, String fingerprint) {
    this.key = key;
    this.fingerprint = fingerprint;
  }

  /**
   * Returns a signer.
   *
   * @throws IllegalArgumentException if the keys are no Ed25519 keys, or don't belong together
   */
  static Signer of(KeyPair keys) {
    try {
      Signer signer = new Signer(keys.getPrivate(), fingerprint(keys.getPublic()));
      Signature signature = signer.sign(0, Instant.EPOCH, "");
      if (isGood(signature, keys.getPublic(), 0, Instant.EPOCH, "")) {
        return signer;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(AuditMessages.noSigningKeys(), e);
    }
    throw new IllegalArgumentException(AuditMessages.noSigningKeys());
  }

  /**
   * Requires a key that checks signatures.
   *
   * @throws IllegalArgumentException if it doesn't
   */
  static void requireKey(PublicKey key) {
    try {
      java.security.Signature.getInstance(ALGORITHM).initVerify(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(AuditMessages.noSigningKeys(), e);
    }
  }

  static String fingerprint(PublicKey key) {
    return "sha256:" + HexFormat.of().formatHex(Line.sha256().digest(key.getEncoded()));
  }

  Signature sign(long number, Instant time, String previous) throws GeneralSecurityException {
    java.security.Signature signing = java.security.Signature.getInstance(ALGORITHM);
    signing.initSign(key);
    signing.update(text(fingerprint, number, time, previous));
    return new Signature(fingerprint, Base64.getEncoder().encodeToString(signing.sign()));
  }

  /** Says whether a signature was made with a key, of a record of this number, time and past. */
  static boolean isGood(
      Signature signature, PublicKey key, long number, Instant time, String previous) {
    try {
      java.security.Signature checking = java.security.Signature.getInstance(ALGORITHM);
      checking.initVerify(key);
      checking.update(text(signature.key(), number, time, previous));
      return signature.key().equals(fingerprint(key))
          && checking.verify(Base64.getDecoder().decode(signature.value()));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] text(String key, long number, Instant time, String previous) {
    return ("mcp-policy-audit-1\n" + key + "\n" + number + "\n" + time + "\n" + previous + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
