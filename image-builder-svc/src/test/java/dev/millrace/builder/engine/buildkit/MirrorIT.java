package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import dev.millrace.builder.engine.buildkit.daemon.DaemonRegistry;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Short names mean docker.io, as in Docker, and a mirror of it is asked first. */
@WithParts(PartKind.REGISTRY)
class MirrorIT {
    @TempDir
    Path folder = Path.of("");

    @Test
    void shortNamesAreReadFromTheMirrorOfDockerHub() throws Exception {
        String mirror = Testbed.shared().registry().host();
        BuildkitSettings settings = TestBuildkit.settings(
                TestBuildkit.home("MirrorIT"),
                Network.NONE,
                TestBuildkit.LIMITS,
                new DaemonRegistry("docker.io", false, List.of(mirror)),
                new DaemonRegistry(mirror, true, List.of()));
        try (Buildkit engine = TestBuildkit.start(settings)) {
            OciLayout base = TestBuild.base(engine, folder.resolve("base"));
            push(base, mirror + "/library/small:1");
            push(base, mirror + "/shop/small:1");
            TestBuild build = new TestBuild(engine).network(Network.NONE);

            build.image("FROM small:1\nRUN echo from-library\n");
            build.image("FROM shop/small:1\nRUN echo from-shop\n");
            build.image("FROM docker.io/shop/small:1\nRUN echo from-docker-io\n");
            build.image("FROM " + mirror + "/shop/small:1\nRUN echo from-registry\n");

            assertThat(build.printed()).contains("from-library", "from-shop", "from-docker-io", "from-registry");
        }
    }

    @Test
    void aCommandCanUseAnSshAgent() throws Exception {
        Path socket = folder.resolve("agent.sock");
        BuildkitSettings settings =
                TestBuildkit.settings(TestBuildkit.home("MirrorIT-ssh"), Network.NONE, TestBuildkit.LIMITS);
        try (Buildkit engine = TestBuildkit.start(settings);
                ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            agent.bind(UnixDomainSocketAddress.of(socket));
            OciLayout base = TestBuild.base(engine, folder.resolve("base-ssh"));
            TestBuild build = TestBuild.on(engine, base).network(Network.NONE).ssh("default", socket);

            build.image(
                    "FROM " + TestBuild.BASE + "\nRUN --mount=type=ssh test -S \"$SSH_AUTH_SOCK\" && echo has-agent\n"
                            + "RUN test -z \"$SSH_AUTH_SOCK\"\n");

            assertThat(build.printed()).contains("has-agent");
        }
    }

    private static void push(OciLayout image, String reference) throws Exception {
        Path log = Files.createTempFile("skopeo", ".log");
        int status = new ProcessBuilder(
                        "skopeo",
                        "copy",
                        "--insecure-policy",
                        "--dest-tls-verify=false",
                        "oci:" + image.folder(),
                        "docker://" + reference)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(status).as(Files.readString(log, StandardCharsets.UTF_8)).isZero();
    }
}
