package dev.millrace.git.verify;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.CipherParameters;
import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/**
 * An SSH public key: Ed25519, ECDSA on NIST's curves, or RSA of 2048 bits or more; the first two also in a security key.
 *
 * @param blob the key in SSH's wire format
 * @param token the security key that stores it, if there is one
 */
record SshKey(String type, byte[] blob, AsymmetricKeyParameter key, Optional<SecurityKey> token) {
    private static final Set<String> SUPPORTED = Set.of(
            "ssh-ed25519",
            "ssh-rsa",
            "ecdsa-sha2-nistp256",
            "ecdsa-sha2-nistp384",
            "ecdsa-sha2-nistp521",
            SecurityKey.ED25519,
            SecurityKey.ECDSA);
    private static final int MIN_RSA_BITS = 2048;

    /** @throws IllegalArgumentException if it is not a key or not supported; the message continues "a key" */
    static SshKey of(String type, String base64) {
        try {
            if (!SUPPORTED.contains(type)) {
                throw new IllegalArgumentException("of the type " + type + ", which is not supported");
            }
            byte[] blob = Base64.getDecoder().decode(base64);
            if (!SshSignature.text(ByteBuffer.wrap(blob)).equals(type)) {
                throw new IllegalArgumentException("the key is not of the declared type " + type);
            }
            Optional<SecurityKey> token = SecurityKey.of(type, blob);
            byte[] plain = token.map(SecurityKey::plain).orElse(blob);
            return new SshKey(type, blob, check(OpenSSHPublicKeyUtil.parsePublicKey(plain)), token);
        } catch (BufferUnderflowException | IllegalStateException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("that is truncated", e);
        }
    }

    private static AsymmetricKeyParameter check(AsymmetricKeyParameter key) {
        return switch (key) {
            case Ed25519PublicKeyParameters edwards -> edwards;
            case ECPublicKeyParameters curve -> curve;
            case RSAKeyParameters rsa when rsa.getModulus().bitLength() >= MIN_RSA_BITS -> rsa;
            case RSAKeyParameters rsa -> throw new IllegalArgumentException("of RSA with less than 2048 bits");
            default -> throw new IllegalArgumentException("of an unsupported type");
        };
    }

    boolean isOf(SshSignature signature) {
        return Arrays.equals(blob, signature.key());
    }

    /** The fingerprint in the form of {@code ssh-keygen -l}. */
    static String fingerprint(byte[] blob) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws IllegalArgumentException if the signature does not have the form of this key */
    boolean hasSigned(byte[] content, SshSignature signature) {
        if (token.isEmpty() && signature.token().length > 0) {
            throw new IllegalArgumentException("with trailing data");
        }
        byte[] data = signature.signedData(content);
        return hasSigned(
                signature,
                token.map(one -> one.signedData(data, signature.token())).orElse(data));
    }

    private boolean hasSigned(SshSignature signature, byte[] data) {
        return switch (key) {
            case Ed25519PublicKeyParameters edwards ->
                signature.algorithm().equals(type)
                        && verifies(new Ed25519Signer(), edwards, data, signature.signature());
            case RSAKeyParameters rsa ->
                verifies(new RSADigestSigner(rsaDigest(signature.algorithm())), rsa, data, signature.signature());
            case ECPublicKeyParameters curve ->
                signature.algorithm().equals(type)
                        && verifies(curve, hashed(digest(curve), data), signature.signature());
            default -> throw new IllegalStateException("keys of other types are rejected before");
        };
    }

    private static boolean verifies(Signer signer, CipherParameters key, byte[] data, byte[] signature) {
        signer.init(false, key);
        signer.update(data, 0, data.length);
        return signer.verifySignature(signature);
    }

    private static Digest rsaDigest(String algorithm) {
        return switch (algorithm) {
            case "rsa-sha2-256" -> new SHA256Digest();
            case "rsa-sha2-512" -> new SHA512Digest();
            default -> throw new IllegalArgumentException("with an unsupported algorithm");
        };
    }

    /** RFC 5656, 6.2.1. */
    private static Digest digest(ECPublicKeyParameters curve) {
        int bits = curve.getParameters().getN().bitLength();
        return bits <= 256 ? new SHA256Digest() : bits <= 384 ? new SHA384Digest() : new SHA512Digest();
    }

    private static byte[] hashed(Digest digest, byte[] data) {
        digest.update(data, 0, data.length);
        byte[] hash = new byte[digest.getDigestSize()];
        digest.doFinal(hash, 0);
        return hash;
    }

    /** A signature of two numbers (RFC 5656, 3.1.2). */
    private static boolean verifies(ECPublicKeyParameters curve, byte[] hash, byte[] signature) {
        try {
            ByteBuffer in = ByteBuffer.wrap(signature);
            BigInteger r = new BigInteger(SshSignature.string(in));
            BigInteger s = new BigInteger(SshSignature.string(in));
            ECDSASigner signer = new ECDSASigner();
            signer.init(false, curve);
            return signer.verifySignature(hash, r, s);
        } catch (BufferUnderflowException | NumberFormatException e) {
            throw new IllegalArgumentException("truncated", e);
        }
    }
}
