package dev.millrace.updater;

import dev.millrace.events.ImageBuilt;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Pushes images without layers to the test bed's registry (OCI distribution spec, push). */
final class RegistryPushes {
    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final URI registry = Testbed.shared().registry().url();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static String host() {
        return Testbed.shared().registry().host();
    }

    /** An image of the n-th commit of main, with our builder's labels. */
    Digest image(String name, String tag, int sequence) {
        return image(name, tag, sequence, "git.example/shop/app");
    }

    /** The same, built from another repository. */
    Digest image(String name, String tag, int sequence, String repository) {
        String config = """
                {"os": "linux", "architecture": "amd64", "created": "2026-03-14T12:00:00Z", "config": {"Labels": {
                "dev.millrace.repository": "%s", "dev.millrace.ref": "refs/heads/main",
                "org.opencontainers.image.revision": "%040x", "dev.millrace.sequence": "%d",
                "dev.millrace.committed-at": "2026-03-14T12:00:00Z"}}}""".formatted(repository, sequence, sequence);
        byte[] bytes = config.getBytes(StandardCharsets.UTF_8);
        blob(name, bytes);
        String manifest = """
                {"schemaVersion": 2, "mediaType": "%s", "layers": [], "config": {"digest": "%s", "size": %d,
                "mediaType": "application/vnd.oci.image.config.v1+json"}}""".formatted(MANIFEST, Digest.of(bytes), bytes.length);
        return manifest(name, tag, manifest.getBytes(StandardCharsets.UTF_8));
    }

    static String name(String image) {
        return host() + "/shop/" + image;
    }

    /** The source of the n-th commit of a repository's main branch, committed long after all others for a high number. */
    static Source source(String repository, int sequence) {
        return new Source(
                new RepositoryId(repository),
                new CommitId("%040x".formatted(sequence)),
                GitRef.branch("main"),
                Delivery.NOON.plus(Duration.ofDays(100L * sequence)),
                sequence);
    }

    /** The event of an image; an external one has no source. */
    static ImageBuilt built(String image, String tag, Digest digest, Optional<Source> source) {
        return new ImageBuilt(
                new ImageName(name(image)),
                new Tag(tag),
                digest,
                List.of(),
                source,
                Optional.empty(),
                Optional.empty(),
                source.isPresent() ? ImageBuilt.Origin.BUILD : ImageBuilt.Origin.REGISTRY,
                Optional.empty(),
                Optional.of(Delivery.NOON),
                Instant.now());
    }

    /** A manifest of the images signed by the real cosign, with all its blobs. */
    Digest signed(String name, String tag) {
        for (Path blob : files("/signed/ecdsa/blobs")) {
            blob(name, read(blob));
        }
        return manifest(
                name,
                tag,
                read(files("/signed/ecdsa/manifests").stream()
                        .filter(file -> file.endsWith(tag + ".json"))
                        .findFirst()
                        .orElseThrow()));
    }

    private Digest manifest(String name, String tag, byte[] manifest) {
        put(registry.resolve("/v2/shop/" + name + "/manifests/" + tag), MANIFEST, manifest);
        return Digest.of(manifest);
    }

    private void blob(String name, byte[] bytes) {
        HttpRequest.Builder begin = HttpRequest.newBuilder(registry.resolve("/v2/shop/" + name + "/blobs/uploads/"))
                .POST(HttpRequest.BodyPublishers.noBody());
        String place = send(begin).headers().firstValue("Location").orElseThrow();
        URI upload = registry.resolve(place + (place.contains("?") ? "&" : "?") + "digest=" + Digest.of(bytes));
        put(upload, "application/octet-stream", bytes);
    }

    private void put(URI address, String type, byte[] bytes) {
        send(HttpRequest.newBuilder(address)
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new IllegalStateException(response + " " + response.body());
            }
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static String resource(String path) {
        Path file = Path.of(URI.create(String.valueOf(RegistryPushes.class.getResource(path))));
        return new String(read(file), StandardCharsets.UTF_8);
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files =
                Files.list(Path.of(URI.create(String.valueOf(RegistryPushes.class.getResource(folder)))))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
