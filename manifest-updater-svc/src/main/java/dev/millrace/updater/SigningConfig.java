package dev.millrace.updater;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Whether and how our commits are signed. */
@ConfigMapping(prefix = "millrace.updater.signing")
interface SigningConfig {

    /** A file with a private key; without it commits are not signed. */
    Optional<Path> keyFile();

    /** What kind of key that is. */
    @WithDefault("ssh")
    Format format();

    /** What a GPG key is locked with. */
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
