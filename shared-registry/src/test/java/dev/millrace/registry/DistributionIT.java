package dev.millrace.registry;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.registry.ImageRegistry;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** Distribution's registry, without a login. */
@WithParts(PartKind.REGISTRY)
class DistributionIT extends RegistryContract {
    @SuppressWarnings("NullAway.Init") // set before each test
    private ImageRegistry part;

    @BeforeEach
    void find(ImageRegistry registry) {
        part = registry;
    }

    @Override
    Registry registry() {
        return plain(part.host(), Optional.empty());
    }
}
