package dev.millrace.builder.registry;

import dev.millrace.registry.Login;
import dev.millrace.registry.Registry;
import java.util.Optional;

/**
 * A configured registry, for pushes and notifications.
 *
 * @param host with the port if there is one, as in image names
 * @param insecure true for plain HTTP
 * @param push the login for pushes and for our own requests
 * @param pull the login with which builds read base images; absent for anonymous access
 */
public record RegistryHost(String host, boolean insecure, Optional<Login> push, Optional<Login> pull) {

    /** The registry for our own requests. */
    Registry registry() {
        return new Registry(host, insecure, push);
    }
}
