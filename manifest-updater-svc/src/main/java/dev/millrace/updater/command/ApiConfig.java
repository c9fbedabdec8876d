package dev.millrace.updater.command;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What can be configured of the requests that people make. */
@ConfigMapping(prefix = "millrace.updater.api")
interface ApiConfig {

    /** What whoever changes something must hold; without it nobody can. */
    Optional<String> token();
}
