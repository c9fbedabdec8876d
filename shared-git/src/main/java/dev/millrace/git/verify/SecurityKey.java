package dev.millrace.git.verify;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * A security key that stores an SSH key (OpenSSH, PROTOCOL.u2f). A signature counts only if the key was touched for it.
 *
 * @param plain its public key, in the form of an SSH key that is not in a security key
 * @param application the application it was created for
 */
record SecurityKey(byte[] plain, byte[] application) {
    static final String ED25519 = "sk-ssh-ed25519@openssh.com";
    static final String ECDSA = "sk-ecdsa-sha2-nistp256@openssh.com";

    private static final int TOUCHED = 1;
    private static final int FLAGS_AND_COUNTER = Byte.BYTES + Integer.BYTES;

    /** @param blob a public key in wire format, of that type; empty if it is not a security key's */
    static Optional<SecurityKey> of(String type, byte[] blob) {
        ByteBuffer in = ByteBuffer.wrap(blob);
        return switch (type) {
            case ED25519 -> {
                SshSignature.string(in);
                byte[] key = SshSignature.string(in);
                yield Optional.of(new SecurityKey(strings(bytes("ssh-ed25519"), key), SshSignature.string(in)));
            }
            case ECDSA -> {
                SshSignature.string(in);
                byte[] curve = SshSignature.string(in);
                byte[] point = SshSignature.string(in);
                yield Optional.of(
                        new SecurityKey(strings(bytes("ecdsa-sha2-nistp256"), curve, point), SshSignature.string(in)));
            }
            default -> Optional.empty();
        };
    }

    /** The bytes that the key signs for a content: they include the touch flag and the counter. */
    byte[] signedData(byte[] content, byte[] flagsAndCounter) {
        if (flagsAndCounter.length != FLAGS_AND_COUNTER || (flagsAndCounter[0] & TOUCHED) == 0) {
            throw new IllegalArgumentException("of a security key that was not touched");
        }
        byte[] application = sha256(this.application);
        byte[] message = sha256(content);
        return ByteBuffer.allocate(application.length + flagsAndCounter.length + message.length)
                .put(application)
                .put(flagsAndCounter)
                .put(message)
                .array();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] strings(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += Integer.BYTES + part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        for (byte[] part : parts) {
            out.putInt(part.length).put(part);
        }
        return out.array();
    }

    private static byte[] sha256(byte[] content) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(content);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
