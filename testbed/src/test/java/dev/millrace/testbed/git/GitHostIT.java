package dev.millrace.testbed.git;

import static dev.millrace.testbed.PartKind.GIT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.WithParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.TransportException;
import org.junit.jupiter.api.Test;

@WithParts(GIT)
class GitHostIT {
    private static final String SECRET = "a shared secret";

    private record Delivery(Map<String, String> headers, byte[] body) {}

    @Test
    void readsBackPushedFiles(GitHost host, GitWorkspace dana) {
        host.createRepository("shop/pushed");

        CommitId first = dana.push("shop/pushed", "main", Map.of("a.txt", "one", "b/c.txt", "two"), "Start");
        CommitId second =
                dana.push("shop/pushed", "main", Map.of("a.txt", "three"), Set.of("b/c.txt"), "Change and remove");

        assertThat(dana.tip("shop/pushed", "main")).contains(second);
        assertThat(dana.read("shop/pushed", "main", "a.txt")).contains("three");
        assertThat(dana.read("shop/pushed", "main", "b/c.txt")).isEmpty();
        assertThat(dana.log("shop/pushed", "main")).extracting(PushedCommit::id).containsExactly(second, first);
    }

    @Test
    void revertsTheTip(GitHost host, GitWorkspace dana) {
        host.createRepository("shop/reverted");
        dana.push("shop/reverted", "main", Map.of("a.txt", "one"), "Start");
        dana.push("shop/reverted", "main", Map.of("a.txt", "two"), "Change");

        dana.revertTip("shop/reverted", "main");

        assertThat(dana.read("shop/reverted", "main", "a.txt")).contains("one");
        assertThat(dana.log("shop/reverted", "main").getFirst().message()).startsWith("Revert \"Change\"");
    }

    @Test
    void countsTheRequestsToEachRepository(GitHost host, GitWorkspace dana) {
        host.createRepository("shop/counted");
        host.createRepository("shop/unused");

        dana.push("shop/counted", "main", Map.of("a.txt", "one"), "Start");
        long first = host.requests("shop/counted");
        dana.tip("shop/counted", "main");

        assertThat(first).isPositive();
        assertThat(host.requests("shop/counted")).isGreaterThan(first);
        assertThat(host.requests("shop/unused")).isZero();
    }

    @Test
    void rejectsRequestsWithoutThePassword(GitHost host) {
        host.createRepository("shop/private");

        assertThatThrownBy(() -> Git.lsRemoteRepository()
                        .setRemote(host.url("shop/private").toString())
                        .call())
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("uthenti");
    }

    @Test
    void repositoriesSurviveAKill(GitHost host, GitWorkspace dana) {
        URI url = host.createRepository("shop/kept");
        CommitId commit = dana.push("shop/kept", "main", Map.of("a.txt", "one"), "Start");

        host.kill();
        assertThat(host.isRunning()).isFalse();
        host.start();

        assertThat(host.url("shop/kept")).isEqualTo(url);
        assertThat(dana.tip("shop/kept", "main")).contains(commit);
    }

    @Test
    void sendsAWebhookInTheFormatOfGitHub(GitHost host, GitWorkspace dana) throws Exception {
        host.createRepository("shop/hooked");
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        HttpServer receiver = receiver(deliveries);
        try {
            host.webhook("shop/hooked", target(receiver), SECRET);

            CommitId first = dana.push("shop/hooked", "main", Map.of("a.txt", "one"), "Start");
            CommitId second = dana.push("shop/hooked", "main", Map.of("a.txt", "two", "b.txt", "new"), "Change");

            assertPush(host, next(deliveries), CommitId.NONE, first);
            JsonNode push = assertPush(host, next(deliveries), first, second);
            assertThat(push.at("/commits/0/modified/0").asText()).isEqualTo("a.txt");
            assertThat(push.at("/commits/0/added/0").asText()).isEqualTo("b.txt");
            assertThat(push.at("/head_commit/message").asText()).isEqualTo("Change");
        } finally {
            host.removeWebhooks("shop/hooked");
            receiver.stop(0);
        }
    }

    private static JsonNode assertPush(GitHost host, Delivery delivery, CommitId before, CommitId after)
            throws Exception {
        JsonNode push = new ObjectMapper().readTree(delivery.body());
        assertThat(delivery.headers())
                .containsEntry("x-github-event", "push")
                .containsKey("x-github-delivery")
                .containsEntry("x-hub-signature-256", "sha256=" + hmac(delivery.body()));
        assertThat(push.path("ref").asText()).isEqualTo("refs/heads/main");
        assertThat(push.path("before").asText()).isEqualTo(before.value());
        assertThat(push.path("after").asText()).isEqualTo(after.value());
        assertThat(push.at("/repository/full_name").asText()).isEqualTo("shop/hooked");
        assertThat(push.at("/repository/clone_url").asText())
                .isEqualTo(host.url("shop/hooked").toString());
        return push;
    }

    private static Delivery next(BlockingQueue<Delivery> deliveries) throws InterruptedException {
        Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
        assertThat(delivery).as("a webhook").isNotNull();
        return java.util.Objects.requireNonNull(delivery);
    }

    private static String hmac(byte[] body) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(body));
    }

    private static HttpServer receiver(BlockingQueue<Delivery> deliveries) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            Map<String, String> headers = new java.util.HashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
            deliveries.add(new Delivery(headers, exchange.getRequestBody().readAllBytes()));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI target(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }
}
