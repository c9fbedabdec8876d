package dev.millrace.git.remote;

import java.util.Optional;

/** Credentials for a Git host. The text form never shows a secret. */
public sealed interface Credentials {

    /** The credentials of a user, or none if the user or its password is not configured. */
    static Credentials of(Optional<String> user, Optional<String> password) {
        return user.flatMap(name -> password.<Credentials>map(secret -> new Basic(name, secret)))
                .orElseGet(None::new);
    }

    /** A token, alone or as the password of a user. */
    static Credentials ofToken(Optional<String> user, String token) {
        return user.<Credentials>map(name -> new Basic(name, token)).orElseGet(() -> new Bearer(token));
    }

    /** No credentials. */
    record None() implements Credentials {}

    /** A user and a password or token (RFC 7617). */
    record Basic(String user, String secret) implements Credentials {
        @Override
        public String toString() {
            return "Basic[user=" + user + "]";
        }
    }

    /**
     * A private key for SSH, and the hosts that it may be used with.
     *
     * @param privateKey a key without a passphrase, in the form of OpenSSH or PEM
     * @param knownHosts the hosts in the form of OpenSSH's {@code known_hosts}
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
