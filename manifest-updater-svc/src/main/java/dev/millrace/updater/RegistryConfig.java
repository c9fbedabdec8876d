package dev.millrace.updater;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/** The registries that may be looked at; read in {@code RegistryWiring} only. */
@ConfigMapping(prefix = "millrace.updater.registries")
interface RegistryConfig {

    /** By any name. */
    @WithParentName
    Map<String, Registry> all();

    interface Registry {
        /** With the port, as in image names. */
        String host();

        /** Plain HTTP. */
        @WithDefault("false")
        boolean insecure();

        Optional<String> username();

        Optional<String> password();
    }
}
