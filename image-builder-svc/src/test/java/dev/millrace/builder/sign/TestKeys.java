package dev.millrace.builder.sign;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** New private keys (PKCS #8, PEM), each time another. */
final class TestKeys {
    private TestKeys() {}

    enum Kind {
        P256,
        ED25519
    }

    static String pem(Kind kind) {
        return switch (kind) {
            case P256 -> ec("secp256r1");
            case ED25519 -> pem(generator("Ed25519"));
        };
    }

    /** A key on another curve. */
    static String ec(String curve) {
        KeyPairGenerator generator = generator("EC");
        try {
            generator.initialize(new ECGenParameterSpec(curve));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return pem(generator);
    }

    static String rsa() {
        KeyPairGenerator generator = generator("RSA");
        generator.initialize(2048);
        return pem(generator);
    }

    private static KeyPairGenerator generator(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(KeyPairGenerator generator) {
        byte[] encoded = generator.generateKeyPair().getPrivate().getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }
}
