package dev.millrace.updater.registry.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryUnavailable;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.StandInRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signatures and provenances created by the real cosign, and manipulated ones. */
class KeyVerifierTest {
    private static final KeyFiles NO_FILES = path -> Optional.empty();
    private static final String BUILDER = "https://builder.example/v1";

    private final StandInRegistry registry = new StandInRegistry();
    private final KeyVerifier verifier = new KeyVerifier(registry.client(), new RegistryImages(registry.client()));

    @AfterEach
    void stop() {
        registry.close();
    }

    @ParameterizedTest
    @CsvSource({"ecdsa, ecdsa", "rsa, rsa", "ed25519, ed25519", "p384, p384", "bundle, ecdsa"})
    void anImageThatTheKeySignedIsVerified(String image, String key) {
        Digest digest = SignedImages.put(registry, image);

        ImageVerdict verdict = verify(image, digest, signedBy(key));

        assertThat(verdict).isEqualTo(new ImageVerdict.Verified());
    }

    @ParameterizedTest
    @CsvSource({"ecdsa, rsa", "rsa, ecdsa", "ed25519, p384", "p384, ecdsa", "bundle, p384"})
    void anImageThatAnotherKeySignedIsRefused(String image, String key) {
        Digest digest = SignedImages.put(registry, image);

        ImageVerdict verdict = verify(image, digest, signedBy(key));

        assertThat(verdict).isEqualTo(refused(image, digest, "not signed by the policy's key"));
    }

    @Test
    void anyOfSeveralKeysIsEnough() {
        Digest digest = SignedImages.put(registry, "rsa");
        String both = SignedImages.key("ecdsa") + SignedImages.key("rsa");

        ImageVerdict verdict = verify("rsa", digest, new Verification(Optional.of(both), Optional.empty()));

        assertThat(verdict).isEqualTo(new ImageVerdict.Verified());
    }

    @Test
    void anImageWithoutASignatureIsRefused() {
        Digest digest = registry.push("web", "1", Map.of(), "2026-03-14T12:00:00Z");

        ImageVerdict verdict = verify("web", digest, signedBy("ecdsa"));

        assertThat(verdict).isEqualTo(refused("web", digest, "not signed by the policy's key"));
    }

    @Test
    void aSignatureOfAnotherImageIsRefused() {
        Digest signed = SignedImages.put(registry, "ecdsa");
        Digest other = registry.push("ecdsa", "2.0.0", Map.of(), "2026-03-14T12:00:00Z");
        byte[] signature = StandInRegistry.resource("ecdsa/manifests/" + attached(signed, "sig") + ".json");
        registry.put("ecdsa", attached(other, "sig"), signature);

        ImageVerdict verdict = verify("ecdsa", other, signedBy("ecdsa"));

        assertThat(verdict).isEqualTo(refused("ecdsa", other, "not signed by the policy's key"));
    }

    @Test
    void aChangedPayloadIsRefused() {
        Digest digest = SignedImages.put(registry, "ecdsa");
        String tag = attached(digest, "sig");
        String manifest =
                new String(StandInRegistry.resource("ecdsa/manifests/" + tag + ".json"), StandardCharsets.UTF_8);
        String layer = manifest.replaceFirst("(?s).*\"layers\".*?\"digest\":\"(sha256:[0-9a-f]{64}).*", "$1");
        registry.spoil("shop/ecdsa/blobs/" + layer, "{}".getBytes(StandardCharsets.UTF_8));

        ImageVerdict verdict = verify("ecdsa", digest, signedBy("ecdsa"));

        assertThat(verdict).isInstanceOf(ImageVerdict.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ecdsa", "bundle"})
    void aProvenanceMustMatchBuilderAndSource(String image) {
        Digest digest = SignedImages.put(registry, image);

        assertThat(verify(image, digest, provenance(BUILDER, "github.com/shop/web")))
                .isEqualTo(new ImageVerdict.Verified());
        assertThat(verify(image, digest, provenance(BUILDER, "https://github.com/Shop/web.git")))
                .isEqualTo(new ImageVerdict.Verified());
        assertThat(verify(image, digest, provenance("https://elsewhere.example", "github.com/shop/web")))
                .isEqualTo(refused(image, digest, "built by " + BUILDER));
        assertThat(verify(image, digest, provenance(BUILDER, "github.com/shop/webshop")))
                .isEqualTo(refused(image, digest, "built from github.com/shop/web"));
    }

    @Test
    void aProvenanceNotSignedByTheKeyIsIgnored() {
        Digest digest = SignedImages.put(registry, "ecdsa");
        Digest rsa = SignedImages.put(registry, "rsa");
        registry.put(
                "rsa",
                attached(rsa, "att"),
                StandInRegistry.resource("ecdsa/manifests/" + attached(digest, "att") + ".json"));
        Verification required = new Verification(
                Optional.of(SignedImages.key("rsa")),
                Optional.of(new Verification.RequiredProvenance(Optional.of(BUILDER), Optional.empty())));

        ImageVerdict verdict = verify("rsa", rsa, required);

        assertThat(verdict).isEqualTo(refused("rsa", rsa, "no provenance signed by the policy's key"));
    }

    @Test
    void aKeyIsReadFromItsPathInTheRepository() {
        Digest digest = SignedImages.put(registry, "ecdsa");
        Verification required = new Verification(Optional.of(".millrace/cosign.pub"), Optional.empty());
        KeyFiles files = path -> path.equals(".millrace/cosign.pub")
                ? Optional.of(StandInRegistry.resource("ecdsa.pub"))
                : Optional.empty();

        assertThat(verifier.verify(registry.image("ecdsa"), digest, required, files))
                .isEqualTo(new ImageVerdict.Verified());
        assertThat(verifier.verify(registry.image("ecdsa"), digest, required, NO_FILES))
                .isEqualTo(refused("ecdsa", digest, "no key file .millrace/cosign.pub in the repository"));
        assertThat(verifier.verify(registry.image("ecdsa"), digest, required, path -> Optional.of(new byte[] {1})))
                .isEqualTo(refused("ecdsa", digest, ".millrace/cosign.pub contains no public key (PEM)"));
    }

    @Test
    void anUnavailableRegistryIsNotARefusal() {
        Digest digest = SignedImages.put(registry, "ecdsa");
        registry.fail();

        assertThatThrownBy(() -> verify("ecdsa", digest, signedBy("ecdsa"))).isInstanceOf(RegistryUnavailable.class);
    }

    @Test
    void aRegistryThatIsNotConfiguredIsARefusal() {
        ImageName image = new ImageName("reg.example/shop/web");
        Digest digest = new Digest("sha256:" + "ab".repeat(32));
        RegistryReader nothing = new RegistryReader(new Registries(List.of(), "millrace.updater.registries"));
        KeyVerifier unknowing = new KeyVerifier(nothing, new RegistryImages(nothing));

        ImageVerdict verdict = unknowing.verify(image, digest, signedBy("ecdsa"), NO_FILES);

        assertThat(verdict)
                .isEqualTo(new ImageVerdict.Refused(image.at(digest)
                        + ": the registry reg.example is not configured; set millrace.updater.registries"));
    }

    @Test
    void noRequestIsSentWithoutRequirements() {
        ImageVerdict verdict = verify("web", new Digest("sha256:" + "ab".repeat(32)), Verification.NONE);

        assertThat(verdict).isEqualTo(new ImageVerdict.Verified());
        assertThat(registry.asked()).isEmpty();
    }

    @Test
    void aVerificationIsCachedAndARefusalIsReported() {
        Digest digest = SignedImages.put(registry, "ecdsa");
        List<ImageName> refused = new ArrayList<>();
        CachingVerifier remembering = new CachingVerifier(verifier, refused::add);
        remembering.verify(registry.image("ecdsa"), digest, signedBy("rsa"), NO_FILES);
        remembering.verify(registry.image("ecdsa"), digest, signedBy("ecdsa"), NO_FILES);
        int requests = registry.asked().size();

        ImageVerdict again = remembering.verify(registry.image("ecdsa"), digest, signedBy("ecdsa"), NO_FILES);

        assertThat(again).isEqualTo(new ImageVerdict.Verified());
        assertThat(registry.asked()).hasSize(requests);
        assertThat(refused).containsExactly(registry.image("ecdsa"));
    }

    private ImageVerdict verify(String image, Digest digest, Verification required) {
        return verifier.verify(registry.image(image), digest, required, NO_FILES);
    }

    private ImageVerdict refused(String image, Digest digest, String reason) {
        return new ImageVerdict.Refused(registry.image(image).at(digest) + ": " + reason);
    }

    private static String attached(Digest digest, String suffix) {
        return digest.value().replace(':', '-') + "." + suffix;
    }

    private static Verification signedBy(String key) {
        return new Verification(Optional.of(SignedImages.key(key)), Optional.empty());
    }

    private static Verification provenance(String builder, String source) {
        return new Verification(
                Optional.of(SignedImages.key("ecdsa")),
                Optional.of(new Verification.RequiredProvenance(Optional.of(builder), Optional.of(source))));
    }
}
