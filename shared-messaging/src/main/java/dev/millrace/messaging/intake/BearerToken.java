package dev.millrace.messaging.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** What whoever changes something must hold (RFC 6750). Never shown. */
public final class BearerToken {
    private final String key;
    private final Optional<byte[]> wanted;

    private BearerToken(String key, Optional<byte[]> wanted) {
        this.key = key;
        this.wanted = wanted;
    }

    /**
     * A token from the configuration.
     *
     * @param token absent if nobody may change anything
     * @throws IllegalArgumentException if it is empty
     */
    public static BearerToken configured(String key, Optional<String> token) {
        if (token.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException(key + ": an empty token protects nothing");
        }
        return new BearerToken(key, token.map(text -> ("Bearer " + text).getBytes(StandardCharsets.UTF_8)));
    }

    boolean isConfigured() {
        return wanted.isPresent();
    }

    /** The configuration's key. */
    String key() {
        return key;
    }

    /** Whether an {@code Authorization} header holds it. The comparison takes as long whatever was sent. */
    boolean isIn(String authorization) {
        return wanted.filter(token -> MessageDigest.isEqual(token, authorization.getBytes(StandardCharsets.UTF_8)))
                .isPresent();
    }
}
