package dev.mcppolicy.cli;

import dev.mcppolicy.audit.AuditKeys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Makes a key pair that signs audit logs. */
@Command(
    name = "keygen",
    description = {
      "Makes an Ed25519 key pair: NAME.key.pem signs audit logs and is a secret, which only its owner",
      "may read; NAME.pub.pem checks the signatures. Files that are there are left alone."
    },
    footer = {
      "  policy audit keygen audit",
      "",
      "Text:  the files, and the fingerprint of the key",
      "JSON:  {\"private\", \"public\", \"fingerprint\"}",
      "Exit:  0 made, 2 a file is there or can't be written."
    })
final class AuditKeygenCommand extends Subcommand {

  @Parameters(arity = "1", paramLabel = "NAME", description = "What the files begin with.")
  private String name = "";

  AuditKeygenCommand(Output out) {
    super(out);
  }

  @Override
  public Integer call() {
    KeyPair keys = AuditKeys.generate();
    Path secret = path(name + ".key.pem");
    Path open = path(name + ".pub.pem");
    if (Files.exists(open)) {
      throw new UnusableException(AuditMessages.isLeftAlone(open));
    }
    write(secret, AuditKeys.privateToPem(keys), "rw-------");
    write(open, AuditKeys.publicToPem(keys), "rw-r--r--");
    String fingerprint = AuditKeys.fingerprint(keys.getPublic());
    if (asJson()) {
      out.document(
          Json.print(
              Json.object()
                  .put("private", secret.toString())
                  .put("public", open.toString())
                  .put("fingerprint", fingerprint)));
    } else {
      out.line(secret.toString()).line(open.toString()).line(fingerprint);
    }
    return Exit.FINE;
  }

  private static void write(Path file, String pem, String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] attributes =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
            }
            : new FileAttribute<?>[0];
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer bytes = ByteBuffer.wrap(pem.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (FileAlreadyExistsException e) {
      throw new UnusableException(AuditMessages.isLeftAlone(file));
    } catch (IOException e) {
      throw new UnusableException(CliMessages.cantBeWritten(file, e));
    }
  }
}
