package dev.millrace.git.sign;

import java.util.Optional;

/** Signs with one private key. Thread-safe; never shows its key. */
public interface Signer {

    /** The signature of these bytes, armoured, as it stands in a commit's header {@code gpgsig}. */
    String sign(byte[] content);

    /**
     * Signs as {@code gpg --detach-sign} does.
     *
     * @param armoured a secret key as {@code gpg --export-secret-keys --armor} writes it
     * @param passphrase what the key is locked with
     * @throws IllegalArgumentException if it can't be used; the message names no secret
     */
    static Signer gpg(String armoured, Optional<String> passphrase) {
        return GpgSigner.of(armoured, passphrase);
    }

    /**
     * Signs as {@code ssh-keygen -Y sign -n git} does.
     *
     * @param pem a private key in OpenSSH's format, without a passphrase: Ed25519, ECDSA or RSA
     * @throws IllegalArgumentException if it can't be used; the message names no secret
     */
    static Signer ssh(String pem) {
        return SshSigner.of(pem);
    }
}
