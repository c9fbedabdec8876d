package dev.millrace.updater;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** The signing of our commits. */
@ConfigMapping(prefix = "millrace.updater.signing")
interface SigningConfig {

    /** A file with a private key; without it commits are not signed. */
    Optional<Path> keyFile();

    /** The kind of that key. */
    @WithDefault("ssh")
    Format format();

    /** The passphrase of a GPG key. */
    Optional<String> passphrase();

    /** The kinds of keys, named as Git's {@code gpg.format} does. */
    enum Format {
        /** An OpenSSH key without a passphrase. */
        SSH,
        /** An armoured OpenPGP secret key. */
        GPG;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
