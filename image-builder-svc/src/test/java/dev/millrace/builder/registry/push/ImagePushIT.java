package dev.millrace.builder.registry.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.push.RegistryProxy.Answer;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.registry.ImageRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes to the real registry, with and without interruptions. */
@WithParts(PartKind.REGISTRY)
class ImagePushIT {
    private static final Tag FINGERPRINT = new Tag("millrace-0123456789abcdef");
    private static final Tag VISIBLE = new Tag("1.4.2");
    private static final List<Tag> TAGS = List.of(FINGERPRINT, VISIBLE);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<String> log = new ArrayList<>();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RegistryProxy registry;

    @BeforeEach
    void open(ImageRegistry real) {
        registry = new RegistryProxy(real.url());
    }

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void anImageWithALargeLayerIsPushed() {
        Digest digest = new LayoutWriter(folder).single(1, 20 << 20);
        ImageName image = registry.image("push/large");

        push(image, digest);

        assertThat(client().image(image, VISIBLE)).get().satisfies(found -> {
            assertThat(found.digest()).isEqualTo(digest);
            assertThat(found.labels()).containsEntry("a", "b");
        });
        assertThat(log.getFirst()).startsWith("layers: uploaded=2 mounted=0 present=0 bytes=20");
    }

    @Test
    void anIndexIsPushedAfterItsImagesAndTaggedLast() {
        LayoutWriter layout = new LayoutWriter(folder);
        Digest digest = layout.twoPlatforms(10);
        ImageName image = registry.image("push/index");

        push(image, digest);

        assertThat(client().digest(image, FINGERPRINT)).contains(digest);
        List<String> manifests = registry.requests().stream()
                .filter(request -> request.startsWith("PUT") && request.contains("/manifests/"))
                .map(request -> request.replaceFirst(".*/", ""))
                .toList();
        assertThat(manifests).hasSize(5).endsWith(digest.value(), FINGERPRINT.value(), VISIBLE.value());
    }

    @Test
    void layersOfAnotherImageAreMounted() {
        Digest digest = new LayoutWriter(folder).single(20, 5_000);
        ImageName first = registry.image("push/first");
        push(first, digest);
        log.clear();

        push(job(registry.image("push/second"), digest, Optional.of(first)));

        assertThat(log.getFirst()).startsWith("layers: uploaded=0 mounted=2 present=0");
        assertThat(client().digest(registry.image("push/second"), VISIBLE)).contains(digest);
    }

    @Test
    void aSecondPushSendsNoLayerAndNoManifestButTheTags() {
        Digest digest = new LayoutWriter(folder).single(30, 5_000);
        ImageName image = registry.image("push/twice");
        push(image, digest);
        int before = registry.requests().size();

        push(image, digest);

        assertThat(registry.requests().subList(before, registry.requests().size()))
                .containsExactly(
                        "HEAD /v2/push/twice/manifests/" + digest,
                        "HEAD /v2/push/twice/manifests/" + FINGERPRINT,
                        "PUT /v2/push/twice/manifests/" + VISIBLE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPushThatBreaksAtAnyRequestIsFinishedByTheNext(boolean requestArrives) throws IOException {
        Digest digest = new LayoutWriter(folder).twoPlatforms(40);
        int broken = 0;
        boolean complete = false;
        while (!complete) {
            ImageName image = registry.image("push/broken-" + requestArrives + "-" + broken);
            registry.rule(RegistryProxy.breakingAfter(broken, requestArrives, (request, forward) -> forward.get()));
            complete = isPushed(image, digest);
            registry.rule((request, forward) -> forward.get());
            if (!complete && client().digest(image, VISIBLE).isPresent()) {
                assertThat(client().digest(image, FINGERPRINT)).contains(digest);
            }
            push(image, digest);
            assertThat(client().digest(image, FINGERPRINT)).contains(digest);
            assertThat(client().image(image, VISIBLE)).isPresent();
            broken++;
        }
        assertThat(broken).isGreaterThan(20);
    }

    private boolean isPushed(ImageName image, Digest digest) {
        try {
            push(image, digest);
            return true;
        } catch (RegistryUnavailable e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409})
    void aTagThatCannotBeMovedIsEnoughIfItNamesTheImage(int status) {
        Digest digest = new LayoutWriter(folder).single(60, 100);
        ImageName image = registry.image("push/immutable-" + status);
        push(image, digest);
        registry.rule(registry.fixedTags(status));

        push(image, digest);

        assertThat(log).endsWith("tagged " + image + ":" + VISIBLE);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 403, 409})
    void aTagThatCannotBeMovedAndNamesAnotherImageIsAFailure(int status) {
        Digest earlier = new LayoutWriter(folder).single(70, 100);
        ImageName image = registry.image("push/taken-" + status);
        push(image, earlier);
        registry.rule(registry.fixedTags(status));
        Digest digest = new LayoutWriter(folder).single(71, 100);
        List<Tag> tags = List.of(new Tag("another-fingerprint"), VISIBLE);

        assertThatThrownBy(() -> push(new ImagePush.Job(folder, digest, image, tags, Optional.empty(), LIMIT)))
                .isInstanceOf(RegistryRefused.class)
                .hasMessage("tagging " + image + ":" + VISIBLE + ": the registry answered " + status
                        + " and the tag names " + earlier + " there, not " + digest
                        + "; let the tag be moved in the registry, or use a tag that was not used before");
        assertThat(client().digest(image, VISIBLE)).contains(earlier);
    }

    @Test
    void ofTwoBuildsOfAFingerprintTheFirstOneIsTheResult() {
        Digest earlier = new LayoutWriter(folder).single(72, 100);
        ImageName image = registry.image("push/second-build");
        push(image, earlier);
        Digest digest = new LayoutWriter(folder).single(73, 100);

        assertThat(push(image, digest)).isEqualTo(earlier);

        assertThat(client().digest(image, FINGERPRINT)).contains(earlier);
        assertThat(client().digest(image, VISIBLE)).contains(earlier);
    }

    /** The other build is pushed between the two requests that find that there is none and write the tag. */
    @Test
    void aRegistryThatDoesNotMoveTagsKeepsTheFirstOfTwoBuildsThatArePushedAtTheSameTime() {
        Digest earlier = new LayoutWriter(folder).single(74, 100);
        ImageName image = registry.image("push/same-time");
        push(image, earlier);
        Digest digest = new LayoutWriter(folder).single(75, 100);
        AtomicBoolean found = new AtomicBoolean();
        registry.rule((request, forward) -> {
            if (!request.path().endsWith("/manifests/" + FINGERPRINT)) {
                return forward.get();
            }
            return request.method().equals("PUT")
                    ? new Answer(409, Map.of(), LayoutWriter.utf8("{\"errors\":[{\"code\":\"TAG_IMMUTABLE\"}]}"))
                    : found.getAndSet(true) ? forward.get() : new Answer(404, Map.of(), new byte[0]);
        });

        assertThat(push(image, digest)).isEqualTo(earlier);

        assertThat(client().digest(image, VISIBLE)).contains(earlier);
    }

    @Test
    void aLayerWithOtherContentIsNeverComplete() throws IOException {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor layer = layout.layer(80, 300_000);
        Digest digest = layout.finish(layout.image("amd64", layer));
        byte[] content = Files.readAllBytes(layout.file(layer.digest()));
        content[content.length / 2] ^= 1;
        Files.write(layout.file(layer.digest()), content);
        ImageName image = registry.image("push/corrupt");

        assertThatThrownBy(() -> push(image, digest))
                .isInstanceOf(LayoutUnusable.class)
                .hasMessage("the built image is unusable: " + layer.digest() + " has other content; build it again");
        assertThat(registry.ask("HEAD", "/v2/push/corrupt/blobs/" + layer.digest())
                        .status())
                .isEqualTo(404);
        assertThat(client().digest(image, FINGERPRINT)).isEmpty();
    }

    @Test
    void aFinishedImageIsFoundWithTheTagsThatItMisses() {
        Digest digest = new LayoutWriter(folder).single(90, 100);
        ImageName image = registry.image("push/finished");
        Tag later = new Tag("stable");

        Optional<RegistryClient.FinishedImage> before = client().findFinished(image, FINGERPRINT, List.of(VISIBLE));
        List<String> requests = registry.requests();
        push(image, digest);
        Optional<RegistryClient.FinishedImage> after =
                client().findFinished(image, FINGERPRINT, List.of(VISIBLE, later));
        client().tag(image, digest, later);

        assertThat(before).isEmpty();
        assertThat(requests).containsExactly("HEAD /v2/push/finished/manifests/" + FINGERPRINT);
        assertThat(after).contains(new RegistryClient.FinishedImage(digest, List.of(later)));
        assertThat(client().image(image, later)).get().satisfies(found -> assertThat(found.platforms())
                .containsExactly(new Platform("linux/amd64")));
    }

    private Digest push(ImageName image, Digest digest) {
        return push(job(image, digest, Optional.empty()));
    }

    private Digest push(ImagePush.Job job) {
        return new ImagePush(registry.hosts().registries(), new RegistryCalls())
                .push(job, (pushed, uploaded, deadline) -> {}, log::add);
    }

    private ImagePush.Job job(ImageName image, Digest digest, Optional<ImageName> source) {
        return new ImagePush.Job(folder, digest, image, TAGS, source, LIMIT);
    }

    private RegistryClient client() {
        return new RegistryClient(registry.hosts());
    }
}
