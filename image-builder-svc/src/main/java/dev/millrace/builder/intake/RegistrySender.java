package dev.millrace.builder.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The complete {@code Authorization} header of a registry. Without one the receiver rejects everything. Never shown. */
public record RegistrySender(Optional<String> authorization) {

    /** Compares a header with the configured one in constant time. */
    boolean matches(String header) {
        return authorization.isPresent()
                && MessageDigest.isEqual(
                        authorization.get().getBytes(StandardCharsets.UTF_8), header.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return "RegistrySender[***]";
    }
}
