package dev.millrace.builder.engine;

import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Sha256;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The input of an engine to build one image.
 *
 * @param id unique among the builds of this service
 * @param target the last stage to build; absent for the last in the file
 */
public record Recipe(
        String id,
        Files files,
        Optional<String> target,
        SortedMap<String, String> args,
        Sandbox sandbox,
        Output output) {

    public Recipe {
        args = new TreeMap<>(args);
    }

    /**
     * The files of a build.
     *
     * @param context the folder of the build context
     * @param dockerfile the path of the Dockerfile, inside or outside the context
     * @param named additional contexts, by name
     */
    public record Files(Path context, Path dockerfile, SortedMap<String, NamedContext> named) {
        public Files {
            named = new TreeMap<>(named);
        }

        /** A context with its Dockerfile in it. */
        public static Files in(Path context, String dockerfile) {
            return new Files(context, context.resolve(dockerfile), new TreeMap<>());
        }
    }

    /**
     * What the commands of a build may use.
     *
     * @param cacheNamespace the cache mounts of other namespaces are invisible; one per repository
     * @param secrets values by id; never in an image, a log or a command line
     * @param ssh sockets of SSH agents, by id
     * @param resources the limits of this build alone
     */
    public record Sandbox(
            String cacheNamespace,
            Network network,
            Map<String, String> secrets,
            SortedMap<String, Path> ssh,
            Resources resources) {
        public Sandbox {
            secrets = Map.copyOf(secrets);
            ssh = new TreeMap<>(ssh);
        }

        /** The namespace of a repository: its hash, which is also the name of the host that its commands see. */
        public static String namespaceOf(String repository) {
            return Sha256.hex(repository).substring(0, 16);
        }

        /** A sandbox without secrets. */
        public static Sandbox of(String cacheNamespace, Network network) {
            return new Sandbox(cacheNamespace, network, Map.of(), new TreeMap<>(), Resources.UNLIMITED);
        }

        @Override
        public String toString() {
            return "Sandbox[cacheNamespace=" + cacheNamespace + ", network=" + network + ", secrets=" + secrets.keySet()
                    + ", ssh=" + ssh.keySet() + ", resources=" + resources + "]";
        }
    }

    /**
     * The limits of the commands of one build together; an absent limit is that of the engine.
     *
     * @param memoryBytes without swap
     * @param milliCpus thousandths of a CPU
     * @param processes processes and threads
     * @param diskBytes of the files that the commands write
     */
    public record Resources(
            Optional<Long> memoryBytes, Optional<Long> milliCpus, Optional<Long> processes, Optional<Long> diskBytes) {
        public static final Resources UNLIMITED =
                new Resources(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * The requested image.
     *
     * @param labels added to the labels of the Dockerfile
     * @param platforms at least one
     * @param sourceDate the time of the commit, which all files and the image get; the same commit gives the same digest
     */
    public record Output(
            SortedMap<String, String> labels,
            List<Platform> platforms,
            Instant sourceDate,
            Set<Attestation> attestations) {
        public Output {
            labels = new TreeMap<>(labels);
            platforms = List.copyOf(platforms);
            attestations = attestations.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(attestations));
            if (platforms.isEmpty()) {
                throw new IllegalStateException("a build needs at least one platform");
            }
        }
    }

    /** A statement about an image, stored beside it in its layout. */
    public enum Attestation {
        /** SLSA provenance. */
        PROVENANCE,

        /** A list of the software in the image; only if the engine has a generator. */
        SBOM
    }
}
