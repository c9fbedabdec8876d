package dev.millrace.git;

import java.util.Optional;

/** What a git host asks for. The text form never shows a secret. */
public sealed interface Credentials {

    /** Those of a user, or none if the user or its password isn't configured. */
    static Credentials of(Optional<String> user, Optional<String> password) {
        return user.flatMap(name -> password.<Credentials>map(secret -> new Basic(name, secret)))
                .orElseGet(None::new);
    }

    /** Nothing. */
    record None() implements Credentials {}

    /** A user and a password or token (RFC 7617). */
    record Basic(String user, String secret) implements Credentials {
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /**
     * A private key, and the hosts that it may be shown to, for SSH.
     *
     * @param privateKey without a passphrase, as OpenSSH or PEM writes it
     * @param knownHosts as in OpenSSH's {@code known_hosts}
     */
    record Ssh(String privateKey, String knownHosts) implements Credentials {
        @Override
        public String toString() {
            return "Ssh[]";
        }
    }

    /** A token (RFC 6750). */
    record Bearer(String token) implements Credentials {
        @Override
        public String toString() {
            return "Bearer[]";
        }
    }
}
