package dev.millrace.updater.command;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The configuration of API commands. */
@ConfigMapping(prefix = "millrace.updater.api")
interface ApiConfig {

    /** The token that a client must send to change something; without it, commands are off. */
    Optional<String> token();
}
