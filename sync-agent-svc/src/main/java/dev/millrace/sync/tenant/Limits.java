package dev.millrace.sync.tenant;

import dev.millrace.cluster.tenant.RenderFeature;
import dev.millrace.cluster.tenant.TenantSpec;
import dev.millrace.events.value.ObjectRef;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a Tenant.
 *
 * @param tenant the Tenant's name
 * @param destinations absent for the namespace of the Application alone
 */
record Limits(
        String tenant,
        Patterns repositories,
        Optional<Patterns> destinations,
        Patterns kinds,
        Patterns clusterKinds,
        Patterns serviceAccounts,
        Set<RenderFeature> render,
        Patterns dependsOn) {
    private static final Patterns ALL_KINDS = new Patterns(List.of("*/*"));
    private static final Patterns ALL_NAMES = new Patterns(List.of("*"));

    Limits {
        render = Set.copyOf(render);
    }

    static Limits of(String tenant, TenantSpec spec) {
        return new Limits(
                tenant,
                new Patterns(spec.repositories()),
                Optional.ofNullable(spec.destinations()).map(Patterns::new),
                orElse(spec.kinds(), ALL_KINDS),
                orElse(spec.clusterKinds(), Patterns.NONE),
                orElse(spec.serviceAccounts(), ALL_NAMES),
                spec.render() == null ? EnumSet.allOf(RenderFeature.class) : Set.copyOf(spec.render()),
                orElse(spec.dependsOn(), Patterns.NONE));
    }

    private static Patterns orElse(@Nullable List<String> written, Patterns otherwise) {
        return written == null ? otherwise : new Patterns(written);
    }

    /** @param own the namespace of the Application */
    Optional<String> refusal(ObjectRef ref, String own) {
        String kind = (ref.group().isEmpty() ? "core" : ref.group()) + "/" + ref.kind();
        if (OwnNamespace.isOwnDefinition(ref)) {
            return Optional.of(
                    "an operator installs the definitions of Millrace's kinds, and no Application of a Tenant does");
        }
        if (ref.namespace().isEmpty()) {
            if (!clusterKinds.match(kind)) {
                return refused("the cluster-scoped kind " + kind, "clusterKinds");
            }
            return kind.equals("core/Namespace") ? destination(ref.name(), own) : Optional.empty();
        }
        return destination(ref.namespace().get(), own)
                .or(() -> kinds.match(kind) ? Optional.empty() : refused("the kind " + kind, "kinds"));
    }

    private Optional<String> destination(String namespace, String own) {
        return destinations.map(patterns -> patterns.match(namespace)).orElse(namespace.equals(own))
                ? Optional.empty()
                : refused("the namespace " + namespace, "destinations");
    }

    /** @param field the field of the Application */
    Optional<String> repository(String field, URI url) {
        Optional<String> address = RepositoryAddress.of(url);
        if (address.isEmpty()) {
            return Optional.of(field + " is not plain enough to be compared with the repositories of Tenant " + tenant
                    + "; write it without encoded characters, dot segments and parameters");
        }
        return repositories.match(address.get())
                ? Optional.empty()
                : refused(address.get(), "repositories").map(reason -> field + ": " + reason);
    }

    Optional<String> feature(RenderFeature feature) {
        return render.contains(feature)
                ? Optional.empty()
                : refused("rendering with " + feature.name().toLowerCase(Locale.ROOT), "render");
    }

    Optional<String> dependency(String namespace) {
        return dependsOn.match(namespace)
                ? Optional.empty()
                : refused("a dependency in the namespace " + namespace, "dependsOn");
    }

    private Optional<String> refused(String what, String field) {
        return Optional.of("Tenant " + tenant + " does not allow " + what + " (spec." + field + ")");
    }

    /** The part that decides about objects, as text. */
    String ofObjects(String own) {
        return destinations.map(Patterns::toString).orElse("[" + own + "]") + " " + kinds + " " + clusterKinds + " "
                + render.stream().sorted().toList();
    }
}
