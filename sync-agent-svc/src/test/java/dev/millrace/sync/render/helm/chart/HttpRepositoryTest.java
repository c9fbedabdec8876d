package dev.millrace.sync.render.helm.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.events.value.Sha256;
import dev.millrace.registry.Login;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpRepositoryTest {
    private static final byte[] CHART = "a packed chart".getBytes(UTF_8);
    private static final Access ALICE = new Access(Optional.of(new Login("alice", "hunter2")), Optional.empty());

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final ChartHost host = new ChartHost();
    private final ChartHost elsewhere = new ChartHost();

    @AfterEach
    void close() {
        host.close();
        elsewhere.close();
    }

    @Test
    void findsTheVersionInTheIndexAndFetchesItFromWhereItIs() throws ChartUnavailable {
        index("shop-1.2.3.tgz", Sha256.hex(CHART));
        host.put("/stable/shop-1.2.3.tgz", ChartHost.Page.of(CHART));

        byte[] chart = fetch(Access.OPEN);

        assertThat(chart).isEqualTo(CHART);
    }

    /** An upgrade of the JDK's client loses bytes of a large index (ADR 0013). */
    @Test
    void offersNoUpgradeToHttp2() throws ChartUnavailable {
        index("shop-1.2.3.tgz", Sha256.hex(CHART));
        host.put("/stable/shop-1.2.3.tgz", ChartHost.Page.of(CHART));

        fetch(Access.OPEN);

        assertThat(host.asked).extracting(ChartHost.Asked::offersUpgrade).containsOnly(false);
    }

    @Test
    void sendsCredentialsToTheRepository() throws ChartUnavailable {
        index("shop-1.2.3.tgz", Sha256.hex(CHART));
        host.put("/stable/shop-1.2.3.tgz", ChartHost.Page.of(CHART));

        fetch(ALICE);

        assertThat(host.asked).extracting(ChartHost.Asked::authorization).containsOnly("Basic YWxpY2U6aHVudGVyMg==");
    }

    @Test
    void sendsCredentialsToNoOtherHostThatTheIndexNames() throws ChartUnavailable {
        index("http://" + elsewhere.address() + "/shop.tgz", Sha256.hex(CHART));
        elsewhere.put("/shop.tgz", ChartHost.Page.of(CHART));

        byte[] chart = fetch(ALICE);

        assertThat(chart).isEqualTo(CHART);
        assertThat(elsewhere.asked).extracting(ChartHost.Asked::authorization).containsExactly("");
    }

    @Test
    void sendsCredentialsToNoOtherHostThatARedirectNames() throws ChartUnavailable {
        index("shop-1.2.3.tgz", Sha256.hex(CHART));
        host.put("/stable/shop-1.2.3.tgz", redirect("http://" + elsewhere.address() + "/shop.tgz"));
        elsewhere.put("/shop.tgz", ChartHost.Page.of(CHART));

        byte[] chart = fetch(ALICE);

        assertThat(chart).isEqualTo(CHART);
        assertThat(elsewhere.asked).extracting(ChartHost.Asked::authorization).containsExactly("");
    }

    @Test
    void saysWhichVersionTheRepositoryDoesNotHave() {
        index("shop-1.2.3.tgz", Sha256.hex(CHART));

        ChartUnavailable missing =
                catchThrowableOfType(ChartUnavailable.class, () -> fetch(Access.OPEN, "shop", "9.9.9"));

        assertThat(missing.reason()).isEqualTo("127.0.0.1 has no chart shop 9.9.9");
        assertThat(missing.isTransient()).isTrue();
    }

    @Test
    void refusesAnotherChartThanTheIndexPromises() {
        index("shop-1.2.3.tgz", "sha256:" + "0".repeat(64));
        host.put("/stable/shop-1.2.3.tgz", ChartHost.Page.of(CHART));

        assertThat(reason()).contains("their digests differ");
    }

    @Test
    void refusesAChartThatIsTooLarge() {
        index("shop-1.2.3.tgz", "");
        host.put("/stable/shop-1.2.3.tgz", ChartHost.Page.of(new byte[Charts.MAX_BYTES + 1]));

        assertThat(reason()).isEqualTo("127.0.0.1: the response is larger than 20 MiB");
    }

    @Test
    void refusesAddressesThatAreNoneOfTheWeb() {
        index("file:///etc/passwd", "");

        assertThat(reason()).isEqualTo("127.0.0.1 names an address that isn't HTTP");
    }

    @Test
    void followsNoRedirectsWithoutEnd() {
        index("shop-1.2.3.tgz", "");
        host.put("/stable/shop-1.2.3.tgz", redirect("/stable/shop-1.2.3.tgz"));

        assertThat(reason()).isEqualTo("127.0.0.1 redirects without end");
    }

    @Test
    void waitsNoLongerThanAgreedForAHostThatAcceptsAndDoesNotAnswer() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String repository = "http://127.0.0.1:" + silent.getLocalPort();

            assertThat(reasonFor(repository, Duration.ofMillis(200))).startsWith("127.0.0.1");
        }
    }

    @Test
    void saysThatAnIndexIsNone() {
        host.put("/stable/index.yaml", ChartHost.Page.of("entries: {shop: [{urls: ["));

        assertThat(reason()).isEqualTo("the repository's index.yaml is not valid YAML");
    }

    @Test
    void anIndexIsNotKept() throws ChartUnavailable, IOException {
        index("shop-1.2.3.tgz", Sha256.hex(CHART));
        host.put("/stable/shop-1.2.3.tgz", ChartHost.Page.of(CHART));

        fetch(Access.OPEN);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aliasesInAnIndexAreNotFollowed() {
        host.put("/stable/index.yaml", ChartHost.Page.of("entries: &a {other: *a, shop: *a}\n"));

        assertThat(reason()).isEqualTo("127.0.0.1 has no chart shop 1.2.3");
    }

    private void index(String url, String digest) {
        host.put("/stable/index.yaml", ChartHost.Page.of("""
                apiVersion: v1
                generated: "2026-01-01T00:00:00Z"
                entries:
                  other:
                  - {name: other, version: 1.2.3, urls: [other.tgz], maintainers: [{name: a}, {name: b}]}
                  shop:
                  - version: 2.0.0
                    urls: [shop-2.0.0.tgz]
                  - created: "2025-01-01T00:00:00Z"
                    dependencies: [{name: redis, version: 1.x.x, tags: [a, b]}]
                    version: 1.2.3
                    urls: [%s, http://mirror.example.org/shop.tgz]
                    digest: %s
                """.formatted(url, digest.isEmpty() ? "null" : digest)));
        if (digest.isEmpty()) {
            host.put(
                    "/stable/index.yaml",
                    ChartHost.Page.of("entries: {shop: [{version: 1.2.3, urls: ['" + url + "']}]}"));
        }
    }

    private static ChartHost.Page redirect(String location) {
        return new ChartHost.Page(302, new byte[0], Map.of("Location", location));
    }

    private byte[] fetch(Access access) throws ChartUnavailable {
        return fetch(access, "shop", "1.2.3");
    }

    private byte[] fetch(Access access, String name, String version) throws ChartUnavailable {
        String repository = "http://" + host.address() + "/stable";
        try (Web web = new Web(access, Duration.ofMinutes(2))) {
            return new HttpRepository(web, access, URI.create(repository), directory)
                    .chart(new ChartSpec(repository, name, version, null));
        }
    }

    private String reason() {
        return catchThrowableOfType(ChartUnavailable.class, () -> fetch(Access.OPEN))
                .reason();
    }

    private String reasonFor(String repository, Duration time) {
        return catchThrowableOfType(ChartUnavailable.class, () -> {
                    try (Web web = new Web(Access.OPEN, time)) {
                        new HttpRepository(web, Access.OPEN, URI.create(repository), directory)
                                .chart(new ChartSpec(repository, "shop", "1.2.3", null));
                    }
                })
                .reason();
    }
}
