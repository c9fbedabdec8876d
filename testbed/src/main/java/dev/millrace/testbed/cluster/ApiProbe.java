package dev.millrace.testbed.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Cheap requests to the API server, for frequent polling while the cluster starts. */
final class ApiProbe implements AutoCloseable {
    private static final Duration RESPONSE_TIMEOUT = Duration.ofSeconds(5);

    private final HttpClient http;
    private final URI server;
    private final ClusterUser identity;

    ApiProbe(URI server, Path certificateAuthority, ClusterUser identity) {
        this.server = server;
        this.identity = identity;
        // HTTP/2 would send every request over one connection, even if the starting server has lost it.
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(certificateAuthority))
                .connectTimeout(RESPONSE_TIMEOUT)
                .build();
    }

    private static SSLContext trusting(Path certificates) {
        try (InputStream in = Files.newInputStream(certificates)) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int i = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                trusted.setCertificateEntry("ca" + i++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("the API server's certificate can't be read: " + certificates, e);
        }
    }

    /** Returns the response body if the status is 200; otherwise empty text. */
    String get(String path) {
        return send(request(path).GET().build(), 200);
    }

    /**
     * Returns the object at a path; empty if there is none.
     *
     * @throws UncheckedIOException if the API server is unavailable
     * @throws IllegalStateException for any other answer
     */
    Optional<String> find(String path) {
        try {
            HttpResponse<String> response =
                    http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
            return switch (response.statusCode()) {
                case 200 -> Optional.of(response.body());
                case 404 -> Optional.empty();
                default -> throw new IllegalStateException("GET " + path + ": " + response.body());
            };
        } catch (IOException e) {
            throw new UncheckedIOException("GET " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("GET " + path + " was interrupted", e);
        }
    }

    /** Creates an object. Returns true if it was created or exists. */
    boolean create(String path, String json) {
        HttpRequest request = request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        try {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            return status == 201 || status == 409;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(RESPONSE_TIMEOUT)
                .header("Authorization", "Bearer " + identity.token());
    }

    private String send(HttpRequest request, int expected) {
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == expected ? response.body() : "";
        } catch (IOException e) {
            return ""; // not up yet
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
