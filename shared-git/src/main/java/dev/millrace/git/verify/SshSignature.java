package dev.millrace.git.verify;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * An SSH signature (OpenSSH, PROTOCOL.sshsig).
 *
 * @param key the public key in SSH's wire format
 * @param namespace the purpose of the signature
 * @param hash the hash algorithm of the content
 * @param algorithm the signature algorithm of the hash
 * @param signature the signature in the algorithm's form
 * @param token the extra data of a security key; empty for other keys
 */
record SshSignature(
        byte[] key, String namespace, String reserved, String hash, String algorithm, byte[] signature, byte[] token) {
    private static final byte[] MAGIC = "SSHSIG".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final String BEGIN = "-----BEGIN SSH SIGNATURE-----";
    private static final String END = "-----END SSH SIGNATURE-----";

    /** @throws IllegalArgumentException if it is invalid, or of an unknown version */
    static SshSignature of(String armoured) {
        String text = armoured.strip();
        if (!text.startsWith(BEGIN) || !text.endsWith(END)) {
            throw new IllegalArgumentException("without its BEGIN and END lines");
        }
        String body = text.substring(BEGIN.length(), text.length() - END.length());
        ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(body.replaceAll("\\s", "")));
        try {
            byte[] magic = new byte[MAGIC.length];
            in.get(magic);
            if (!Arrays.equals(magic, MAGIC) || in.getInt() != VERSION) {
                throw new IllegalArgumentException("of an unknown version");
            }
            byte[] key = string(in);
            String namespace = text(in);
            String reserved = text(in);
            String hash = text(in);
            ByteBuffer signature = ByteBuffer.wrap(string(in));
            String algorithm = text(signature);
            byte[] value = string(signature);
            byte[] token = new byte[signature.remaining()];
            signature.get(token);
            if (in.hasRemaining()) {
                throw new IllegalArgumentException("with trailing data");
            }
            return new SshSignature(key, namespace, reserved, hash, algorithm, value, token);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("truncated", e);
        }
    }

    /** The bytes that the key signed, if it signed this content. */
    byte[] signedData(byte[] content) {
        byte[] digest = digest(hash, content);
        ByteBuffer out = ByteBuffer.allocate(MAGIC.length
                + 4 * Integer.BYTES
                + namespace.length()
                + reserved.length()
                + hash.length()
                + digest.length);
        out.put(MAGIC);
        put(out, namespace.getBytes(StandardCharsets.ISO_8859_1));
        put(out, reserved.getBytes(StandardCharsets.ISO_8859_1));
        put(out, hash.getBytes(StandardCharsets.ISO_8859_1));
        put(out, digest);
        return out.array();
    }

    private static byte[] digest(String hash, byte[] content) {
        String name =
                switch (hash) {
                    case "sha256" -> "SHA-256";
                    case "sha512" -> "SHA-512";
                    default -> throw new IllegalArgumentException("with an unsupported hash algorithm");
                };
        try {
            return MessageDigest.getInstance(name).digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + name, e);
        }
    }

    private static void put(ByteBuffer out, byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }

    /** The next string in wire format (RFC 4251, 5). */
    static byte[] string(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    static String text(ByteBuffer in) {
        return new String(string(in), StandardCharsets.ISO_8859_1);
    }
}
