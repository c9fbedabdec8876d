package dev.millrace.builder.sign;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * A private key: ECDSA on P-256 with SHA-256, or Ed25519. The signature of a message is always the same (RFC 6979, RFC 8032), so signing again changes
 * nothing. Never shows the key.
 */
public final class SigningKey {
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z ]{1,40})-----([A-Za-z0-9+/=\\s]{1,20000})-----END \\1-----");

    private static final int MAX_FILE_BYTES = 64 << 10;

    private final AsymmetricKeyParameter key;

    private SigningKey(AsymmetricKeyParameter key) {
        this.key = key;
    }

    /**
     * Reads a key file.
     *
     * @param password the password of a key by cosign
     * @throws IllegalArgumentException if the file can't be read or is as in {@link #parse}; the message names the file
     */
    public static SigningKey read(Path file, Optional<String> password) {
        try (InputStream in = Files.newInputStream(file)) {
            return parse(new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.UTF_8), password);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    file + " can't be read: " + e.getClass().getSimpleName(), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + " " + e.getMessage(), e);
        }
    }

    /**
     * Reads a key: PKCS #8 ({@code PRIVATE KEY}), or one by {@code cosign generate-key-pair}.
     *
     * @param pem the text of the key file
     * @param password the password of a key by cosign
     * @throws IllegalArgumentException if the text contains no key that is supported, or the password is wrong; the message shows neither
     */
    public static SigningKey parse(String pem, Optional<String> password) {
        Matcher block = PEM.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("contains no private key (PEM)");
        }
        byte[] content = Base64.getMimeDecoder().decode(block.group(2));
        return switch (block.group(1)) {
            case "PRIVATE KEY" -> new SigningKey(supported(content));
            case "ENCRYPTED SIGSTORE PRIVATE KEY", "ENCRYPTED COSIGN PRIVATE KEY" ->
                new SigningKey(supported(EncryptedKey.decrypt(
                        content,
                        password.orElseThrow(
                                () -> new IllegalArgumentException("contains an encrypted key; set its password")))));
            default ->
                throw new IllegalArgumentException("contains a key in the form " + block.group(1)
                        + "; convert it with: openssl pkcs8 -topk8 -nocrypt");
        };
    }

    private static AsymmetricKeyParameter supported(byte[] encoded) {
        AsymmetricKeyParameter key = decoded(encoded);
        boolean p256 = key instanceof ECPrivateKeyParameters ec
                && ec.getParameters() instanceof ECNamedDomainParameters curve
                && curve.getName().equals(X9ObjectIdentifiers.prime256v1);
        if (!p256 && !(key instanceof Ed25519PrivateKeyParameters)) {
            throw new IllegalArgumentException("contains a key that is neither ECDSA P-256 nor Ed25519");
        }
        return key;
    }

    private static AsymmetricKeyParameter decoded(byte[] encoded) {
        try {
            return PrivateKeyFactory.createKey(encoded);
        } catch (IOException | RuntimeException e) {
            // The cause may show a part of the key.
            throw new IllegalArgumentException("contains a private key that can't be read (PKCS #8)");
        }
    }

    /** The signature of a message; ECDSA signatures in DER. */
    byte[] sign(byte[] message) {
        Signer signer = key instanceof Ed25519PrivateKeyParameters
                ? new Ed25519Signer()
                : new DSADigestSigner(new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest())), new SHA256Digest());
        signer.init(true, key);
        signer.update(message, 0, message.length);
        try {
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a signature needs a key and a message only", e);
        }
    }

    /** The public key that verifies the signatures (PEM), to be shown and copied into policies. */
    public String publicKey() {
        try {
            byte[] encoded = SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicParameters())
                    .getEncoded();
            return "-----BEGIN PUBLIC KEY-----\n"
                    + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                    + "\n-----END PUBLIC KEY-----\n";
        } catch (IOException e) {
            throw new IllegalStateException("a public key is encoded in memory", e);
        }
    }

    private AsymmetricKeyParameter publicParameters() {
        return switch (key) {
            case Ed25519PrivateKeyParameters ed -> ed.generatePublicKey();
            case ECPrivateKeyParameters ec ->
                new ECPublicKeyParameters(
                        new FixedPointCombMultiplier()
                                .multiply(ec.getParameters().getG(), ec.getD()),
                        ec.getParameters());
            default -> throw new IllegalStateException("parse returns keys of two kinds only");
        };
    }

    @Override
    public String toString() {
        return "SigningKey[***]";
    }
}
