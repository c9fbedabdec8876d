package dev.millrace.git.sign;

import java.util.Optional;

/** Signs with one private key. Thread-safe; never shows its key. */
public interface Signer {

    /** The armoured signature of these bytes, in the form of the commit header {@code gpgsig}. */
    String sign(byte[] content);

    /**
     * Signs as {@code gpg --detach-sign} does.
     *
     * @param armoured a secret key in the form of {@code gpg --export-secret-keys --armor}
     * @param passphrase the passphrase of the key
     * @throws IllegalArgumentException if it is unusable; the message contains no secret
     */
    static Signer gpg(String armoured, Optional<String> passphrase) {
        return GpgSigner.of(armoured, passphrase);
    }

    /**
     * Signs as {@code ssh-keygen -Y sign -n git} does.
     *
     * @param pem a private key in OpenSSH's format, without a passphrase: Ed25519, ECDSA or RSA
     * @throws IllegalArgumentException if it is unusable; the message contains no secret
     */
    static Signer ssh(String pem) {
        return SshSigner.of(pem);
    }
}
