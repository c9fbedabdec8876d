package dev.millrace.messaging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The rules for connections to addresses out of users' files. */
@ConfigMapping(prefix = "millrace.connections")
interface ConnectionConfig {
    /** The hosts and networks that may be connected to; {@code *} for all but special ones. */
    @WithDefault("*")
    List<String> hosts();

    /** The hosts to which credentials may go without TLS. */
    Optional<List<String>> plainHttp();

    /** The networks of which each host must be named. */
    Optional<List<String>> deniedNetworks();
}
