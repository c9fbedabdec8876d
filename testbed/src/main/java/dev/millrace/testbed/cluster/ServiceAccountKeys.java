package dev.millrace.testbed.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The key pair that signs and verifies the tokens of service accounts, as PEM files. */
record ServiceAccountKeys(Path signing, Path verification) {

    static ServiceAccountKeys in(Path directory) {
        ServiceAccountKeys keys = new ServiceAccountKeys(
                directory.resolve("service-account.key"), directory.resolve("service-account.pub"));
        if (!Files.exists(keys.verification)) {
            keys.create();
        }
        return keys;
    }

    private void create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            Files.writeString(signing, pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
            Files.writeString(verification, pem("PUBLIC KEY", pair.getPublic().getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write the keys of the service accounts", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    private static String pem(String kind, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
    }
}
