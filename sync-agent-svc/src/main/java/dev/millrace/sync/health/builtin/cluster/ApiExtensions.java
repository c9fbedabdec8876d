package dev.millrace.sync.health.builtin.cluster;

import static dev.millrace.sync.health.object.ObjectHealth.degraded;
import static dev.millrace.sync.health.object.ObjectHealth.progressing;

import dev.millrace.sync.health.object.Condition;
import dev.millrace.sync.health.object.ObjectFacts;
import dev.millrace.sync.health.object.ObjectHealth;
import java.util.Optional;

/**
 * The rules of kinds that extend the API or maintain its storage (Kubernetes API reference, apiextensions.k8s.io/v1, apiregistration.k8s.io/v1,
 * storagemigration.k8s.io/v1beta1, internal.apiserver.k8s.io/v1alpha1).
 */
final class ApiExtensions {
    /** Annotations of cert-manager, which replaces the invalid certificates of a conversion webhook. */
    private static final String INJECTION = "cert-manager.io/inject-";

    private ApiExtensions() {}

    /**
     * Returns the health of a CustomResourceDefinition. One in a group of Kubernetes without an approval
     * ({@code KubernetesAPIApprovalPolicyConformant}) is served like any other.
     */
    static ObjectHealth definition(ObjectFacts definition) {
        if (definition.condition("Terminating").filter(Condition::isTrue).isPresent()) {
            return progressing("it is being deleted");
        }
        Optional<Condition> refused = definition.condition("NamesAccepted").filter(Condition::isFalse);
        if (refused.isPresent()) {
            return degraded("its names are taken: " + refused.get().reasonAndMessage());
        }
        Optional<Condition> schema = definition.condition("NonStructuralSchema").filter(Condition::isTrue);
        if (schema.isPresent()) {
            return degraded("its schema is not structural: " + schema.get().message());
        }
        Optional<Condition> established = definition.condition("Established");
        if (established.filter(Condition::isTrue).isPresent()) {
            return ObjectHealth.HEALTHY;
        }
        return established.filter(c -> c.reason().equals("InvalidCABundle")).isPresent() && !isInjected(definition)
                ? degraded("it is not established: " + established.get().reasonAndMessage())
                : progressing("it is not established yet");
    }

    private static boolean isInjected(ObjectFacts definition) {
        return definition.annotations().keySet().stream().anyMatch(name -> name.startsWith(INJECTION));
    }

    /** Returns the health of an APIService. It becomes available with its Service, which may be applied after it. */
    static ObjectHealth apiService(ObjectFacts service) {
        Optional<Condition> available = service.condition("Available");
        return available.filter(Condition::isTrue).isPresent()
                ? ObjectHealth.HEALTHY
                : progressing(available.map(Condition::reasonAndMessage).orElse("its availability is not known yet"));
    }

    /** Returns the health of a StorageVersionMigration. */
    static ObjectHealth migration(ObjectFacts migration) {
        Optional<Condition> failed = migration.condition("Failed").filter(Condition::isTrue);
        if (failed.isPresent()) {
            return degraded("it failed: " + failed.get().reasonAndMessage());
        }
        return migration.condition("Succeeded").filter(Condition::isTrue).isPresent()
                ? ObjectHealth.HEALTHY
                : progressing("it is not complete yet");
    }

    /** Returns the health of a StorageVersion: while API servers of several versions run, they may encode a resource in different ways. */
    static ObjectHealth storageVersion(ObjectFacts version) {
        return version.condition("AllEncodingVersionsEqual")
                .filter(Condition::isFalse)
                .map(c -> progressing(c.reasonAndMessage()))
                .orElse(ObjectHealth.HEALTHY);
    }
}
