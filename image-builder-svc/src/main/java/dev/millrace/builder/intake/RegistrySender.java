package dev.millrace.builder.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The whole {@code Authorization} header that a registry proves itself with. Without one the receiver is off. Never shown. */
public record RegistrySender(Optional<String> authorization) {

    /** Whether a header is the registry's, compared in constant time. */
    boolean sent(String header) {
        return authorization.isPresent()
                && MessageDigest.isEqual(
                        authorization.get().getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "RegistrySender[***]";
    }
}
