package dev.millrace.registry;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** A registry that wants a token for each scope, names no digests, and stores blobs elsewhere. */
class TokenRegistryTest extends RegistryContract {
    private final TokenRegistry part = new TokenRegistry();

    @AfterEach
    void stop() {
        part.close();
    }

    @Override
    Registry registry() {
        return plain(part.host(), Optional.of(new Login("ci", "secret")));
    }
}
