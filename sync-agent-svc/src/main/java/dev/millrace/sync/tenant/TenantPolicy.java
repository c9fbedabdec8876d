package dev.millrace.sync.tenant;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.cluster.application.render.ChartSpec;
import dev.millrace.cluster.application.render.LookupScope;
import dev.millrace.cluster.application.render.RenderKind;
import dev.millrace.cluster.tenant.RenderFeature;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.manifest.Manifest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The permissions of the Applications in one namespace.
 *
 * @param own the namespace of the agent, of which no Application has anything
 * @param namespace the namespace of the Applications
 */
public record TenantPolicy(OwnNamespace own, String namespace, Rule rule) {

    /** The kinds of permission. */
    sealed interface Rule {

        /** There are no Tenants: the Applications may do all that the agent may do. */
        record Everything() implements Rule {}

        /** One Tenant has the namespace. */
        record Limited(Limits limits) implements Rule {}

        /** No Tenant has the namespace, or more than one has it. */
        record Nothing(String reason) implements Rule {}
    }

    /** The permissions in a cluster without Tenants. */
    public static TenantPolicy singleTeam(OwnNamespace own, String namespace) {
        return new TenantPolicy(own, namespace, new Rule.Everything());
    }

    /** Returns true if Tenants decide about the Applications. */
    public boolean isGoverned() {
        return !(rule instanceof Rule.Everything);
    }

    /** Returns the reason why an Application may not be applied at all, before anything is read for it; empty if it may. */
    public Optional<String> refusal(ApplicationSpec spec) {
        return switch (rule) {
            case Rule.Everything all -> Optional.empty();
            case Rule.Nothing(String reason) -> Optional.of(reason);
            case Rule.Limited(Limits limits) ->
                limits.repository("spec.source.repository", spec.source().url())
                        .or(() -> chart(limits, spec.helm().chart()))
                        .or(() -> features(spec))
                        .map(reason -> reason + "; ask the operator to extend the Tenant");
        };
    }

    private static Optional<String> chart(Limits limits, @Nullable ChartSpec chart) {
        if (chart == null) {
            return Optional.empty();
        }
        try {
            return limits.repository("spec.helm.chart.repository", new URI(chart.repository()));
        } catch (URISyntaxException e) { // its message may hold a password
            return Optional.of("spec.helm.chart.repository is not a URL");
        }
    }

    private Optional<String> features(ApplicationSpec spec) {
        boolean substitutes = spec.transform().substitute() != null;
        boolean looksUp = spec.helm().lookup() != LookupScope.NONE;
        return renderer(spec.render())
                .or(() -> substitutes ? feature(RenderFeature.SUBSTITUTE) : Optional.empty())
                .or(() -> looksUp ? feature(RenderFeature.LOOKUP) : Optional.empty());
    }

    /** Returns the reason why a folder may not be rendered in this way; empty if it may. */
    public Optional<String> renderer(RenderKind kind) {
        return switch (kind) {
            case AUTO, PLAIN -> Optional.empty();
            case KUSTOMIZE -> feature(RenderFeature.KUSTOMIZE);
            case HELM -> feature(RenderFeature.HELM);
        };
    }

    private Optional<String> feature(RenderFeature feature) {
        return limited(limits -> limits.feature(feature));
    }

    /**
     * Returns the reason why an object may be neither changed, deleted, compared nor looked up for an Application; empty if it may.
     *
     * @param ref with its namespace decided
     */
    public Optional<String> refusal(ObjectRef ref) {
        return own.refusal(ref).or(() -> limited(limits -> limits.refusal(ref, namespace)));
    }

    /** Returns true if the object may be an Application's. */
    public boolean allows(ObjectRef ref) {
        return refusal(ref).isEmpty();
    }

    /** Returns the same for a rendered object, whose content counts too. */
    Optional<String> refusal(Manifest manifest) {
        return refusal(manifest.ref()).or(() -> limited(limits -> owners(manifest)));
    }

    /** An owner's deletion could be blocked by the object. */
    private static Optional<String> owners(Manifest manifest) {
        boolean none = !(Content.at(manifest.content(), "metadata", "ownerReferences") instanceof List<?> owners)
                || owners.isEmpty();
        return none
                ? Optional.empty()
                : Optional.of("it names owners, which are not in Git; remove metadata.ownerReferences");
    }

    /** Returns the reason why an Application may not depend on one of that namespace; empty if it may. */
    public Optional<String> dependency(String other) {
        return other.equals(namespace) ? Optional.empty() : limited(limits -> limits.dependency(other));
    }

    /** Returns true if an Application may act as this service account of its namespace. */
    public boolean mayActAs(String serviceAccount) {
        return switch (rule) {
            case Rule.Everything all -> true;
            case Rule.Limited(Limits limits) -> limits.serviceAccounts().match(serviceAccount);
            case Rule.Nothing nothing -> false;
        };
    }

    private Optional<String> limited(Function<Limits, Optional<String>> refusal) {
        return switch (rule) {
            case Rule.Everything all -> Optional.empty();
            case Rule.Limited(Limits limits) -> refusal.apply(limits);
            case Rule.Nothing(String reason) -> Optional.of(reason);
        };
    }

    /** Returns a fingerprint of the part that decides about objects; empty without Tenants. */
    public String fingerprint() {
        return switch (rule) {
            case Rule.Everything all -> "";
            case Rule.Limited(Limits limits) ->
                "-" + Content.hash(limits.ofObjects(namespace)).substring(0, 8);
            case Rule.Nothing nothing -> "-none";
        };
    }
}
