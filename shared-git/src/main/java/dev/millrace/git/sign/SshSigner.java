package dev.millrace.git.sign;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.signers.DSADigestSigner;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.util.OpenSSHPrivateKeyUtil;
import org.bouncycastle.crypto.util.OpenSSHPublicKeyUtil;

/** SSH signatures for Git's namespace (OpenSSH, PROTOCOL.sshsig). */
final class SshSigner implements dev.millrace.git.sign.Signer {
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final String NAMESPACE = "git";
    private static final String HASH = "sha512";

    private final AsymmetricKeyParameter key;
    private final byte[] publicKey;

    private SshSigner(AsymmetricKeyParameter key, byte[] publicKey) {
        this.key = key;
        this.publicKey = publicKey;
    }

    static SshSigner of(String pem) {
        try {
            String body = pem.lines().filter(line -> !line.startsWith("-----")).reduce("", String::concat);
            AsymmetricKeyParameter key = OpenSSHPrivateKeyUtil.parsePrivateKeyBlob(
                    Base64.getMimeDecoder().decode(body));
            return new SshSigner(key, OpenSSHPublicKeyUtil.encodePublicKey(publicKey(key)));
        } catch (IllegalArgumentException | IllegalStateException | IOException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException(
                    "not an OpenSSH private key without a passphrase (" + e.getMessage() + ")", e);
        }
    }

    private static AsymmetricKeyParameter publicKey(AsymmetricKeyParameter key) {
        return switch (key) {
            case Ed25519PrivateKeyParameters edwards -> edwards.generatePublicKey();
            case RSAPrivateCrtKeyParameters rsa ->
                new RSAKeyParameters(false, rsa.getModulus(), rsa.getPublicExponent());
            case ECPrivateKeyParameters curve
            when bits(curve) == 256 ->
                new ECPublicKeyParameters(
                        curve.getParameters().getG().multiply(curve.getD()).normalize(), curve.getParameters());
            default -> throw new IllegalArgumentException("this type of key is not supported");
        };
    }

    private static int bits(ECPrivateKeyParameters curve) {
        return curve.getParameters().getN().bitLength();
    }

    @Override
    public String sign(byte[] content) {
        byte[] message = bytes(out -> {
            out.write(MAGIC);
            text(out, NAMESPACE);
            text(out, "");
            text(out, HASH);
            string(out, sha512(content));
        });
        byte[] all = bytes(out -> {
            out.write(MAGIC);
            out.writeInt(1);
            string(out, publicKey);
            text(out, NAMESPACE);
            text(out, "");
            text(out, HASH);
            string(out, signature(message));
        });
        Base64.Encoder lines = Base64.getMimeEncoder(70, new byte[] {'\n'});
        return "-----BEGIN SSH SIGNATURE-----\n" + lines.encodeToString(all) + "\n-----END SSH SIGNATURE-----\n";
    }

    private byte[] signature(byte[] message) {
        return switch (key) {
            case Ed25519PrivateKeyParameters edwards ->
                named("ssh-ed25519", signed(new Ed25519Signer(), edwards, message));
            case RSAPrivateCrtKeyParameters rsa ->
                named("rsa-sha2-512", signed(new RSADigestSigner(new SHA512Digest()), rsa, message));
            case ECPrivateKeyParameters curve -> {
                byte[] both = signed(
                        new DSADigestSigner(new ECDSASigner(), new SHA256Digest(), PlainDSAEncoding.INSTANCE),
                        curve,
                        message);
                int half = both.length / 2;
                yield named("ecdsa-sha2-nistp256", bytes(out -> {
                    string(out, new BigInteger(1, both, 0, half).toByteArray());
                    string(out, new BigInteger(1, both, half, half).toByteArray());
                }));
            }
            default -> throw new IllegalStateException("keys of other kinds are rejected before");
        };
    }

    private static byte[] signed(Signer signer, AsymmetricKeyParameter key, byte[] message) {
        try {
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        } catch (CryptoException e) {
            throw new IllegalStateException("a key that was read can sign", e);
        }
    }

    private static byte[] named(String algorithm, byte[] signature) {
        return bytes(out -> {
            text(out, algorithm);
            string(out, signature);
        });
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new IllegalStateException("writing to memory doesn't fail", e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        string(out, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void string(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] sha512(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-512").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
