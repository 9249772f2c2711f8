package dev.mcppolicy.reload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What one look at a file found. A look reads the whole content: neither a time nor a size nor a
 * notification of the file system tells reliably, over networks and links, that it has changed.
 */
sealed interface Sight {

  /** How many bytes of a document are read: one more than it may have. */
  int ENOUGH_BYTES = 1024 * 1024 + 1;

  /** Returns a text that another sight has exactly if it saw the same. */
  String fingerprint();

  /** A file that was read, its end missing if it is too long, and what was found beside it. */
  final class Document implements Sight {
    private final Path file;
    private final byte[] json;
    private final DetachedSignature signature;
    private final String fingerprint;

    private Document(Path file, byte[] json, DetachedSignature signature) {
      this.file = file;
      this.json = json;
      this.signature = signature;
      this.fingerprint = "document " + sha256(json) + " signature " + signature.fingerprint();
    }

    Path file() {
      return file;
    }

    byte[] json() {
      return json;
    }

    DetachedSignature signature() {
      return signature;
    }

    @Override
    public String fingerprint() {
      return fingerprint;
    }
  }

  /**
   * A file that can't be read.
   *
   * @param message why
   */
  record Unreadable(String message) implements Sight {
    @Override
    public String fingerprint() {
      return message;
    }
  }

  /** Looks at a file, and at its signature if that is wanted. */
  static Sight of(Path file, boolean signed) {
    byte[] json;
    try {
      json = bytes(file, ENOUGH_BYTES);
    } catch (IOException e) {
      return new Unreadable(why(file, e));
    }
    Path beside = DetachedSignature.of(file);
    return new Document(
        file, json, signed ? signature(beside) : DetachedSignature.unreadable(beside, ""));
  }

  private static DetachedSignature signature(Path file) {
    try {
      return DetachedSignature.read(file, bytes(file, DetachedSignature.MOST_BYTES));
    } catch (IOException e) {
      return DetachedSignature.unreadable(file, why(file, e));
    }
  }

  private static String why(Path file, IOException failure) {
    return failure instanceof NotAFile
        ? ReloadMessages.notAFile(file)
        : ReloadMessages.cantBeRead(file, failure);
  }

  /** Reads no more than so many bytes of a file, and nothing of a pipe or a device. */
  private static byte[] bytes(Path file, int most) throws IOException {
    // Opening a pipe that nobody writes to would never return.
    if (!Files.readAttributes(file, BasicFileAttributes.class).isRegularFile()) {
      throw new NotAFile();
    }
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(most);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Says that there is something, but no file. */
  final class NotAFile extends IOException {
    private static final long serialVersionUID = 1L;
  }
}
