package dev.millrace.registry.verify;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Public keys (PEM, SubjectPublicKeyInfo), any of which may have signed: ECDSA, RSA (PKCS #1 v1.5 with SHA-256), or Ed25519, as
 * cosign creates them. */
public final class PublicKeys {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");
    private static final List<String> KINDS = List.of("EC", "RSA", "Ed25519");
    private static final int MIN_RSA_BITS = 2048;

    private final List<PublicKey> keys;

    private PublicKeys(List<PublicKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * The keys of a PEM text.
     *
     * @throws IllegalArgumentException if it contains no key or an unsupported one
     */
    public static PublicKeys parse(String pem) {
        List<PublicKey> keys = new ArrayList<>();
        Matcher blocks = PEM.matcher(pem);
        while (blocks.find()) {
            keys.add(key(Base64.getMimeDecoder().decode(blocks.group(1))));
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("contains no public key (PEM)");
        }
        return new PublicKeys(keys);
    }

    private static PublicKey key(byte[] encoded) {
        PublicKey key = KINDS.stream()
                .flatMap(kind -> key(kind, encoded).stream())
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("contains a public key that is neither ECDSA, RSA nor Ed25519"));
        if (key instanceof RSAKey rsa && rsa.getModulus().bitLength() < MIN_RSA_BITS) {
            throw new IllegalArgumentException("contains an RSA key of fewer than " + MIN_RSA_BITS + " bits");
        }
        return key;
    }

    private static Optional<PublicKey> key(String kind, byte[] encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            return Optional.empty();
        }
    }

    /** Returns true if one of the keys has signed these bytes. */
    public boolean signed(byte[] message, byte[] signature) {
        return keys.stream().anyMatch(key -> signed(key, message, signature));
    }

    private static boolean signed(PublicKey key, byte[] message, byte[] signature) {
        return switch (key.getAlgorithm()) {
            // For larger curves, some versions of cosign use the larger hash.
            case "EC" ->
                Stream.of("SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA")
                        .anyMatch(algorithm -> signed(algorithm, key, false, message, signature));
            case "RSA" -> signed("SHA256withRSA", key, false, message, signature);
            default ->
                signed("Ed25519", key, false, message, signature) || signed("Ed25519", key, true, message, signature);
        };
    }

    private static boolean signed(String algorithm, PublicKey key, boolean prehash, byte[] message, byte[] signature) {
        try {
            Signature check = Signature.getInstance(algorithm);
            if (prehash) {
                check.setParameter(new EdDSAParameterSpec(true));
            }
            check.initVerify(key);
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature in another form than this key's does not match.
            return false;
        }
    }
}
