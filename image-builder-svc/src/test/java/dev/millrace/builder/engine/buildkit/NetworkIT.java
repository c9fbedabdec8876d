package dev.millrace.builder.engine.buildkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.OciLayout;
import dev.millrace.builder.engine.TestBuild;
import dev.millrace.builder.engine.TestBuildkit;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A command of a build reaches public addresses only. */
class NetworkIT {
    /** Tries an address and a port for a second, and prints the outcome. */
    private static final String TRY =
            "RUN if nc -w 1 %s %d < /dev/null > /answer 2>/dev/null; then echo reached-%s; else echo blocked-%s; fi\n";

    @SuppressWarnings("NullAway.Init")
    private static Buildkit engine;

    @SuppressWarnings("NullAway.Init")
    private static OciLayout base;

    @BeforeAll
    static void start() throws Exception {
        engine = TestBuildkit.start(TestBuildkit.home("NetworkIT"));
        base = TestBuild.base(engine, TestBuildkit.home("NetworkIT").resolve("base"));
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    private static String tried(String address, int port, String name) {
        return TRY.formatted(address, port, name, name);
    }

    @Test
    void aPublicAddressIsReachedAndAPrivateOneOfTheSameHostIsNot() throws Exception {
        TestBuild build = TestBuild.on(engine, base);
        try (OutsideWorld world = new OutsideWorld()) {
            assertThat(world.answers(OutsideWorld.PRIVATE)).isTrue();

            build.image("FROM " + TestBuild.BASE + "\n" + tried(OutsideWorld.PUBLIC, 80, "public")
                    + tried(OutsideWorld.PRIVATE, 80, "private"));
        }

        assertThat(build.printed()).containsExactly("reached-public", "blocked-private");
    }

    @Test
    void noPortOfTheServiceAndItsHostIsReached() throws Exception {
        TestBuild build = TestBuild.on(engine, base);
        try (ServerSocket service = new ServerSocket()) {
            service.bind(new InetSocketAddress((InetAddress) null, 0));
            int port = service.getLocalPort();
            String gateway = "$(ip route | sed -n 's/default via \\([0-9.]*\\).*/\\1/p')";

            build.image("FROM " + TestBuild.BASE + "\n"
                    + tried("127.0.0.1", port, "loopback")
                    + tried(gateway, port, "gateway")
                    + tried(hostAddress(), port, "host")
                    + tried("169.254.169.254", 80, "metadata")
                    + "RUN ip -6 route; if nc -w 1 fe80::1%eth1 " + port
                    + " </dev/null; then echo reached-v6; else echo blocked-v6; fi\n");
        }

        assertThat(build.printed())
                .contains("blocked-loopback", "blocked-gateway", "blocked-host", "blocked-metadata", "blocked-v6")
                .noneMatch(line -> line.startsWith("reached-"));
    }

    @Test
    void aBuildWithoutNetworkReachesNothing() throws Exception {
        TestBuild build = TestBuild.on(engine, base).network(Network.NONE);
        try (OutsideWorld world = new OutsideWorld()) {
            assertThat(world.answers(OutsideWorld.PUBLIC)).isTrue();

            build.image("FROM " + TestBuild.BASE + "\n" + tried(OutsideWorld.PUBLIC, 80, "public"));
        }

        assertThat(build.printed()).containsExactly("blocked-public");
    }

    private static String hostAddress() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .filter(address -> !address.startsWith("198.18.") && !address.startsWith("198.19."))
                .findFirst()
                .orElse("192.168.0.1");
    }
}
