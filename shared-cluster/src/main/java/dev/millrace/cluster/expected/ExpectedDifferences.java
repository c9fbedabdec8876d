package dev.millrace.cluster.expected;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.fields.FieldDifference;
import dev.millrace.cluster.fields.FieldPath;
import dev.millrace.cluster.fields.PathElement;
import dev.millrace.events.value.ObjectRef;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Fields that a controller of the cluster fills in by its very purpose, also where a manifest states them. */
public final class ExpectedDifferences {
    private static final FieldPath RULES = FieldPath.of("rules");
    private static final PathElement SPEC = new PathElement.Field("spec");
    private static final Set<String> LEASE_FIELDS =
            Set.of("holderIdentity", "acquireTime", "renewTime", "leaseTransitions", "leaseDurationSeconds");

    /** Values in manifests that stand for "to be injected": nothing, and an encoded line feed. */
    private static final Set<String> NO_BUNDLE = Set.of("", "Cg==", "Cgo=", "IA==");

    /** Annotations by which a manifest requests a certificate authority. */
    private static final List<String> INJECTORS = List.of(
            "cert-manager.io/inject-ca-from",
            "cert-manager.io/inject-ca-from-secret",
            "cert-manager.io/inject-apiserver-ca",
            "service.beta.openshift.io/inject-cabundle");

    private ExpectedDifferences() {}

    /** @param live the object as the API server returned it */
    public static boolean include(ObjectRef ref, JsonNode live, FieldDifference difference) {
        return isAggregated(ref, live, difference.path())
                || isBundle(live, difference)
                || isLease(ref, difference.path())
                || isSameAmount(difference);
    }

    /** The rules of an aggregated role are gathered by a controller. */
    private static boolean isAggregated(ObjectRef ref, JsonNode live, FieldPath path) {
        return ref.kind().equals("ClusterRole")
                && ref.group().equals("rbac.authorization.k8s.io")
                && live.path("aggregationRule").path("clusterRoleSelectors").isArray()
                && !live.path("aggregationRule").path("clusterRoleSelectors").isEmpty()
                && path.equals(RULES);
    }

    /** A certificate authority is injected into a webhook, an APIService or a definition. */
    private static boolean isBundle(JsonNode live, FieldDifference difference) {
        List<PathElement> elements = difference.path().elements();
        return !elements.isEmpty()
                && elements.getLast().equals(new PathElement.Field("caBundle"))
                && difference.live().filter(JsonNode::isTextual).isPresent()
                && (NO_BUNDLE.contains(text(difference.desired())) || isInjected(live));
    }

    private static String text(Optional<JsonNode> value) {
        return value.map(JsonNode::asText).orElse("");
    }

    private static boolean isInjected(JsonNode live) {
        JsonNode annotations = live.path("metadata").path("annotations");
        return INJECTORS.stream().anyMatch(annotations::has);
    }

    /** A Lease is renewed and handed over by those that hold it. */
    private static boolean isLease(ObjectRef ref, FieldPath path) {
        return ref.kind().equals("Lease")
                && ref.group().equals("coordination.k8s.io")
                && path.elements().size() == 2
                && path.elements().getFirst().equals(SPEC)
                && path.elements().getLast() instanceof PathElement.Field(String name)
                && LEASE_FIELDS.contains(name);
    }

    /** The same amount in another notation. The API server has one notation for its own kinds only. */
    private static boolean isSameAmount(FieldDifference difference) {
        return isResource(difference.path())
                && difference.desired().filter(JsonNode::isValueNode).isPresent()
                && difference.live().filter(JsonNode::isValueNode).isPresent()
                && Quantities.same(text(difference.desired()), text(difference.live()));
    }

    private static boolean isResource(FieldPath path) {
        List<PathElement> elements = path.elements();
        return elements.size() > 2
                && elements.get(elements.size() - 2) instanceof PathElement.Field(String name)
                && (name.equals("limits") || name.equals("requests") || name.equals("capacity") || name.equals("hard"));
    }
}
