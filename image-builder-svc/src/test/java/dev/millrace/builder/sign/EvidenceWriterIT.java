package dev.millrace.builder.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.push.Descriptor;
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
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A push with its evidence to the real registry. */
@WithParts(PartKind.REGISTRY)
class EvidenceWriterIT {
    private static final Tag TAG = new Tag("1");
    private static final String STATEMENT = """
            {"_type": "https://in-toto.io/Statement/v1", "predicateType": "%s", "subject": [], "predicate": %s}""";
    private static final String PROVENANCE = """
            {"buildDefinition": {"externalParameters": {}}, "runDetails": {"metadata": {"invocationId": "%s"}}}""";
    private static final String SPDX = "https://spdx.dev/Document";
    private static final Origin ORIGIN = new Origin(
            "https://builder.example/v1",
            new RepositoryId("git.example/shop/web"),
            new CommitId("0123456789".repeat(4)),
            "Dockerfile");

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
        assertThat(evidence(image, digest).taggedStatements(Optional.of(keys)))
                .hasSize(2)
                .isEqualTo(evidence(image, digest).referringStatements(Optional.of(keys)))
                .filteredOn(one -> one.type().equals(Origin.PROVENANCE))
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
    void aProvenanceIsAboutAnIndexAndAnSbomAboutThePlatformOnly() {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor amd64 = layout.image("amd64", layout.layer(1, 100));
        Descriptor arm64 = layout.image("arm64", layout.layer(2, 100));
        Digest digest = layout.finish(
                layout.index(amd64, arm64),
                layout.attestation(amd64, provenance(layout, "a"), sbom(layout, "amd64")),
                layout.attestation(arm64, provenance(layout, "b"), sbom(layout, "arm64")));
        ImageName image = registry.image("evidence/platforms");

        push(image, digest, Optional.of(key));

        assertThat(types(image, digest)).containsExactly(Origin.PROVENANCE, Origin.PROVENANCE);
        for (Descriptor one : List.of(amd64, arm64)) {
            assertThat(types(image, one.digest())).containsExactlyInAnyOrder(Origin.PROVENANCE, SPDX);
            assertThat(evidence(image, one.digest()).referringStatements(Optional.empty()).stream()
                            .filter(statement -> statement.type().equals(Origin.PROVENANCE)))
                    .singleElement()
                    .extracting(Statement::subjects)
                    .isEqualTo(Set.of(digest.value(), one.digest().value()));
        }
    }

    @Test
    void whereTagsCannotBeMovedAPushThatBreaksWithinItsEvidenceIsFinishedByTheNext() {
        RegistryProxy.Rule fixed = registry.fixedTags(400);
        registry.rule(fixed);
        push(registry.image("evidence/whole"), layout("whole"), Optional.of(key));
        List<String> whole = registry.requests();
        int broken = (int) whole.stream()
                .takeWhile(request -> !request.contains("/referrers/"))
                .count();
        boolean complete = false;
        while (!complete) {
            ImageName image = registry.image("evidence/fixed-" + broken);
            registry.rule(RegistryProxy.breakingAfter(broken, false, fixed));
            complete = isPushed(image, layout("first"));
            registry.rule(fixed);
            Digest digest = layout("second");
            push(image, digest, Optional.of(key));
            assertThat(evidence(image, digest).isSignedBy(PublicKeys.parse(key.publicKey())))
                    .isTrue();
            assertThat(types(image, digest)).containsExactlyInAnyOrder(Origin.PROVENANCE, SPDX);
            assertThat(evidence(image, digest).taggedStatements(Optional.empty()))
                    .hasSize(2);
            broken++;
        }
        assertThat(broken).isEqualTo(whole.size() + 1);
    }

    private boolean isPushed(ImageName image, Digest digest) {
        try {
            push(image, digest, Optional.of(key));
            return true;
        } catch (RegistryUnavailable e) {
            return false;
        }
    }

    @Test
    void evidenceIsCompleteForItsKeyAndOriginOnly() {
        ImageName image = registry.image("evidence/complete");
        ImageName unsigned = registry.image("evidence/incomplete");
        SigningKey other = SigningKey.parse(TestKeys.pem(TestKeys.Kind.P256), Optional.empty());
        Digest digest = layout();

        push(image, digest, Optional.of(key));
        push(unsigned, digest, Optional.empty());

        assertThat(isComplete(image, digest, Optional.of(key))).isTrue();
        assertThat(isComplete(image, digest, Optional.empty())).isTrue();
        assertThat(isComplete(image, digest, Optional.of(other))).isFalse();
        assertThat(isComplete(unsigned, digest, Optional.empty())).isTrue();
        assertThat(isComplete(unsigned, digest, Optional.of(key))).isFalse();
        Origin elsewhere =
                new Origin(ORIGIN.builder(), new RepositoryId("git.example/x"), ORIGIN.commit(), "Dockerfile");
        assertThat(writer(Optional.of(key)).isComplete(image, digest, elsewhere, true))
                .isFalse();
        assertThat(writer(Optional.of(key)).isComplete(image, digest, elsewhere, false))
                .isTrue();
    }

    @Test
    void aLargeSbomDoesNotHideTheProvenance() {
        LayoutWriter layout = new LayoutWriter(folder);
        Descriptor built = layout.image("amd64", layout.layer(1, 100));
        Digest digest = layout.attested(built, sbom(layout, "x".repeat(5 << 20)), provenance(layout, "a"));
        ImageName image = registry.image("evidence/large");

        push(image, digest, Optional.of(key));

        assertThat(types(image, digest)).containsExactly(Origin.PROVENANCE);
        assertThat(new RegistryReader(registry.hosts().registries()).referrers(image, digest))
                .hasSize(2);
    }

    @Test
    void withoutAKeyTheProvenanceIsAttachedUnsigned() {
        ImageName image = registry.image("evidence/unsigned");
        Digest digest = layout();

        push(image, digest, Optional.empty());

        assertThat(types(image, digest)).containsExactlyInAnyOrder(Origin.PROVENANCE, SPDX);
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
        return layout("a");
    }

    /** The layout of a build; another one of the same commit differs in its provenance only. */
    private Digest layout(String invocation) {
        LayoutWriter layout = new LayoutWriter(folder);
        return layout.attested(
                layout.image("amd64", layout.layer(1, 100)), provenance(layout, invocation), sbom(layout, "amd64"));
    }

    private static Descriptor provenance(LayoutWriter layout, String invocation) {
        return layout.statement(STATEMENT.formatted(Origin.PROVENANCE, PROVENANCE.formatted(invocation)));
    }

    private static Descriptor sbom(LayoutWriter layout, String name) {
        return layout.statement(
                STATEMENT.formatted(SPDX, "{\"spdxVersion\": \"SPDX-2.3\", \"name\": \"" + name + "\"}"));
    }

    private List<String> types(ImageName image, Digest digest) {
        return evidence(image, digest).referringStatements(Optional.empty()).stream()
                .map(Statement::type)
                .toList();
    }

    private boolean isComplete(ImageName image, Digest digest, Optional<SigningKey> by) {
        return writer(by).isComplete(image, digest, ORIGIN, true);
    }

    private EvidenceWriter writer(Optional<SigningKey> by) {
        return new EvidenceWriter(registry.hosts().registries(), new RegistryCalls(), by);
    }

    private void push(ImageName image, Digest digest, Optional<SigningKey> by) {
        RegistryCalls calls = new RegistryCalls();
        EvidenceWriter writer = writer(by);
        ImagePush.Job job =
                new ImagePush.Job(folder, digest, image, List.of(TAG), Optional.empty(), Duration.ofMinutes(2));
        new ImagePush(registry.hosts().registries(), calls).push(job, writer.of(ORIGIN), line -> {});
    }

    private Evidence evidence(ImageName image, Digest digest) {
        return new Evidence(new RegistryReader(registry.hosts().registries()), image, digest);
    }
}
