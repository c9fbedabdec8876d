package dev.millrace.updater;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that can be configured of this service; read in {@code Wiring} only. */
@ConfigMapping(prefix = "millrace.updater")
interface UpdaterConfig {

    /** Configuration repositories, by any name. */
    Map<String, Repository> repositories();

    Webhook webhook();

    /** Where mirrors live; may be emptied while the service is down. */
    Path workDirectory();

    /** How often repositories are looked at, give or take a tenth. */
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

    /** Where a repository's pull or merge requests are opened. */
    interface Review {
        /** {@code github}, {@code gitlab}, {@code gitea} (Forgejo too), {@code bitbucket-cloud} or {@code bitbucket-server}. */
        String kind();

        /** Its REST interface, if it isn't where that kind of host has it. */
        Optional<URI> url();

        /** The repository's password if absent. */
        Optional<String> token();

        /** For hosts that want user and password instead of a token alone. */
        Optional<String> username();
    }

    interface Webhook {
        /** Secrets that push webhooks may be signed with. */
        Optional<List<String>> secrets();
    }

    interface Gather {
        /** A commit is made when no image came for so long. */
        @WithDefault("PT0.3S")
        Duration quiet();

        /** Or when the first has waited for so long. */
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
