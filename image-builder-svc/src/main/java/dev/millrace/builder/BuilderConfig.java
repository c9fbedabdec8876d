package dev.millrace.builder;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that can be configured of this service; read in {@code Wiring} only. */
@ConfigMapping(prefix = "millrace.builder")
interface BuilderConfig {

    /** Application repositories, by any name. */
    Map<String, Repository> repositories();

    /** Registries that images are pushed to and that notify, by any name. */
    Map<String, Registry> registries();

    Webhook webhook();

    RegistryWebhook registryWebhook();

    /** Where mirrors, buildah's storage, contexts and logs live; may be emptied while the service is down. */
    Path workDirectory();

    /** How often repositories are looked at, give or take a tenth. */
    @WithDefault("PT5M")
    Duration poll();

    /** The e-mail address that this system commits with: its commits are not built. */
    @WithDefault("millrace@millrace.dev")
    String ownCommitter();

    Build build();

    BuildahTool buildah();

    interface Repository {
        URI url();

        Optional<String> username();

        Optional<String> password();

        /** Full names of the refs that are built; {@code *} stands for any part. */
        @WithDefault("refs/heads/*")
        List<String> refs();
    }

    interface Registry {
        /** With the port, as in image names. */
        String host();

        /** By plain HTTP. */
        @WithDefault("false")
        boolean insecure();

        /** What may push. */
        Optional<String> username();

        Optional<String> password();

        /** What builds may read base images with. */
        Optional<String> pullUsername();

        Optional<String> pullPassword();
    }

    interface Webhook {
        /** Secrets that push webhooks may be signed with. */
        Optional<List<String>> secrets();
    }

    interface RegistryWebhook {
        /** The whole Authorization header that the registry sends. */
        Optional<String> authorization();
    }

    interface Build {
        /** For testing, building and pushing, each. */
        @WithDefault("PT30M")
        Duration timeout();

        /** Megabytes that a build context may have. */
        @WithDefault("512")
        long contextMegabytes();

        /** Megabytes of log that are kept of a build. */
        @WithDefault("8")
        long logMegabytes();

        /** Lines of log that build.failed carries. */
        @WithDefault("60")
        int logTailLines();

        /** Builds that GET /builds remembers. */
        @WithDefault("100")
        int remembered();
    }

    interface BuildahTool {
        @WithDefault("buildah")
        String command();

        /** Layers that are kept before the cache is emptied. */
        @WithDefault("300")
        int cachedLayers();
    }
}
