package dev.millrace.updater.registry.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.registry.RegistryImages;
import dev.millrace.updater.registry.StandInRegistry;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** An image of the source that a policy names, by its labels and its provenance. */
class SourceBindingTest {
    private static final RepositoryId REQUIRED = new RepositoryId("github.com/shop/web");
    private static final String OURS = "dev.millrace.repository";
    private static final String COMMON = "org.opencontainers.image.source";
    private static final KeyFiles NO_FILES = path -> Optional.empty();

    static final List<Arguments> LABELS = List.of(
            Arguments.of(Map.of(OURS, "github.com/shop/web"), ""),
            Arguments.of(Map.of(COMMON, "https://github.com/shop/web.git"), ""),
            Arguments.of(Map.of(COMMON, "git@github.com:Shop/Web.git", OURS, "github.com/shop/web"), ""),
            Arguments.of(Map.of(OURS, "github.com/attack/evil"), "built from github.com/attack/evil"),
            Arguments.of(Map.of(COMMON, "https://github.com/attack/evil"), "built from github.com/attack/evil"),
            Arguments.of(
                    Map.of(COMMON, "https://github.com/attack/evil", OURS, "github.com/shop/web"),
                    "built from github.com/attack/evil"),
            Arguments.of(
                    Map.of(COMMON, "https://github.com/shop/web", OURS, "github.com/attack/evil"),
                    "built from github.com/attack/evil"),
            Arguments.of(Map.of(), "neither its labels nor a provenance name its source"),
            Arguments.of(Map.of(COMMON, "the shop"), "neither its labels nor a provenance name its source"),
            Arguments.of(Map.of(COMMON, "https://h.x" + "/a".repeat(6_000)), "neither its labels nor a provenance"));

    private final StandInRegistry registry = new StandInRegistry();
    private final KeyVerifier verifier = new KeyVerifier(registry.client(), new RegistryImages(registry.client()));

    @AfterEach
    void close() {
        registry.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @FieldSource("LABELS")
    void theLabelsMustNameTheSourceAndNoOtherOne(Map<String, String> labels, String objection) {
        Digest digest = registry.push("web", "1", labels, "2026-03-14T12:00:00Z");

        ImageVerdict verdict = verify("web", digest, REQUIRED);

        assertThat(reason(verdict)).contains(objection);
        assertThat(verdict instanceof ImageVerdict.Verified).isEqualTo(objection.isEmpty());
    }

    @Test
    void aProvenanceNamesTheSourceOfAnImageWithoutLabels() {
        Digest digest = SignedImages.put(registry, "ecdsa");

        assertThat(verify("ecdsa", digest, REQUIRED)).isEqualTo(new ImageVerdict.Verified());
        assertThat(reason(verify("ecdsa", digest, new RepositoryId("github.com/shop/other"))))
                .contains("built from github.com/shop/web; the policy's source is github.com/shop/other");
    }

    @Test
    void anImageThatNamesOneSourceMoreIsRefusedWithAllOthers() {
        LinkedHashSet<RepositoryId> named = Arrays.stream(new String[] {"h.x/a", "github.com/shop/web", "h.x/b"})
                .map(RepositoryId::new)
                .collect(Collectors.toCollection(LinkedHashSet::new));

        assertThat(SourceBinding.objection(REQUIRED, named))
                .contains("built from h.x/a, h.x/b; the policy's source is github.com/shop/web");
    }

    private ImageVerdict verify(String image, Digest digest, RepositoryId source) {
        Verification required = new Verification(Optional.of(source), Optional.empty(), Optional.empty());
        return verifier.verify(registry.image(image), digest, required, NO_FILES);
    }

    private static String reason(ImageVerdict verdict) {
        return verdict instanceof ImageVerdict.Refused(String reason) ? reason : "";
    }
}
