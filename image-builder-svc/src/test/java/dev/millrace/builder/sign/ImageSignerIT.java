package dev.millrace.builder.sign;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.RegistryClient;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.builder.registry.push.LayoutWriter;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.verify.Evidence;
import dev.millrace.registry.verify.PublicKeys;
import dev.millrace.registry.verify.SimpleSigning;
import dev.millrace.registry.verify.Statement;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.registry.ImageRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Signatures in the real registry, verified by the verifier of manifest-updater-svc. */
@WithParts(PartKind.REGISTRY)
class ImageSignerIT {
    private static final String SLSA = "https://slsa.dev/provenance/v1";

    private final RegistryCalls calls = new RegistryCalls();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private String host;

    @SuppressWarnings("NullAway.Init")
    private Registries registries;

    @BeforeEach
    void open(ImageRegistry registry) {
        host = registry.host();
        registries = hosts().registries();
    }

    @ParameterizedTest
    @EnumSource
    void aSignatureIsAcceptedByItsKeyOnly(TestKeys.Kind kind) {
        SigningKey key = SigningKey.parse(TestKeys.pem(kind), Optional.empty());
        SigningKey stranger = SigningKey.parse(TestKeys.pem(kind), Optional.empty());
        ImageName image = image("signed-" + kind.name().toLowerCase(Locale.ROOT));
        Digest digest = push(image);

        signer(key).sign(image, digest, deadline());

        assertThat(evidence(image, digest).isSignedBy(PublicKeys.parse(key.publicKey())))
                .isTrue();
        assertThat(evidence(image, digest).isSignedBy(PublicKeys.parse(stranger.publicKey())))
                .isFalse();
    }

    @Test
    void anIndexIsSignedLikeAnImage() {
        SigningKey key = ecdsa();
        ImageName image = image("signed-index");
        Digest digest = push(image, new LayoutWriter(folder).twoPlatforms(5));

        signer(key).sign(image, digest, deadline());

        assertThat(evidence(image, digest).isSignedBy(PublicKeys.parse(key.publicKey())))
                .isTrue();
    }

    @Test
    void signingAgainChangesNothingAndOtherSignaturesAreKept() {
        SigningKey first = ecdsa();
        SigningKey second = ecdsa();
        ImageName image = image("signed-twice");
        Digest digest = push(image);
        Tag tag = SimpleSigning.tag(digest);

        signer(first).sign(image, digest, deadline());
        signer(second).sign(image, digest, deadline());
        Optional<Digest> both = client().digest(image, tag);
        signer(first).sign(image, digest, deadline());
        signer(second).sign(image, digest, deadline());

        assertThat(client().digest(image, tag)).isEqualTo(both);
        for (SigningKey key : List.of(first, second)) {
            assertThat(evidence(image, digest).isSignedBy(PublicKeys.parse(key.publicKey())))
                    .isTrue();
        }
    }

    @Test
    void aSignedStatementIsFoundAndAttachedOnce() throws Exception {
        SigningKey key = ecdsa();
        ImageName image = image("attested");
        Digest digest = push(image);
        JsonNode predicate =
                new ObjectMapper().readTree("{\"runDetails\": {\"builder\": {\"id\": \"https://builder.example\"}}}");

        List<Statement> statements = List.of(Statement.about(image, List.of(digest), SLSA, predicate));

        List<Digest> attached = writer(key).attach(image, digest, statements, deadline());
        List<Digest> again = writer(key).attach(image, digest, statements, deadline());

        assertThat(again).isEqualTo(attached);
        assertThat(new RegistryReader(registries).referrers(image, digest)).hasSize(1);
        assertThat(evidence(image, digest).statements(Optional.of(PublicKeys.parse(key.publicKey()))))
                .singleElement()
                .satisfies(statement -> {
                    assertThat(statement.type()).isEqualTo(SLSA);
                    assertThat(statement.predicate()).isEqualTo(predicate);
                });
        assertThat(evidence(image, digest).statements(Optional.of(PublicKeys.parse(ecdsa().publicKey()))))
                .isEmpty();
    }

    private static SigningKey ecdsa() {
        return SigningKey.parse(TestKeys.pem(TestKeys.Kind.P256), Optional.empty());
    }

    private ImageSigner signer(SigningKey key) {
        return new ImageSigner(registries, calls, key);
    }

    private StatementWriter writer(SigningKey key) {
        return new StatementWriter(registries, calls, Optional.of(key));
    }

    private Evidence evidence(ImageName image, Digest digest) {
        return new Evidence(new RegistryReader(registries), image, digest);
    }

    private ImageName image(String name) {
        return new ImageName(host + "/sign/" + name);
    }

    private Digest push(ImageName image) {
        return push(image, new LayoutWriter(folder).single(image.value().hashCode(), 100));
    }

    private Digest push(ImageName image, Digest digest) {
        new ImagePush(registries, calls)
                .push(
                        new ImagePush.Job(
                                folder, digest, image, List.of(new Tag("1")), Optional.empty(), Duration.ofMinutes(2)),
                        (job, uploaded, deadline) -> {},
                        line -> {});
        return digest;
    }

    private static Deadline deadline() {
        return Deadline.in(Duration.ofMinutes(2));
    }

    private RegistryClient client() {
        return new RegistryClient(hosts());
    }

    private RegistryHosts hosts() {
        return new RegistryHosts(List.of(new RegistryHost(host, true, Optional.empty(), Optional.empty())));
    }
}
