package dev.mcppolicy.reload;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found where a signature should be. */
final class DetachedSignature {

  /** More than this no signature has; so much is read. */
  static final int MOST_BYTES = 1_024;

  private static final int LENGTH = 64;

  private final Path file;
  private final byte @Nullable [] content;
  private final String unreadable;

  private DetachedSignature(Path file, byte @Nullable [] content, String unreadable) {
    this.file = file;
    this.content = content;
    this.unreadable = unreadable;
  }

  /** Returns what a file holds, which may be a signature. */
  static DetachedSignature read(Path file, byte[] content) {
    return new DetachedSignature(file, content, "");
  }

  /** Returns none, and why. */
  static DetachedSignature unreadable(Path file, String why) {
    return new DetachedSignature(file, null, why);
  }

  /** Returns a text that another has exactly if it holds the same. */
  String fingerprint() {
    return content == null ? unreadable : Sight.sha256(content);
  }

  static Path of(Path document) {
    return document.resolveSibling(document.getFileName() + ".sig");
  }

  static void requireEd25519(PublicKey key) {
    boolean fits =
        key instanceof EdECPublicKey edwards && edwards.getParams().getName().equals("Ed25519");
    if (!fits) {
      throw new IllegalArgumentException(ReloadMessages.notEd25519(key));
    }
  }

  /** Returns why these bytes are not signed by one of the keys, or null if they are. */
  @Nullable String problem(byte[] signed, List<PublicKey> keys) {
    if (content == null) {
      return unreadable;
    }
    byte[] signature = decoded(content);
    if (signature == null) {
      return ReloadMessages.noSignature(file);
    }
    for (PublicKey key : keys) {
      if (isBy(key, signed, signature)) {
        return null;
      }
    }
    return ReloadMessages.wrongSignature(file);
  }

  private static byte @Nullable [] decoded(byte[] content) {
    if (content.length == LENGTH) {
      return content;
    }
    try {
      String text = new String(content, StandardCharsets.US_ASCII).strip();
      byte[] decoded = Base64.getDecoder().decode(text);
      return decoded.length == LENGTH ? decoded : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean isBy(PublicKey key, byte[] signed, byte[] signature) {
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
