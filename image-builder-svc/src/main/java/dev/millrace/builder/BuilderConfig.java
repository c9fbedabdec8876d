package dev.millrace.builder;

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
@ConfigMapping(prefix = "millrace.builder")
interface BuilderConfig {

    /** Application repositories, by any name. */
    Map<String, Repository> repositories();

    /** Registries that images are pushed to and that notify, by any name. */
    Map<String, Registry> registries();

    WebhookConfig webhook();

    RegistryWebhook registryWebhook();

    /** The folder for mirrors, buildah's storage, build contexts and logs; may be emptied while the service is stopped. */
    Path workDirectory();

    /** The interval between polls of a repository, plus or minus a tenth. */
    @WithDefault("PT5M")
    Duration poll();

    /** The e-mail address of commits made by Millrace; these commits are not built. */
    @WithDefault("millrace@millrace.dev")
    String ownCommitter();

    Build build();

    BuildahTool buildah();

    interface Repository {
        URI url();

        Optional<String> username();

        Optional<String> password();

        /** Other addresses of it in the deliveries of its host, such as an internal one. */
        Optional<List<String>> aliases();

        /** Full names of the refs to build, as patterns; branches and version tags. */
        @WithDefault("refs/heads/*,refs/tags/v*,refs/tags/[0-9]*")
        List<String> refs();
    }

    interface Registry {
        /** The host, with the port as in image names. */
        String host();

        /** Uses plain HTTP. */
        @WithDefault("false")
        boolean insecure();

        /** The user for pushes. */
        Optional<String> username();

        Optional<String> password();

        /** The user with which builds read base images. */
        Optional<String> pullUsername();

        Optional<String> pullPassword();
    }

    interface RegistryWebhook {
        /** The complete Authorization header that the registry sends. */
        Optional<String> authorization();
    }

    interface Build {
        /** The time limit for each of testing, building and pushing. */
        @WithDefault("PT30M")
        Duration timeout();

        /** The maximum size of a build context in megabytes. */
        @WithDefault("512")
        long contextMegabytes();

        /** The maximum size of a build log in megabytes. */
        @WithDefault("8")
        long logMegabytes();

        /** The number of log lines in build.failed. */
        @WithDefault("60")
        int logTailLines();

        /** The number of builds that GET /builds lists. */
        @WithDefault("100")
        int remembered();
    }

    interface BuildahTool {
        @WithDefault("buildah")
        String command();

        /** The number of layers above which the cache is emptied. */
        @WithDefault("300")
        int cachedLayers();
    }
}
