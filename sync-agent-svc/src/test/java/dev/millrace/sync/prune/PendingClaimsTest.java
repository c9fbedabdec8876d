package dev.millrace.sync.prune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.apply.Claim;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import dev.millrace.sync.plan.Operation;
import dev.millrace.sync.plan.PlanStep;
import dev.millrace.sync.plan.Pruning;
import dev.millrace.sync.plan.Stage;
import dev.millrace.sync.plan.SyncPlan;
import dev.millrace.sync.plan.object.Confirmation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Objects that one application declares and another one has, and objects that go together with others. */
class PendingClaimsTest {
    private static final ObjectRef A = ref("a");
    private static final ObjectRef B = ref("b");

    private final List<String> granted = new ArrayList<>();
    private final PendingClaims claims = new PendingClaims(granted::add);

    @Test
    void anObjectIsDeclaredBesidesByAnotherApplicationOnly() {
        claims.of("one", Set.of(A.identity()));

        assertThat(claims.isDeclaredBesides("two", A)).isTrue();
        assertThat(claims.isDeclaredBesides("one", A)).isFalse();
        assertThat(claims.isDeclaredBesides("two", B)).isFalse();
    }

    @Test
    void theNewestClaimsOfAnApplicationReplaceItsEarlierOnes() {
        claims.of("one", Set.of(A.identity()));

        claims.of("one", Set.of(B.identity()));
        assertThat(claims.isDeclaredBesides("two", A)).isFalse();
        assertThat(claims.isDeclaredBesides("two", B)).isTrue();

        claims.of("one", Set.of());
        assertThat(claims.isDeclaredBesides("two", B)).isFalse();
    }

    @Test
    void aForgottenApplicationDeclaresNothing() {
        claims.of("one", Set.of(A.identity()));
        claims.of("two", Set.of(A.identity()));

        claims.forget("one");

        assertThat(claims.isDeclaredBesides("two", A)).isFalse();
        assertThat(claims.isDeclaredBesides("three", A)).isTrue();
    }

    @Test
    void aNewLeaderKnowsOnlyTheRecordedClaims() {
        claims.of("one", Set.of(A.identity()));

        claims.reset(Map.of("two", Set.of(B.identity()), "three", Set.of()));

        assertThat(claims.isDeclaredBesides("x", A)).isFalse();
        assertThat(claims.isDeclaredBesides("x", B)).isTrue();
    }

    @Test
    void eachApplicationThatDeclaresAFreedObjectIsTriggeredOnce() {
        claims.of("one", Set.of(A.identity(), B.identity()));
        claims.of("two", Set.of(B.identity()));
        claims.of("three", Set.of(ref("c").identity()));

        claims.free(List.of(A, B));

        assertThat(granted).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void thePendingClaimsOfAPlanAreTheObjectsThatItRefuses() {
        Manifest manifest = ManifestReader.read(
                        "a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}")
                .objects()
                .getFirst();
        SyncPlan plan = new SyncPlan(
                List.of(),
                List.of(),
                List.of(
                        new Operation.Refuse(manifest, "it belongs to another"),
                        new Operation.Refuse(manifest, "twice")),
                List.of(new Operation.Prune(B, "uid")),
                new Pruning.Allowed());

        assertThat(PendingClaims.of(plan)).containsExactly(A.identity());
    }

    @Test
    void anApplicationDeclaresAlsoTheObjectsWhoseAbsenceItsPlanAssumes() {
        Manifest manifest = ManifestReader.read(
                        "a.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}}")
                .objects()
                .getFirst();

        assertThat(PendingClaims.declared(plan(new Operation.Create(manifest, true))))
                .containsExactly(A.identity());
        assertThat(PendingClaims.declared(plan(new Operation.Create(manifest)))).isEmpty();
    }

    private static SyncPlan plan(Operation operation) {
        return new SyncPlan(
                List.of(new PlanStep(0, Stage.GROUND, List.of(operation))),
                List.of(),
                List.of(),
                List.of(),
                new Pruning.Allowed());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // situation                  | uid on it | group       | kind      | namespace | name | goes with it
                "ours, and going              | ours      | ''          | ConfigMap | shop      | a    | true",
                "ours, in another version     | ours      | x.example   | Thing     |           | t    | true",
                "ours, still desired          | ours      | ''          | ConfigMap | shop      | b    | false",
                "ours, in another namespace   | ours      | ''          | ConfigMap | other     | a    | false",
                "ours, of another group       | ours      | y.example   | Thing     |           | t    | false",
                "another application's        | theirs    | ''          | ConfigMap | shop      | a    | false",
                "nobody's                     |           | ''          | ConfigMap | shop      | a    | false",
            })
    void anObjectMayGoWithAnotherIfItIsOursAndIsToBeDeletedAnyway(
            String situation,
            @Nullable String uid,
            String group,
            String kind,
            @Nullable String namespace,
            String name,
            boolean goes) {
        Removals removals = Removals.of(
                new Claim(ApplicationId.parse("prod/shop/web"), "ours"),
                List.of(
                        new Operation.Prune(A, "uid"),
                        new Operation.Prune(new ObjectRef("x.example/v1beta1", "Thing", Optional.empty(), "t"), "uid")),
                new Confirmation(new CommitId("a".repeat(40)), Optional.empty()));

        assertThat(removals.include(group, kind, object(uid, namespace, name)))
                .as(situation)
                .isEqualTo(goes);
    }

    private static GenericKubernetesResource object(@Nullable String uid, @Nullable String namespace, String name) {
        ObjectMeta metadata = new ObjectMeta();
        metadata.setName(name);
        metadata.setNamespace(namespace);
        if (uid != null) {
            metadata.setAnnotations(Map.of("millrace.dev/application-uid", uid));
        }
        GenericKubernetesResource object = new GenericKubernetesResource();
        object.setMetadata(metadata);
        return object;
    }

    private static ObjectRef ref(String name) {
        return new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name);
    }
}
