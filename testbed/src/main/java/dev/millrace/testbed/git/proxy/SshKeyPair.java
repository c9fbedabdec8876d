package dev.millrace.testbed.git.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.Base64;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/** A new key pair. */
public record SshKeyPair(KeyPair pair) {

    public static SshKeyPair ed25519() {
        return of("ssh-ed25519", 256);
    }

    /** @param type the OpenSSH name of the type, such as {@code ssh-rsa} */
    public static SshKeyPair of(String type, int bits) {
        try {
            return new SshKeyPair(KeyUtils.generateKeyPair(type, bits));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no such key: " + type, e);
        }
    }

    /** The private key in the format of ssh-keygen. */
    public String openSsh() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "of the testbed", null, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    /** The private key in PKCS #8, the format of OpenSSL. */
    public String pem() {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
