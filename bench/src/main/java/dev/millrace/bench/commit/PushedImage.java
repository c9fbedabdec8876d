package dev.millrace.bench.commit;

import dev.millrace.events.value.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** An image without layers, pushed as any external tool does: its configuration first, then its manifest. */
final class PushedImage {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final URI registry;
    private final String repository;
    private final String manifest;

    private PushedImage(URI registry, String repository, String manifest) {
        this.registry = registry;
        this.repository = repository;
        this.manifest = manifest;
    }

    /** Pushes all but the manifest. */
    static PushedImage prepared(URI registry, String repository, Instant created)
            throws IOException, InterruptedException {
        String config = """
                {"architecture":"amd64","os":"linux","created":"%s","rootfs":{"type":"layers","diff_ids":[]}}\
                """.formatted(created);
        Digest digest = Digest.of(config.getBytes(StandardCharsets.UTF_8));
        URI upload =
                registry.resolve(send(HttpRequest.newBuilder(registry.resolve("/v2/" + repository + "/blobs/uploads/"))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build())
                        .headers()
                        .firstValue("Location")
                        .orElseThrow());
        put(URI.create(upload + "&digest=" + digest), "application/octet-stream", config);
        return new PushedImage(registry, repository, """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",\
                "digest":"%s","size":%d},"layers":[]}""".formatted(MANIFEST, digest, config.length()));
    }

    /** The digest of the manifest. */
    Digest digest() {
        return Digest.of(manifest.getBytes(StandardCharsets.UTF_8));
    }

    /** Pushes the manifest without a tag, so that no service follows it. */
    void pushUntagged() throws IOException, InterruptedException {
        put(registry.resolve("/v2/" + repository + "/manifests/" + digest()), MANIFEST, manifest);
    }

    /** Pushes the manifest; the registry then sends its notification. */
    void pushAs(String tag) throws IOException, InterruptedException {
        put(registry.resolve("/v2/" + repository + "/manifests/" + tag), MANIFEST, manifest);
    }

    private static void put(URI target, String type, String body) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(target)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(request.method() + " " + request.uri() + ": " + response.statusCode());
        }
        return response;
    }
}
