package dev.millrace.cluster.tenant;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The permissions of the Applications in the namespaces of a Tenant. In patterns, {@code *} stands for any characters but a slash. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TenantSpec(
        @Required
        @Size(min = 1, max = 500)
        @JsonPropertyDescription(
                "Namespaces whose Applications these limits apply to; * stands for any characters. No two Tenants may have the same namespace.")
        List<@Size(min = 1, max = 63) @Pattern(NAMESPACE) String> namespaces,

        @Required
        @Size(min = 1, max = 500)
        @JsonPropertyDescription(
                "Repositories of manifests and charts, as host/path without scheme and .git; * stands for any characters but a slash, ** for any characters.")
        List<@Size(min = 1, max = 500) @Pattern(REPOSITORY) String> repositories,

        @Size(max = 500)
        @JsonPropertyDescription(
                "Namespaces of the objects; * stands for any characters. If absent, the namespace of the Application.")
        @Nullable
        List<@Size(min = 1, max = 63) @Pattern(NAMESPACE) String> destinations,

        @Size(max = 500)
        @JsonPropertyDescription(
                "Kinds of objects in namespaces, as group/Kind (core/ConfigMap, apps/*, */*). If absent, all of them.")
        @Nullable
        List<@Size(min = 3, max = 320) @Pattern(KIND) String> kinds,

        @Size(max = 500)
        @JsonPropertyDescription(
                "Cluster-scoped kinds, as group/Kind. If absent, none. A Namespace must also be one of the destinations.")
        @Nullable
        List<@Size(min = 3, max = 320) @Pattern(KIND) String> clusterKinds,

        @Size(max = 500)
        @JsonPropertyDescription(
                "Service accounts by which the Applications may act; * stands for any characters. If absent, all of the Application's namespace.")
        @Nullable
        List<@Size(min = 1, max = 253) @Pattern(NAME) String> serviceAccounts,

        @Size(max = 16)
        @JsonPropertyDescription(
                "Features of rendering: kustomize, helm, lookup, substitute. If absent, all of them. Plain YAML is always allowed.")
        @Nullable
        List<RenderFeature> render,

        @Size(max = 500)
        @JsonPropertyDescription(
                "Namespaces, beside its own, of Applications that an Application may depend on; * stands for any characters. If absent, none.")
        @Nullable
        List<@Size(min = 1, max = 63) @Pattern(NAMESPACE) String> dependsOn) {
    private static final String NAMESPACE = "^[a-z0-9*]([-a-z0-9*]*[a-z0-9*])?$";
    private static final String NAME = "^[a-z0-9*]([-.a-z0-9*]*[a-z0-9*])?$";
    private static final String REPOSITORY = "^[-A-Za-z0-9._~+*:/]+$";
    private static final String KIND = "^[-.a-z0-9*]+/[A-Za-z0-9*]+$";

    @SuppressWarnings("ConstantValue") // Jackson passes null for what is absent
    public TenantSpec {
        namespaces = namespaces == null ? List.of() : List.copyOf(namespaces);
        repositories = repositories == null ? List.of() : List.copyOf(repositories);
        destinations = destinations == null ? null : List.copyOf(destinations);
        kinds = kinds == null ? null : List.copyOf(kinds);
        clusterKinds = clusterKinds == null ? null : List.copyOf(clusterKinds);
        serviceAccounts = serviceAccounts == null ? null : List.copyOf(serviceAccounts);
        render = render == null ? null : List.copyOf(render);
        dependsOn = dependsOn == null ? null : List.copyOf(dependsOn);
    }
}
