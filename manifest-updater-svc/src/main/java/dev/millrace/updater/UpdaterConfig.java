package dev.millrace.updater;

import dev.millrace.messaging.intake.WebhookConfig;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The configuration of this service; read in {@code Wiring} only. */
@ConfigMapping(prefix = "millrace.updater")
interface UpdaterConfig {

    /** The configuration repositories, by a free name. */
    Map<String, Repository> repositories();

    WebhookConfig webhook();

    /** The hosts of registries that are not configured and whose images are written without confirmation. */
    Optional<List<String>> unconfirmedRegistries();

    /** The directory of the mirrors; may be emptied while the service is down. */
    Path workDirectory();

    /** The interval between two polls of a repository, varied by up to a tenth. */
    @WithDefault("PT5M")
    Duration poll();

    Gather gather();

    Committer committer();

    interface Repository {
        URI url();

        /** The one branch that is edited. */
        @WithDefault("main")
        String branch();

        Optional<String> username();

        Optional<String> password();

        Optional<Review> review();
    }

    /** The host on which a repository's pull or merge requests are opened. */
    interface Review {
        /** {@code github}, {@code gitlab}, {@code gitea} (Forgejo too), {@code bitbucket-cloud} or {@code bitbucket-server}. */
        String kind();

        /** The base URL of its REST API, if it differs from the default of that kind of host. */
        Optional<URI> url();

        /** The token; the repository's password if absent. */
        Optional<String> token();

        /** The user name, for hosts that expect user and password instead of a token alone. */
        Optional<String> username();
    }

    interface Gather {
        /** A commit is created when no update has arrived for this long. */
        @WithDefault("PT0.3S")
        Duration quiet();

        /** A commit is created when the first update has waited this long. */
        @WithDefault("PT2S")
        Duration most();
    }

    interface Committer {
        @WithDefault("Millrace")
        String name();

        @WithDefault("millrace@millrace.dev")
        String email();
    }
}
