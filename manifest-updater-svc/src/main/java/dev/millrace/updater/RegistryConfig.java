package dev.millrace.updater;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.Map;
import java.util.Optional;

/** The registries that may be scanned; read in {@code RegistryWiring} only. */
@ConfigMapping(prefix = "millrace.updater.registries")
interface RegistryConfig {

    /** The registries, by a free name. */
    @WithParentName
    Map<String, Registry> all();

    interface Registry {
        /** The host with its port, as in image names. */
        String host();

        /** Use plain HTTP. */
        @WithDefault("false")
        boolean insecure();

        Optional<String> username();

        Optional<String> password();
    }
}
