package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application that has an object, by the annotations on it. Ours is {@code prod/shop/web} with the uid {@code ours}. */
class OwnershipTest {
    private static final Claim OURS = new Claim(ApplicationId.parse("prod/shop/web"), "ours");
    private static final Claim THEIRS = new Claim(ApplicationId.parse("prod/shop/other"), "theirs");

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // situation                                | name on it        | uid on it | exists | ours  | other
                // owner
                "no annotation                              |                   |           | true   | false |",
                "our claim                                  | prod/shop/web     | ours      | true   | true  |",
                "our claim after the application moved      | prod/old/web      | ours      | true   | true  |",
                "our uid alone                              |                   | ours      | true   | true  |",
                "our name of an earlier life                | prod/shop/web     | earlier   | false  | false |",
                "our name of another life that still exists | prod/shop/web     | earlier   | true   | false |",
                "our name alone                             | prod/shop/web     |           | true   | false |",
                "another's name alone                       | prod/shop/other   |           | true   | false |",
                "another application                        | prod/shop/other   | theirs    | true   | false | prod/shop/other",
                "another application that is gone           | prod/shop/other   | theirs    | false  | false |",
                "an application of another cluster          | test/shop/other   | theirs    | false  | false | test/shop/other",
                "one of a cluster whose name begins so      | prod-2/shop/other | theirs    | false  | false | prod-2/shop/other",
                "the same name in another cluster           | test/shop/web     | theirs    | false  | false | test/shop/web",
                "a uid alone                                |                   | theirs    | false  | false | theirs",
            })
    void isTheFirstThatClaimedItAsLongAsThatExists(
            String situation,
            @Nullable String name,
            @Nullable String uid,
            boolean exists,
            boolean ours,
            @Nullable String other) {
        GenericKubernetesResource object = object(name, uid);

        assertThat(OURS.isOn(object)).as(situation).isEqualTo(ours);
        assertThat(OURS.otherClaimOn(object, any -> exists)).as(situation).isEqualTo(Optional.ofNullable(other));
        assertThat(Claim.uidOn(object)).isEqualTo(uid == null ? "" : uid);
    }

    @Test
    void anObjectWithoutAnnotationsHasNoOwner() {
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(new ObjectMeta());

        assertThat(OURS.isOn(object)).isFalse();
        assertThat(OURS.otherClaimOn(object, any -> true)).isEmpty();
    }

    @Test
    void aClaimedManifestCarriesTheHashOfTheUnclaimedOneAndOverridesForgedAnnotations() {
        Manifest manifest = ManifestReader.read("a.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: a
                  annotations: {note: mine, millrace.dev/application-uid: forged}
                """).objects().getFirst();

        assertThat(OURS.on(manifest).annotations())
                .isEqualTo(Map.of(
                        "note", "mine",
                        "millrace.dev/application", "prod/shop/web",
                        "millrace.dev/application-uid", "ours",
                        "millrace.dev/applied", manifest.hash()));
    }

    @Test
    void aReservationIsForOneApplicationUntilItIsReleased() {
        Claims claims = new Claims();
        ObjectRef ref = ref("a");

        assertThat(claims.reserve(ref, OURS)).isTrue();
        assertThat(claims.reserve(ref, OURS)).as("again").isTrue();
        assertThat(claims.reserve(ref, THEIRS)).isFalse();
        assertThat(claims.reserve(ref("b"), THEIRS)).as("another object").isTrue();

        claims.release(ref, THEIRS);
        assertThat(claims.reserve(ref, THEIRS)).as("released by another").isFalse();
        claims.release(ref, OURS);
        assertThat(claims.reserve(ref, THEIRS)).isTrue();
    }

    @Test
    void theClaimOnTheObjectItselfReplacesAReservation() {
        Claims claims = new Claims();
        assertThat(claims.reserve(ref("a"), OURS)).isTrue();

        claims.hold(ref("a"), "theirs");

        assertThat(claims.reserve(ref("a"), OURS)).isFalse();
        assertThat(claims.reserve(ref("a"), THEIRS)).isTrue();
    }

    @Test
    void theOldestReservationIsForgottenBeyondTwentyThousand() {
        Claims claims = new Claims();
        for (int i = 0; i < 20_000; i++) {
            assertThat(claims.reserve(ref("n" + i), OURS)).isTrue();
        }
        assertThat(claims.reserve(ref("n0"), THEIRS))
                .as("as many as are remembered")
                .isFalse();

        assertThat(claims.reserve(ref("more"), OURS)).isTrue();

        assertThat(claims.reserve(ref("n1"), THEIRS)).as("the second").isFalse();
        assertThat(claims.reserve(ref("n0"), THEIRS)).as("the first").isTrue();
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name);
    }

    private static GenericKubernetesResource object(@Nullable String name, @Nullable String uid) {
        Map<String, String> annotations = new HashMap<>();
        if (name != null) {
            annotations.put("millrace.dev/application", name);
        }
        if (uid != null) {
            annotations.put("millrace.dev/application-uid", uid);
        }
        ObjectMeta metadata = new ObjectMeta();
        metadata.setAnnotations(annotations);
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(metadata);
        return object;
    }
}
