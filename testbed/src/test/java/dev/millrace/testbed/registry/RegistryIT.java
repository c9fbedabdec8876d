package dev.millrace.testbed.registry;

import static dev.millrace.testbed.PartKind.REGISTRY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.events.value.Digest;
import dev.millrace.testbed.WithParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

@WithParts(REGISTRY)
class RegistryIT {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @AfterAll
    static void closeClient() {
        HTTP.close();
    }

    @Test
    void imagesSurviveAKill(ImageRegistry registry) throws Exception {
        pushImage(registry, "shop/kept", "1");

        registry.kill();
        assertThat(registry.isRunning()).isFalse();
        registry.start();

        HttpRequest tags = HttpRequest.newBuilder(registry.url().resolve("/v2/shop/kept/tags/list"))
                .build();
        assertThat(HTTP.send(tags, HttpResponse.BodyHandlers.ofString()).body()).contains("\"1\"");
    }

    @Test
    void notifiesOfAPushedTag(ImageRegistry registry) throws Exception {
        BlockingQueue<String> notifications = new LinkedBlockingQueue<>();
        HttpServer receiver = receiver(notifications);
        try {
            registry.notify(
                    URI.create("http://127.0.0.1:" + receiver.getAddress().getPort() + "/hook"), "Bearer a-token");

            pushImage(registry, "shop/notified", "7");

            String event = notifications.poll(20, TimeUnit.SECONDS);
            while (event != null && !event.contains("\"tag\"")) {
                event = notifications.poll(20, TimeUnit.SECONDS);
            }
            assertThat(event).startsWith("Bearer a-token ");
            var json = new ObjectMapper().readTree(event.substring("Bearer a-token ".length()));
            assertThat(json.at("/events/0/target/repository").asText()).isEqualTo("shop/notified");
            assertThat(json.at("/events/0/target/tag").asText()).isEqualTo("7");
        } finally {
            receiver.stop(0);
        }
    }

    private static HttpServer receiver(BlockingQueue<String> notifications) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/hook", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            notifications.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static void pushImage(ImageRegistry registry, String repository, String tag) throws Exception {
        String config =
                "{\"architecture\":\"amd64\",\"os\":\"linux\",\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[]}}";
        Digest digest = Digest.of(config.getBytes(StandardCharsets.UTF_8));
        HttpRequest start = HttpRequest.newBuilder(registry.url().resolve("/v2/" + repository + "/blobs/uploads/"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        URI upload = registry.url()
                .resolve(HTTP.send(start, HttpResponse.BodyHandlers.discarding())
                        .headers()
                        .firstValue("Location")
                        .orElseThrow());
        put(URI.create(upload + "&digest=" + digest), "application/octet-stream", config);
        String manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
                "digest":"%s","size":%d},"layers":[]}""".formatted(MANIFEST, digest, config.length());
        put(registry.url().resolve("/v2/" + repository + "/manifests/" + tag), MANIFEST, manifest);
    }

    private static void put(URI target, String type, String body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(target)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(201);
    }
}
