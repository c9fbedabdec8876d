package dev.millrace.builder;

import dev.millrace.builder.configuration.spec.NetworkLimit;
import dev.millrace.builder.engine.Network;
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

    RegistryWebhookConfig registryWebhook();

    /** The engine that builds images. */
    @WithDefault("buildkit")
    Engine engine();

    /** The folder for mirrors, the engine's storage, build contexts and logs; may be emptied while the service is stopped. */
    Path workDirectory();

    /** The interval between polls of a repository, plus or minus a tenth. */
    @WithDefault("PT5M")
    Duration poll();

    /** The e-mail address of commits made by Millrace; these commits are not built. */
    @WithDefault("millrace@millrace.dev")
    String ownCommitter();

    Build build();

    Api api();

    Signing signing();

    StatusTarget status();

    Limits limits();

    BuildkitTool buildkit();

    BuildahTool buildah();

    enum Engine {
        BUILDKIT,
        BUILDAH
    }

    interface Repository {
        URI url();

        Optional<String> username();

        Optional<String> password();

        /** Other addresses of it in the deliveries of its host, such as an internal one. */
        Optional<List<String>> aliases();

        /** Full names of the refs to build, as patterns; branches and version tags. */
        @WithDefault("refs/heads/*,refs/tags/v*,refs/tags/[0-9]*")
        List<String> refs();

        /**
         * Repositories that may be fetched as submodules, such as {@code git.example.com/libraries/*}. The credentials of this repository are used for
         * its own host.
         */
        Optional<List<String>> submodules();

        /** Further hosts that may serve files in Git LFS by HTTPS; the repository's own host always may. */
        Optional<List<String>> lfsHosts();
        /** The name of the image of a repository without a build configuration. */
        Optional<String> image();

        /**
         * Patterns of the image names that may be pushed; {@code *} matches any part of one segment, {@code **} several segments. Required if
         * there are several repositories.
         */
        Optional<List<String>> images();

        /** Values for builds, by the names in build configurations. */
        Map<String, String> secrets();

        /** Files of private SSH keys for builds, by the names in build configurations. */
        Map<String, Path> ssh();

        /** The statuses of its commits; absent if none are set. */
        Optional<Status> status();
    }

    /** The host that shows the results of builds at commits. */
    interface Status {
        /** {@code github}, {@code gitlab}, {@code gitea} (Forgejo too), {@code bitbucket} or {@code bitbucket-server} (Data Center). */
        String host();

        /** A token that may set statuses; the repository's password if absent. */
        Optional<String> token();

        /** The user name, for hosts that expect user and password instead of a token alone. */
        Optional<String> username();

        /** The base URL of the host's REST API, if it differs from the default of that kind of host. */
        Optional<URI> apiUrl();
    }

    /** The pages to which commit statuses link. */
    interface StatusTarget {
        /** The public address of a build's log, with {@code {build}} for its id. */
        Optional<String> logUrl();
    }

    interface Registry {
        /** The host, with the port as in image names. */
        String host();

        /** Other names of the registry in notifications: {@code <host>[/<path>]}, or {@code <host>[/<path>]=<path>}. */
        Optional<List<String>> aliases();

        /** Uses plain HTTP. */
        @WithDefault("false")
        boolean insecure();

        /** The user for pushes. */
        Optional<String> username();

        Optional<String> password();

        /** The user with which builds read base images. */
        Optional<String> pullUsername();

        Optional<String> pullPassword();

        /** Hosts that are asked first for base images of this registry, each with a path if its images are below one. */
        Optional<List<String>> mirrors();
    }

    interface Signing {
        /** The private key with which images and their provenance are signed, PKCS #8 or cosign's own form; without it, nothing is signed. */
        Optional<Path> keyFile();

        /** The password of the key. */
        Optional<String> password();

        /** The id of this builder in provenances, a URI. */
        @WithDefault("https://millrace.dev/image-builder-svc")
        String builderId();
    }

    interface Api {
        /** The token that a client must send to build again or to cancel; without it, these commands are off. */
        Optional<String> token();
    }

    interface Build {
        /** The number of images that are built at a time. */
        @WithDefault("2")
        int parallel();

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

    /** The maximum of the limits in build configurations, in the same forms. */
    interface Limits {
        Optional<String> memory();

        Optional<String> cpus();

        Optional<Long> processes();

        Optional<String> disk();

        Optional<Duration> time();

        Optional<NetworkLimit> network();
    }

    interface BuildkitTool {
        /** The daemon; started by this service. */
        @WithDefault("buildkitd")
        String daemon();

        @WithDefault("buildctl")
        String client();

        /** Runs the commands of a build. */
        @WithDefault("runc")
        String runtime();

        /** The widest network of a build: {@code outward} reaches public addresses only, {@code none} nothing. */
        @WithDefault("outward")
        Network network();

        /** The folder of the CNI plugins bridge, host-local and loopback. */
        @WithDefault("/usr/lib/cni")
        Path cniPlugins();

        /** Networks that builds may reach although they are private, such as 10.1.2.0/24. */
        Optional<List<String>> allowedNetworks();

        /** Hosts from which ADD may fetch files and Git repositories. */
        Optional<List<String>> downloadHosts();

        /** The maximum size of layers, cache mounts and contexts together. */
        @WithDefault("20480")
        long cacheMegabytes();

        /** The maximum memory of the running builds of one repository. */
        @WithDefault("4096")
        long memoryMegabytes();

        /** The maximum number of processes and threads of the running builds of one repository. */
        @WithDefault("4096")
        int processes();

        /** The maximum number of commands that run at the same time, over all builds. */
        @WithDefault("4")
        int parallelSteps();

        /** The image that lists the software in an image; without it, there is no SBOM. Needs the network {@code outward}. */
        Optional<String> sbomGenerator();
    }

    interface BuildahTool {
        @WithDefault("buildah")
        String command();

        /** The number of layers above which the cache is emptied. */
        @WithDefault("300")
        int cachedLayers();
    }
}
