package dev.millrace.git.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Public keys whose owners' commits and tags are trusted. A key is valid if it was so at the time stated in the signature; a revoked key never is.
 */
public final class TrustedKeys {
    /** The file of SSH keys, in the format of ssh-keygen(1), "ALLOWED SIGNERS". */
    public static final String ALLOWED_SIGNERS = "allowed_signers";

    /** The extension of files with OpenPGP keys, in the form of {@code gpg --armor --export}. */
    public static final String GPG = ".asc";

    private final GpgKeys gpg;
    private final AllowedSigners ssh;

    private TrustedKeys(GpgKeys gpg, AllowedSigners ssh) {
        this.gpg = gpg;
        this.ssh = ssh;
    }

    /**
     * Reads the keys of files by their names; other files are ignored.
     *
     * @throws IllegalArgumentException if a file is invalid, or there is none; the message names the file
     */
    public static TrustedKeys of(Map<String, byte[]> files) {
        List<GpgKeys> gpg = new ArrayList<>();
        files.forEach((name, content) -> {
            if (name.endsWith(GPG)) {
                gpg.add(GpgKeys.of(name, content));
            }
        });
        Optional<AllowedSigners> ssh = Optional.ofNullable(files.get(ALLOWED_SIGNERS))
                .map(content -> AllowedSigners.of(new String(content, StandardCharsets.UTF_8)));
        if (gpg.isEmpty() && ssh.isEmpty()) {
            throw new IllegalArgumentException("it contains neither " + ALLOWED_SIGNERS + " nor a file *" + GPG);
        }
        return new TrustedKeys(GpgKeys.all(gpg), ssh.orElse(AllowedSigners.NONE));
    }

    /** Verifies that one of these keys signed an object. */
    public Verdict verify(SignedObject signed) {
        if (signed.signature().isEmpty()) {
            return new Verdict.Bad("is not signed");
        }
        String signature = signed.signature().get();
        if (signature.startsWith("-----BEGIN SSH SIGNATURE-----")) {
            return ssh.verify(signed, signature);
        }
        return signature.startsWith("-----BEGIN PGP ")
                ? gpg.verify(signed, signature)
                : new Verdict.Bad("has a signature that is neither OpenPGP nor SSH");
    }
}
