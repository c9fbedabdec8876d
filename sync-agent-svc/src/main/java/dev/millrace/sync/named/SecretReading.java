package dev.millrace.sync.named;

import dev.millrace.sync.identity.Identity;

/**
 * A Secret as one identity may read it: what one has read is not given to another.
 *
 * @param secret {@code <namespace>/<name>}
 */
public record SecretReading(Identity reader, String secret) {}
