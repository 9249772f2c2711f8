package dev.mcppolicy.audit;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts recorded arguments, and decrypts them again: AES in Galois/Counter Mode, bound to the
 * decision to which they belong.
 *
 * <p>This class is immutable and thread-safe.
 */
public final class ArgumentSeal {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKey key;
  private final SecureRandom random = new SecureRandom();

  private ArgumentSeal(SecretKey key) {
    this.key = key;
  }

  /**
   * Returns a seal with a key for AES.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static ArgumentSeal of(SecretKey key) {
    ArgumentSeal seal = new ArgumentSeal(Objects.requireNonNull(key, "key"));
    try {
      seal.seal("", "");
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(AuditMessages.noAesKey(), e.getCause());
    }
    return seal;
  }

  /**
   * Returns a seal with a key of 16, 24 or 32 bytes.
   *
   * @throws IllegalArgumentException if it has another length
   */
  public static ArgumentSeal of(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException(AuditMessages.noAesKey());
    }
    return of(new SecretKeySpec(key, "AES"));
  }

  /**
   * What was sealed of a call.
   *
   * @param arguments what the host's redactor let through of the arguments
   * @param caller the caller's attributes
   */
  public record Opened(
      Map<String, @Nullable Object> arguments, Map<String, @Nullable Object> caller) {}

  /**
   * Opens what is sealed in a record; empty if nothing is.
   *
   * @throws GeneralSecurityException if the key is another, or the record was changed
   */
  public Optional<Opened> open(AuditRecord.Decided decided) throws GeneralSecurityException {
    if (decided.sealed().isEmpty()) {
      return Optional.empty();
    }
    byte[] plain = open(decided.id(), decided.sealed().get());
    try {
      Fields fields = new Fields(JsonObjects.read(plain));
      Opened opened =
          new Opened(
              fields.object("arguments").orElse(Map.of()),
              fields.object("caller").orElse(Map.of()));
      fields.requireNoMore();
      return Optional.of(opened);
    } catch (Fields.WrongException e) {
      throw new GeneralSecurityException(e.getMessage(), e);
    }
  }

  private byte[] open(String id, String sealed) throws GeneralSecurityException {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(sealed);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException(AuditMessages.noBase64("sealed"), e);
    }
    if (bytes.length < NONCE_BYTES) {
      throw new GeneralSecurityException(AuditMessages.noBase64("sealed"));
    }
    Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(bytes, NONCE_BYTES), id);
    return cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
  }

  /** Returns an object with both, encrypted and in Base64. */
  String seal(String id, String json) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] hidden =
          cipher(Cipher.ENCRYPT_MODE, nonce, id).doFinal(json.getBytes(StandardCharsets.UTF_8));
      byte[] all = Arrays.copyOf(nonce, NONCE_BYTES + hidden.length);
      System.arraycopy(hidden, 0, all, NONCE_BYTES, hidden.length);
      return Base64.getEncoder().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(AuditMessages.cantSeal(), e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String id) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Says nothing of the key. */
  @Override
  public String toString() {
    return "ArgumentSeal";
  }
}
