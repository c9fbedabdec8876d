package dev.millrace.sync.render.helm.chart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.events.value.Digest;
import dev.millrace.registry.Login;
import dev.millrace.registry.RegistryCalls;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Authentication, and wrong answers of a registry; a real registry is in {@code HelmIT}. */
class OciRegistryTest {
    private static final byte[] CHART = "a packed chart".getBytes(UTF_8);
    private static final String DIGEST = Digest.of(CHART).value();
    private static final String MANIFEST = "/v2/team/shop/manifests/1.2.3_build.4";
    private static final String BASIC = "Basic YWxpY2U6aHVudGVyMg==";
    private static final Access ALICE = new Access(Optional.of(new Login("alice", "hunter2")), Optional.empty());

    private final ChartHost host = new ChartHost();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void logsInWithATokenThatTheRegistrysOwnServerGives() throws ChartUnavailable {
        String challenge = "Bearer realm=\"http://" + host.address() + "/token\",service=\"registry\"";
        host.put(MANIFEST, new ChartHost.Page(401, new byte[0], Map.of("WWW-Authenticate", challenge)));
        host.put("/token", BASIC, ChartHost.Page.of("{\"token\": \"t1\"}"));
        host.put(MANIFEST, "Bearer t1", manifest(DIGEST));
        host.put("/v2/team/shop/blobs/" + DIGEST, "Bearer t1", ChartHost.Page.of(CHART));

        byte[] chart = fetch(ALICE);

        assertThat(chart).isEqualTo(CHART);
        assertThat(host.asked)
                .extracting(ChartHost.Asked::path)
                .contains("/token?service=registry&scope=repository%3Ateam%2Fshop%3Apull");
    }

    @Test
    void logsInWithNameAndPassword() throws ChartUnavailable {
        host.put(MANIFEST, new ChartHost.Page(401, new byte[0], Map.of("WWW-Authenticate", "Basic realm=\"x\"")));
        host.put(MANIFEST, BASIC, manifest(DIGEST));
        host.put("/v2/team/shop/blobs/" + DIGEST, BASIC, ChartHost.Page.of(CHART));

        assertThat(fetch(ALICE)).isEqualTo(CHART);
    }

    @Test
    void saysThatItIsNotLetIn() {
        host.put(MANIFEST, new ChartHost.Page(401, new byte[0], Map.of()));

        assertThat(reason()).isEqualTo(name() + ": the registry answered 401; check the login for " + host.address());
    }

    @Test
    void refusesWhatIsNoChart() {
        host.put(
                MANIFEST,
                ChartHost.Page.of(
                        "{\"layers\": [{\"mediaType\": \"application/x\", \"digest\": \"" + DIGEST + "\"}]}"));

        assertThat(reason()).isEqualTo(name() + ": it is no chart");
    }

    @Test
    void refusesADigestThatIsAPath() {
        host.put(MANIFEST, manifest("../../../../secrets"));

        assertThat(reason()).contains("it is no chart");
    }

    @Test
    void refusesAnotherChartThanTheManifestPromises() {
        host.put(MANIFEST, manifest(DIGEST));
        host.put("/v2/team/shop/blobs/" + DIGEST, ChartHost.Page.of("something else"));

        assertThat(reason()).contains("than its digest requires");
    }

    private static ChartHost.Page manifest(String digest) {
        return ChartHost.Page.of("""
                {"layers": [{"mediaType": "application/vnd.cncf.helm.chart.provenance.v1.prov", "digest": "sha256:1"},
                            {"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "digest": "%s"}]}
                """.formatted(digest));
    }

    private byte[] fetch(Access access) throws ChartUnavailable {
        String repository = "oci://" + host.address() + "/team";
        try (RegistryCalls calls = new RegistryCalls()) {
            return new OciRegistry(calls, access, URI.create(repository), Duration.ofMinutes(2))
                    .chart(new ChartSpec(repository, "shop", "1.2.3+build.4", null));
        }
    }

    @Test
    void namesAChartThatIsMissing() {
        assertThat(reason()).isEqualTo(name() + ": the registry has no such chart; check its name and version");
    }

    @Test
    void readsALargeChartFromAnotherStorageWithoutCredentials() throws ChartUnavailable {
        byte[] large = new byte[5 << 20];
        String digest = Digest.of(large).value();
        host.put(MANIFEST, BASIC, manifest(digest));
        host.put(
                "/v2/team/shop/blobs/" + digest,
                BASIC,
                new ChartHost.Page(307, new byte[0], Map.of("Location", "http://" + host.address() + "/storage")));
        host.put("/storage", "null", ChartHost.Page.of(large));

        assertThat(fetch(ALICE)).isEqualTo(large);
    }

    private String name() {
        return "reading the chart " + host.address() + "/team/shop:1.2.3_build.4";
    }

    private String reason() {
        return catchThrowableOfType(ChartUnavailable.class, () -> fetch(ALICE)).reason();
    }
}
