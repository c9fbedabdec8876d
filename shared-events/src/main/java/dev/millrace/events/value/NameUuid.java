package dev.millrace.events.value;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/** Name-based UUIDs, version 5 (RFC 9562, section 5.5). */
final class NameUuid {
    /** UUIDv5 of the DNS namespace and {@code millrace.dev}. */
    private static final UUID NAMESPACE = v5(UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "millrace.dev");

    private NameUuid() {}

    /** Joins kind and parts with line breaks. A line break inside a part is escaped, so that different parts give different names. */
    static String of(String kind, String... parts) {
        StringBuilder name = new StringBuilder(kind);
        for (String part : parts) {
            name.append('\n').append(part.replace("\\", "\\\\").replace("\n", "\\n"));
        }
        return v5(NAMESPACE, name.toString()).toString();
    }

    private static UUID v5(UUID namespace, String name) {
        ByteBuffer bytes = ByteBuffer.wrap(sha1(namespace, name));
        long high = (bytes.getLong() & ~0xF000L) | 0x5000L;
        long low = (bytes.getLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static byte[] sha1(UUID namespace, String name) {
        try {
            MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
            sha1.update(ByteBuffer.allocate(16)
                    .putLong(namespace.getMostSignificantBits())
                    .putLong(namespace.getLeastSignificantBits())
                    .flip());
            return sha1.digest(name.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
