package dev.mcppolicy.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate of 127.0.0.1, signed by itself, in a file that the JDK's own tool makes. */
final class Certificate {

  static final String PASSWORD = "changeit";

  private Certificate() {}

  static Path create(Path folder) throws IOException, InterruptedException {
    Path file = folder.resolve("certificate.p12");
    Process made =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair",
                    "-alias",
                    "redis",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=127.0.0.1",
                    "-ext",
                    "SAN=ip:127.0.0.1",
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-storepass",
                    PASSWORD,
                    "-keystore",
                    file.toString()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (made.waitFor() != 0) {
      throw new IOException(Files.readString(folder.resolve("keytool.log")));
    }
    return file;
  }

  private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  /** Writes the certificate beside the file, as a server reads it. */
  static Path certificate(Path file) throws IOException, GeneralSecurityException {
    return pem(file, "CERTIFICATE", read(file).getCertificate("redis").getEncoded());
  }

  /** Writes the key beside the file, as a server reads it. */
  static Path key(Path file) throws IOException, GeneralSecurityException {
    return pem(
        file, "PRIVATE KEY", read(file).getKey("redis", PASSWORD.toCharArray()).getEncoded());
  }

  private static Path pem(Path file, String kind, byte[] content) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file.resolveSibling(kind.replace(' ', '-') + ".pem"),
        "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
  }

  /** Makes doors that show the certificate. */
  static ServerSocketFactory doors(Path file) throws IOException, GeneralSecurityException {
    KeyStore store = read(file);
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context.getServerSocketFactory();
  }
}
