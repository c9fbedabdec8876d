package dev.millrace.builder.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.builder.registry.push.LayoutWriter;
import dev.millrace.builder.registry.push.RegistryProxy;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.registry.verify.Evidence;
import dev.millrace.registry.verify.PublicKeys;
import dev.millrace.registry.verify.SimpleSigning;
import dev.millrace.registry.verify.Statement;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.registry.ImageRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push with its evidence to the real registry. */
@WithParts(PartKind.REGISTRY)
class EvidenceWriterIT {
    private static final Tag TAG = new Tag("1");
    private static final String PROVENANCE = """
            {"_type": "https://in-toto.io/Statement/v1", "predicateType": "https://slsa.dev/provenance/v1", "subject": [],
             "predicate": {"buildDefinition": {"externalParameters": {}}, "runDetails": {"builder": {"id": ""}}}}""";
    private static final Origin ORIGIN = new Origin(
            "https://builder.example/v1",
            new RepositoryId("git.example/shop/web"),
            new CommitId("0123456789".repeat(4)));

    private final SigningKey key = SigningKey.parse(TestKeys.pem(TestKeys.Kind.P256), Optional.empty());

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
    void aTagIsWrittenWhenTheImageIsSignedAndItsProvenanceAttached() {
        ImageName image = registry.image("evidence/signed");
        Digest digest = layout();

        push(image, digest, Optional.of(key));

        PublicKeys keys = PublicKeys.parse(key.publicKey());
        assertThat(evidence(image, digest).isSignedBy(keys)).isTrue();
        assertThat(evidence(image, digest).statements(Optional.of(keys)))
                .extracting(Statement::predicate)
                .singleElement()
                .satisfies(claim -> {
                    assertThat(claim.at("/runDetails/builder/id").asText()).isEqualTo(ORIGIN.builder());
                    assertThat(claim.at("/buildDefinition/externalParameters/configSource/uri")
                                    .asText())
                            .startsWith("git+https://git.example/shop/web#");
                });
        List<String> writes = registry.requests().stream()
                .filter(request -> request.startsWith("PUT") && request.contains("/manifests/"))
                .toList();
        assertThat(writes).last().asString().endsWith("/manifests/" + TAG);
        assertThat(writes)
                .anyMatch(write -> write.endsWith(SimpleSigning.tag(digest).value()));
    }

    @Test
    void withoutAKeyTheProvenanceIsAttachedUnsigned() {
        ImageName image = registry.image("evidence/unsigned");
        Digest digest = layout();

        push(image, digest, Optional.empty());

        assertThat(evidence(image, digest).statements(Optional.empty())).hasSize(1);
        assertThat(new RegistryClient(registry.hosts()).digest(image, SimpleSigning.tag(digest)))
                .isEmpty();
    }

    @Test
    void aPushThatBreaksBeforeItsSignatureWritesNoTagAndIsFinishedByTheNext() {
        ImageName image = registry.image("evidence/broken");
        Digest digest = layout();
        registry.rule((request, forward) -> {
            if (request.method().equals("PUT") && request.path().endsWith(".sig")) {
                throw new IOException("the connection is closed");
            }
            return forward.get();
        });

        assertThatThrownBy(() -> push(image, digest, Optional.of(key))).isInstanceOf(RegistryUnavailable.class);
        registry.rule((request, forward) -> forward.get());
        Optional<Digest> before = new RegistryClient(registry.hosts()).digest(image, TAG);
        push(image, digest, Optional.of(key));

        assertThat(before).isEmpty();
        assertThat(evidence(image, digest).isSignedBy(PublicKeys.parse(key.publicKey())))
                .isTrue();
        assertThat(new RegistryClient(registry.hosts()).digest(image, TAG)).contains(digest);
    }

    private Digest layout() {
        LayoutWriter layout = new LayoutWriter(folder);
        return layout.attested(layout.image("amd64", layout.layer(1, 100)), layout.statement(PROVENANCE));
    }

    private void push(ImageName image, Digest digest, Optional<SigningKey> by) {
        RegistryCalls calls = new RegistryCalls();
        EvidenceWriter writer = new EvidenceWriter(registry.hosts().registries(), calls, by);
        ImagePush.Job job =
                new ImagePush.Job(folder, digest, image, List.of(TAG), Optional.empty(), Duration.ofMinutes(2));
        new ImagePush(registry.hosts().registries(), calls).push(job, writer.of(ORIGIN), line -> {});
    }

    private Evidence evidence(ImageName image, Digest digest) {
        return new Evidence(new RegistryReader(registry.hosts().registries()), image, digest);
    }
}
