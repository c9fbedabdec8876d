package dev.millrace.git.remote;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
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

    /** Returns a text with the secret masked in each form in which a host may repeat it. */
    default String masked(String text) {
        String masked = text;
        for (String form : forms()) {
            masked = form.isEmpty() ? masked : masked.replace(form, "***");
        }
        return masked;
    }

    /** The longest form comes first. A private key is not sent to a host. */
    private List<String> forms() {
        return switch (this) {
            case None() -> List.of();
            case Basic(String user, String secret) ->
                List.of(base64(user + ":" + secret), base64(secret), encoded(secret), secret);
            case Ssh ssh -> List.of();
            case Bearer(String token) -> List.of(base64(token), encoded(token), token);
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
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
