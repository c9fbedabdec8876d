package dev.millrace.sync.tenant;

import dev.millrace.cluster.tenant.TenantSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The Tenants of the cluster at one moment. */
public final class Tenancy {
    private static final String NOT_APPLIED = "Applications in the namespace ";

    private final OwnNamespace own;
    private final boolean required;
    private final SortedMap<String, TenantSpec> tenants;
    private final SortedMap<String, Patterns> namespaces = new TreeMap<>();
    private final SortedMap<String, Limits> limits = new TreeMap<>();

    /** The permissions that were asked for, by namespace: patterns are compiled once. */
    private final Map<String, TenantPolicy> policies = new ConcurrentHashMap<>();

    private Tenancy(OwnNamespace own, boolean required, Map<String, TenantSpec> tenants) {
        this.own = own;
        this.required = required;
        this.tenants = new TreeMap<>(tenants);
        this.tenants.forEach((name, spec) -> {
            namespaces.put(name, new Patterns(spec.namespaces()));
            limits.put(name, Limits.of(name, spec));
        });
    }

    /**
     * @param required true if Applications are applied only for Tenants, even while there is none
     * @param tenants by name
     */
    public static Tenancy of(OwnNamespace own, boolean required, Map<String, TenantSpec> tenants) {
        return new Tenancy(own, required, tenants);
    }

    /** Returns true if no Tenant decides about anything. */
    public boolean isSingleTeam() {
        return tenants.isEmpty() && !required;
    }

    /** Returns true if these are the Tenants. */
    public boolean isOf(Map<String, TenantSpec> others) {
        return tenants.equals(others);
    }

    /** Returns the number of Tenants. */
    public int size() {
        return tenants.size();
    }

    /** Returns the permissions of the Applications in this namespace. */
    public TenantPolicy policy(String namespace) {
        return isSingleTeam()
                ? TenantPolicy.singleTeam(own, namespace)
                : policies.computeIfAbsent(namespace, of -> new TenantPolicy(own, of, rule(of)));
    }

    private TenantPolicy.Rule rule(String namespace) {
        if (namespace.equals(own.name())) {
            return new TenantPolicy.Rule.Nothing(
                    NOT_APPLIED + namespace
                            + " are not applied while there are Tenants, because it is the agent's own; create them in a namespace of a Tenant");
        }
        List<String> having = namespaces.entrySet().stream()
                .filter(tenant -> tenant.getValue().match(namespace))
                .map(Map.Entry::getKey)
                .toList();
        if (having.isEmpty()) {
            return new TenantPolicy.Rule.Nothing(
                    NOT_APPLIED + namespace
                            + " are not applied, because no Tenant has it; ask the operator to add it to spec.namespaces of a Tenant");
        }
        if (having.size() > 1) {
            return new TenantPolicy.Rule.Nothing(NOT_APPLIED + namespace + " are not applied, because the Tenants "
                    + having.get(0) + " and " + having.get(1)
                    + " both have it; ask the operator to remove it from spec.namespaces of all but one");
        }
        return new TenantPolicy.Rule.Limited(Objects.requireNonNull(limits.get(having.getFirst())));
    }
}
