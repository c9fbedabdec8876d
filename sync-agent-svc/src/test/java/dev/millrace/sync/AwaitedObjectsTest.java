package dev.millrace.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AwaitedObjectsTest {
    private static final Instant BEGIN = Instant.parse("2030-01-01T12:00:00Z");
    private static final String NOT_FOUND = "rolebindings.rbac.authorization.k8s.io \"reader\" not found";
    private static final Manifest BINDING = manifest("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: b, namespace: shop}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader}
            """);
    private static final Manifest ROLE = manifest("""
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: reader, namespace: shop}
            """);
    private static final Manifest THING = manifest("apiVersion: x.example/v1\nkind: Thing\nmetadata: {name: t}\n");
    private static final Manifest DEFINITION = manifest("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: things.x.example}
            spec: {group: x.example, names: {kind: Thing}}
            """);

    private final List<String> retried = new ArrayList<>();
    private final AwaitedObjects awaited = new AwaitedObjects(retried::add);

    @Test
    void aBindingIsTriedAgainWhenItsRoleIsApplied() {
        awaited.refused("binds", Identity.OWN, BINDING, NOT_FOUND, BEGIN);

        awaited.applied("gives", List.of(ROLE), BEGIN.plusSeconds(1));

        assertThat(retried).containsExactly("binds");
    }

    @Test
    void anObjectIsTriedAgainWhenItsKindIsDefined() {
        awaited.refused("uses", Identity.OWN, THING, "the cluster has no such kind", BEGIN);

        awaited.applied("defines", List.of(DEFINITION), BEGIN.plusSeconds(1));

        assertThat(retried).containsExactly("uses");
    }

    @Test
    void whatWasAppliedWhileTheAttemptRanIsNotMissed() {
        awaited.applied("defines", List.of(DEFINITION), BEGIN.plusSeconds(1));

        awaited.refused("uses", Identity.OWN, THING, "the cluster has no such kind", BEGIN);

        assertThat(retried).containsExactly("uses");
    }

    @Test
    void whatWasAppliedBeforeTheAttemptIsNoReason() {
        awaited.applied("defines", List.of(DEFINITION), BEGIN.minusSeconds(1));

        awaited.refused("uses", Identity.OWN, THING, "a field is invalid", BEGIN);

        assertThat(retried).isEmpty();
    }

    @Test
    void anApplicationDoesNotWakeItselfAndOthersAreForgottenWithTheirAttempt() {
        awaited.refused("both", Identity.OWN, THING, "the cluster has no such kind", BEGIN);
        awaited.refused("gone", Identity.OWN, THING, "the cluster has no such kind", BEGIN);
        awaited.forget("gone");

        awaited.applied("both", List.of(DEFINITION), BEGIN.plusSeconds(1));

        assertThat(retried).isEmpty();
    }

    @Test
    void whatAnAccountMayNotDoIsTriedAgainWhenARoleOrBindingOfItsNamespaceIsApplied() {
        awaited.refused("shops", new Identity.Account("shop", "deployer"), THING, "forbidden", BEGIN);
        awaited.refused("others", new Identity.Account("other", "deployer"), THING, "forbidden", BEGIN);
        awaited.refused("agents", Identity.OWN, THING, "forbidden", BEGIN);

        awaited.applied("platform", List.of(BINDING), BEGIN.plusSeconds(1));

        assertThat(retried).containsExactly("shops");
    }

    private static Manifest manifest(String yaml) {
        return ManifestReader.read("m.yaml", yaml).objects().getFirst();
    }
}
