package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.delivery.EventTap;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications whose addresses lead to a server that is no Git host and no chart repository, or to one that isn't theirs to reach. */
@QuarkusTest
@WithTestResource(AgentUnderTest.class)
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.CLUSTER})
class OtherServersIT {
    private static final String CANARY = "INTERNAL-CANARY";
    private static final String REFUSED = "no connection to this host is allowed";

    @SuppressWarnings("NullAway.Init")
    private EventTap tap;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        tap = new EventTap(Testbed.shared().kafka().bootstrapServers());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = (CANARY + " token=abc123 second").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void close() {
        server.stop(0);
        tap.close();
    }

    @Test
    void theAnswerOfAServerThatIsNoGitHostIsNotShown() {
        Deployed app = new Deployed("other-server", tap);
        app.through(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/latest/meta-data.git"),
                Map.of("username", "dana", "password", "secret"));

        app.follow("");

        awaitMessage(app, "the answer is not Git's");
        assertThat(everything(app)).doesNotContain(CANARY, "abc123");
    }

    /** Metadata of a cloud, and an address in the range of the test cluster's Services. */
    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "10.96.77.7"})
    void aRepositoryAtAnAddressThatIsNotAllowedIsRefusedInTheStatus(String address) {
        Deployed app = new Deployed("other-address", tap);
        app.through(
                URI.create("http://" + address + "/latest/meta-data.git"),
                Map.of("username", "dana", "password", "secret"));

        app.follow("");

        awaitMessage(app, REFUSED);
    }

    @Test
    void aChartRepositoryAtAnAddressThatIsNotAllowedIsRefusedInTheStatus() {
        Deployed app = new Deployed("other-chart", tap);
        app.push(Map.of("values.yaml", "a: 1\n"));

        app.follow("", "helm: {chart: {repository: 'http://169.254.169.254', name: shop, version: 1.0.0}}");

        awaitMessage(app, REFUSED);
    }

    @Test
    void theAnswerOfAServerThatIsNoChartRepositoryIsNotShown() {
        Deployed app = new Deployed("other-index", tap);
        app.push(Map.of("values.yaml", "a: 1\n"));

        app.follow(
                "",
                "helm: {chart: {repository: 'http://127.0.0.1:%d', name: shop, version: 1.0.0}}"
                        .formatted(server.getAddress().getPort()));

        awaitMessage(app, "spec.helm.chart");
        assertThat(everything(app)).doesNotContain(CANARY, "abc123");
    }

    private static void awaitMessage(Deployed app, String part) {
        await().atMost(Deployed.SOON)
                .untilAsserted(() -> assertThat(app.status().toString()).contains(part));
    }

    private String everything(Deployed app) {
        return app.application()
                + tap.events().toString()
                + app.kubectl("get", "events", "-n", app.namespace, "-o", "json");
    }
}
