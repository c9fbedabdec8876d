package dev.millrace.sync.render.helm;

import dev.millrace.events.value.Digest;
import dev.millrace.testbed.Testbed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** Pushes a chart to the registry as {@code helm push} does. */
final class PushedChart {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private PushedChart() {}

    /** Returns the repository that the Application names. */
    static String push(String repository, String name, String version, byte[] chart) {
        URI registry = Testbed.shared().registry().url();
        String place = registry + "/v2/" + repository + "/" + name;
        byte[] config = "{}".getBytes(StandardCharsets.UTF_8);
        blob(place, config);
        blob(place, chart);
        String manifest = """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", "digest": "%s", "size": %d},
                 "layers": [{"mediaType": "application/vnd.cncf.helm.chart.content.v1.tar+gzip", "digest": "%s", "size": %d}]}
                """.formatted(Digest.of(config), config.length, Digest.of(chart), chart.length);
        send(HttpRequest.newBuilder(URI.create(place + "/manifests/" + version))
                .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                .PUT(BodyPublishers.ofString(manifest)));
        return "oci://" + Testbed.shared().registry().host() + "/" + repository;
    }

    private static void blob(String place, byte[] content) {
        String upload = send(HttpRequest.newBuilder(URI.create(place + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()))
                .headers()
                .firstValue("location")
                .orElseThrow();
        send(HttpRequest.newBuilder(
                        URI.create(upload + (upload.contains("?") ? "&" : "?") + "digest=" + Digest.of(content)))
                .PUT(BodyPublishers.ofByteArray(content)));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new AssertionError(answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
