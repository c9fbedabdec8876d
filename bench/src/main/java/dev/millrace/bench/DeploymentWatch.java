package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testbed.cluster.Cluster;
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
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Watches one Deployment as any client of the API server can, and remembers when each number of replicas was first seen. */
final class DeploymentWatch implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final Map<Integer, Long> firstSeen = new HashMap<>();

    DeploymentWatch(Cluster cluster, String namespace, String name) throws IOException, GeneralSecurityException {
        http = HttpClient.newBuilder().sslContext(trusting(cluster)).build();
        URI uri = URI.create(cluster.url() + "/apis/apps/v1/namespaces/" + namespace
                + "/deployments?watch=true&fieldSelector=metadata.name%3D" + name);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer " + cluster.token())
                .build();
        Thread.ofPlatform().daemon().name("deployment-watch").start(() -> read(request));
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

    private void read(HttpRequest request) {
        try (Stream<String> lines =
                http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
            lines.forEach(line -> remember(line, System.nanoTime()));
        } catch (IOException | UncheckedIOException e) {
            // close() ends the watch
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void remember(String line, long at) {
        try {
            JsonNode replicas = JSON.readTree(line).at("/object/spec/replicas");
            firstSeen.putIfAbsent(replicas.asInt(), at);
            notifyAll();
        } catch (IOException e) {
            throw new UncheckedIOException("the API server sent no JSON", e);
        }
    }

    /** When so many replicas were first seen, in {@link System#nanoTime()}; waits for it. */
    synchronized long awaitReplicas(int replicas, Duration most) throws InterruptedException {
        long deadline = System.nanoTime() + most.toNanos();
        @Nullable Long seen = firstSeen.get(replicas);
        while (seen == null) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException("never saw " + replicas + " replicas; seen: " + firstSeen.keySet());
            }
            wait(left);
            seen = firstSeen.get(replicas);
        }
        return seen;
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
