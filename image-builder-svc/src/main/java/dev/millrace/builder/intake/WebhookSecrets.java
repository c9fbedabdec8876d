package dev.millrace.builder.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * What senders of webhooks prove themselves with. A receiver without any is off. Never shown.
 *
 * @param git secrets that a push webhook may be signed with; several while one is being replaced
 * @param registry the whole {@code Authorization} header of registry notifications
 */
public record WebhookSecrets(List<String> git, Optional<String> registry) {

    public WebhookSecrets {
        git = List.copyOf(git);
    }

    /** Whether a header is the registry's, compared in constant time. */
    boolean isRegistry(String authorization) {
        return registry.isPresent()
                && MessageDigest.isEqual(
                        registry.get().getBytes(StandardCharsets.UTF_8),
                        authorization.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "WebhookSecrets[***]";
    }
}
