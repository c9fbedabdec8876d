package dev.millrace.builder.registry;

import dev.millrace.registry.Login;
import dev.millrace.registry.Registry;
import java.util.Optional;

/**
 * A registry that images may be pushed to and heard of from.
 *
 * @param host with the port if there is one, as it stands in image names
 * @param insecure whether it is spoken to by plain HTTP
 * @param push what may push to it, and look at it
 * @param pull what builds may read base images with; absent if anybody may
 */
public record RegistryHost(String host, boolean insecure, Optional<Login> push, Optional<Login> pull) {

    /** For requests of our own. */
    Registry registry() {
        return new Registry(host, insecure, push);
    }
}
