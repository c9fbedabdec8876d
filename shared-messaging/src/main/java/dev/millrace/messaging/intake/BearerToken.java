package dev.millrace.messaging.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** A token that a client needs (RFC 6750). Never shown. */
public final class BearerToken {
    private final String key;
    private final Optional<byte[]> expected;

    private BearerToken(String key, Optional<byte[]> expected) {
        this.key = key;
        this.expected = expected;
    }

    /**
     * A token from the configuration.
     *
     * @param token absent if it is not configured
     * @throws IllegalArgumentException if it is empty
     */
    public static BearerToken configured(String key, Optional<String> token) {
        if (token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException(key + ": the token is empty; set it or remove the key");
        }
        return new BearerToken(key, token.map(text -> ("Bearer " + text).getBytes(StandardCharsets.UTF_8)));
    }

    public boolean isConfigured() {
        return expected.isPresent();
    }

    /** The configuration key of the token. */
    String key() {
        return key;
    }

    /** Compares the token with an {@code Authorization} header in constant time. */
    public boolean isIn(String authorization) {
        return expected.filter(token -> MessageDigest.isEqual(token, authorization.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }
}
