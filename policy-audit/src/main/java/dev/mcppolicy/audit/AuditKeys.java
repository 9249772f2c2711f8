package dev.mcppolicy.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys, which sign logs, and the PEM files in which they are kept. */
public final class AuditKeys {

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private AuditKeys() {}

  /** Returns a new key pair. */
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }

  /**
   * Reads a key pair, as {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey
   * -pubout} write it.
   *
   * @throws IOException if a file can't be read, holds no such key, or the keys don't belong
   *     together
   */
  public static KeyPair read(Path privateKey, Path publicKey) throws IOException {
    PublicKey open = readPublic(publicKey);
    byte[] encoded = decode(privateKey, PRIVATE);
    try {
      KeyPair keys =
          new KeyPair(
              open,
              KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
      Signer.of(keys);
      return keys;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(AuditMessages.noPair(privateKey, publicKey), e);
    }
  }

  /**
   * Reads a public key.
   *
   * @throws IOException if the file can't be read, or holds no such key
   */
  public static PublicKey readPublic(Path file) throws IOException {
    byte[] encoded = decode(file, PUBLIC);
    try {
      return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    } catch (GeneralSecurityException e) {
      throw new IOException(AuditMessages.noKey(file, PUBLIC), e);
    }
  }

  /** Returns a private key as the text of a PEM file, which is a secret. */
  public static String privateToPem(KeyPair keys) {
    return encode(PRIVATE, keys.getPrivate().getEncoded());
  }

  /** Returns a public key as the text of a PEM file. */
  public static String publicToPem(KeyPair keys) {
    return encode(PUBLIC, keys.getPublic().getEncoded());
  }

  /** Returns what records call a key: {@code sha256:} and a digest of its encoding. */
  public static String fingerprint(PublicKey key) {
    return Signer.fingerprint(key);
  }

  private static String encode(String what, byte[] bytes) {
    return "-----BEGIN "
        + what
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes)
        + "\n-----END "
        + what
        + "-----\n";
  }

  private static byte[] decode(Path file, String what) throws IOException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    String begin = "-----BEGIN " + what + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + what + "-----");
    if (from < 0 || to < from) {
      throw new IOException(AuditMessages.noKey(file, what));
    }
    String inside = text.substring(from + begin.length(), to).replaceAll("[\r\n \t]", "");
    try {
      return Base64.getDecoder().decode(inside);
    } catch (IllegalArgumentException e) {
      throw new IOException(AuditMessages.noKey(file, what), e);
    }
  }
}
