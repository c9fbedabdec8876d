package dev.millrace.testbed.cluster;

import dev.millrace.testbed.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs of a cluster, at the versions with which Millrace is tested. */
final class ClusterTools {
    private static final String KUBERNETES = "v1.35.4";
    private static final String KWOK_VERSION = "v0.8.0";

    static final Tool ETCD = new Tool("etcd", "v3.6.7", "etcd");
    static final Tool API_SERVER = new Tool("kubernetes", KUBERNETES, "kube-apiserver");
    static final Tool CONTROLLER_MANAGER = new Tool("kubernetes", KUBERNETES, "kube-controller-manager");
    static final Tool SCHEDULER = new Tool("kubernetes", KUBERNETES, "kube-scheduler");
    static final Tool KUBECTL = new Tool("kubernetes", KUBERNETES, "kubectl");
    static final Tool KWOK = new Tool("kwok", KWOK_VERSION, "kwok");

    private ClusterTools() {}

    /** The stages for nodes and pods from the Go module of kwok. */
    static Path stages() {
        return Tool.cache().resolve("kwok").resolve(KWOK_VERSION).resolve("stages");
    }

    /** One line about the first missing program, if any. */
    static Optional<String> missing() {
        return Stream.concat(
                        Stream.of(ETCD, API_SERVER, CONTROLLER_MANAGER, SCHEDULER, KUBECTL, KWOK)
                                .filter(tool -> tool.find().isEmpty())
                                .map(Tool::missing),
                        Files.isDirectory(stages())
                                ? Stream.empty()
                                : Stream.of("kwok's stages are not installed (make tools installs them into " + stages()
                                        + ")"))
                .findFirst();
    }
}
