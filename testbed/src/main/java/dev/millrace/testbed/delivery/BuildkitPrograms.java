package dev.millrace.testbed.delivery;

import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The programs of the image engine, at the versions with which Millrace is tested. */
public final class BuildkitPrograms {
    private static final String VERSION = "v0.34.2";
    private static final Tool DAEMON = new Tool("buildkit", VERSION, "buildkitd");
    private static final Tool CLIENT = new Tool("buildkit", VERSION, "buildctl");

    private BuildkitPrograms() {}

    public static Path daemon() {
        return DAEMON.get();
    }

    public static Path client() {
        return CLIENT.get();
    }

    /** The program that runs the commands of builds. */
    public static Path runtime() {
        return Stream.of("/usr/sbin/runc", "/usr/bin/runc", "/usr/local/sbin/runc", "/usr/local/bin/runc")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new PartUnavailable("runc is not installed (apt-get install runc)"));
    }

    /** The folder of the CNI plugins. */
    public static Path cniPlugins() {
        return Stream.of("/usr/lib/cni", "/opt/cni/bin")
                .map(Path::of)
                .filter(folder -> Files.isExecutable(folder.resolve("bridge")))
                .findFirst()
                .orElseThrow(() -> new PartUnavailable(
                        "the CNI plugins are not installed (apt-get install containernetworking-plugins)"));
    }

    /** The configuration of image-builder-svc for these programs. */
    public static Map<String, String> configuration() {
        return Map.of(
                "millrace.builder.buildkit.daemon", daemon().toString(),
                "millrace.builder.buildkit.client", client().toString(),
                "millrace.builder.buildkit.runtime", runtime().toString(),
                "millrace.builder.buildkit.cni-plugins", cniPlugins().toString());
    }
}
