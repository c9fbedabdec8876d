package dev.millrace.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The reads and writes of the services mean the same at each registry. */
abstract class RegistryContract {
    private static final Tag MISSING = new Tag("missing");
    private static final byte[] CONFIG =
            "{\"architecture\":\"amd64\",\"os\":\"linux\"}".getBytes(StandardCharsets.UTF_8);
    private static final int PAGE = 2;

    private final RegistryCalls calls = new RegistryCalls();

    /** The registry under test; its images are those of earlier tests. */
    abstract Registry registry();

    @AfterEach
    void close() {
        calls.close();
    }

    @Test
    void anImageIsFoundByTagAndDigest() {
        Digest digest = push("contract/found", "v1");

        assertThat(reader().digest(image("contract/found"), new Tag("v1"))).contains(digest);
        assertThat(reader().manifest(image("contract/found"), new Tag("v1"))).hasValueSatisfying(found -> {
            assertThat(found.digest()).isEqualTo(digest);
            assertThat(found.mediaType()).isEqualTo("application/vnd.oci.image.manifest.v1+json");
        });
        assertThat(reader().manifest(image("contract/found"), digest)).isPresent();
        assertThat(reader().blob(image("contract/found"), Digest.of(CONFIG))).hasValue(CONFIG);
    }

    @Test
    void whatIsMissingIsNoError() {
        push("contract/other", "v1");

        assertThat(reader().digest(image("contract/other"), MISSING)).isEmpty();
        assertThat(reader().manifest(image("contract/other"), MISSING)).isEmpty();
        assertThat(reader().manifest(image("contract/other"), Digest.of(new byte[] {1})))
                .isEmpty();
        assertThat(reader().blob(image("contract/other"), Digest.of(new byte[] {1})))
                .isEmpty();
        assertThat(reader().tags(image("contract/nowhere"))).isEmpty();
        assertThat(reader().referrers(image("contract/other"), Digest.of(new byte[] {1})))
                .isEmpty();
    }

    @Test
    void tagsOfSeveralPagesAreListedOnce() {
        for (String tag : List.of("v1", "v2", "v3", "v4", "v5")) {
            push("contract/paged", tag);
        }

        assertThat(reader().tags(image("contract/paged")))
                .extracting(Tag::value)
                .containsExactlyInAnyOrder("v1", "v2", "v3", "v4", "v5");
    }

    @Test
    void aTagThatMovesHasTheNewDigest() {
        Digest first = push("contract/moved", "v1");
        assertThat(reader().digest(image("contract/moved"), new Tag("v1"))).contains(first);

        Digest second = push("contract/moved", "v1", "moved");

        assertThat(second).isNotEqualTo(first);
        assertThat(reader().digest(image("contract/moved"), new Tag("v1"))).contains(second);
    }

    @Test
    void aBlobAboveTheLimitIsRefused() {
        push("contract/large", "v1");
        RegistryRequest request = new RegistryRequest(
                registry(),
                "contract/large",
                HttpRequest.newBuilder(registry().api("contract/large/blobs/" + Digest.of(CONFIG))),
                "reading",
                Duration.ofSeconds(20),
                CONFIG.length - 1);

        assertThatThrownBy(() -> calls.answer(request))
                .isInstanceOf(RegistryRefused.class)
                .hasMessageStartingWith("reading: the response is larger than");
    }

    private Digest push(String repository, String tag) {
        return push(repository, tag, tag);
    }

    private Digest push(String repository, String tag, String content) {
        Digest config = Digest.of(CONFIG);
        HttpResponse<byte[]> begun = write(
                repository,
                HttpRequest.newBuilder(registry().api(repository + "/blobs/uploads/"))
                        .POST(BodyPublishers.noBody()));
        URI upload = begun.request()
                .uri()
                .resolve(begun.headers().firstValue("Location").orElseThrow());
        write(
                repository,
                HttpRequest.newBuilder(URI.create(upload + (upload.getRawQuery() == null ? "?" : "&") + "digest="
                                + config.value().replace(":", "%3A")))
                        .header("Content-Type", "application/octet-stream")
                        .PUT(BodyPublishers.ofByteArray(CONFIG)));
        byte[] manifest = """
                {"schemaVersion": 2, "mediaType": "application/vnd.oci.image.manifest.v1+json",
                 "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "digest": "%s", "size": %d},
                 "layers": [], "annotations": {"content": "%s"}}""".formatted(config, CONFIG.length, content).getBytes(StandardCharsets.UTF_8);
        write(
                repository,
                HttpRequest.newBuilder(registry().api(repository + "/manifests/" + tag))
                        .header("Content-Type", "application/vnd.oci.image.manifest.v1+json")
                        .PUT(BodyPublishers.ofByteArray(manifest)));
        return Digest.of(manifest);
    }

    private HttpResponse<byte[]> write(String repository, HttpRequest.Builder request) {
        HttpResponse<byte[]> response = calls.send(registry(), repository, request, "pushing");
        assertThat(response.statusCode()).isBetween(200, 299);
        return response;
    }

    private RegistryReader reader() {
        return new RegistryReader(new Registries(List.of(registry()), "registries"), calls, PAGE);
    }

    private ImageName image(String repository) {
        return new ImageName(registry().host() + "/" + repository);
    }

    static Registry plain(String host, Optional<Login> login) {
        return new Registry(host, true, login);
    }
}
