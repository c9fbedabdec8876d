package dev.millrace.testbed.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A plain HTTP client of the API server. */
public final class ApiServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration RETRY_DELAY = Duration.ofMillis(100);

    private final Cluster cluster;
    private final HttpClient http;

    public ApiServer(Cluster cluster) {
        this.cluster = cluster;
        try {
            this.http = HttpClient.newBuilder().sslContext(trusting(cluster)).build();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the cluster's certificate can't be read", e);
        }
    }

    private static SSLContext trusting(Cluster cluster) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream certificate = Files.newInputStream(cluster.certificateAuthority())) {
            store.setCertificateEntry(
                    "cluster", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(cluster.url() + path))
                .header("Authorization", "Bearer " + cluster.token())
                .header("Content-Type", "application/json");
    }

    /** Creates an object unless it exists. */
    public void create(String path, Map<String, Object> object) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                to(path).POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(object)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 201 && response.statusCode() != 409) {
            throw new IOException(
                    "creating an object failed: " + path + ": " + response.statusCode() + " " + response.body());
        }
    }

    /** Applies a YAML manifest server-side and overrides the fields of other managers. */
    public void apply(String path, String manifest) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(cluster.url() + path + "?fieldManager=testbed&force=true"))
                        .header("Authorization", "Bearer " + cluster.token())
                        .header("Content-Type", "application/apply-patch+yaml")
                        .method("PATCH", HttpRequest.BodyPublishers.ofString(manifest))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() >= 300) {
            throw new IOException(
                    "applying a manifest failed: " + path + ": " + response.statusCode() + " " + response.body());
        }
    }

    /** Sends an object in JSON as a client that expects to be refused, and returns the status code of the response. */
    public int post(String path, String object) throws IOException, InterruptedException {
        return http.send(
                        to(path).POST(HttpRequest.BodyPublishers.ofString(object))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Begins the deletion of an object, or of all objects of a collection. */
    public void delete(String path) throws IOException, InterruptedException {
        http.send(to(path).DELETE().build(), HttpResponse.BodyHandlers.discarding());
    }

    /** The status code and the body of a response. */
    public record Response(int status, String body) {
        /** Returns true if the API server carried the request out. */
        public boolean isSuccess() {
            return status < 300;
        }
    }

    /** Sends a request as it stands and returns the response, whatever its status code. */
    public Response send(String method, String path, String contentType, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                HttpRequest.newBuilder(URI.create(cluster.url() + path))
                        .header("Authorization", "Bearer " + cluster.token())
                        .header("Content-Type", contentType)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return new Response(response.statusCode(), response.body());
    }

    /** Returns the response body of a path as text. */
    public String get(String path) throws IOException, InterruptedException {
        return http.send(to(path).build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /**
     * Passes each event of a watch to the consumer until this client is closed. The API server may end a watch, for example of a slow reader
     * (Kubernetes API concepts, efficient detection of changes). The watch then restarts with all existing objects as added.
     */
    public void watch(String path, Consumer<JsonNode> event) {
        Thread.ofPlatform().daemon().name("watch").start(() -> {
            while (!http.isTerminated()) {
                try (Stream<String> lines = http.send(to(path).build(), HttpResponse.BodyHandlers.ofLines())
                        .body()) {
                    lines.forEach(line -> event.accept(read(line)));
                } catch (IOException | UncheckedIOException e) {
                    LockSupport.parkNanos(RETRY_DELAY.toNanos());
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        });
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException("the response of the API server is not JSON", e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
