package dev.millrace.sync.tenant;

import dev.millrace.cluster.tenant.TenantSpec;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.HashMap;
import java.util.Map;

/** Tenants for tests of decisions. */
public final class SampleTenancy {
    public static final OwnNamespace OWN = new OwnNamespace(OwnNamespace.DEFAULT);
    public static final Tenancy SINGLE_TEAM = Tenancy.of(OWN, false, Map.of());

    /** A Tenant with the defaults of all fields that have one. */
    public static final String PLAIN = "namespaces: [shop]\nrepositories: ['git.example.com/shop/*']";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    private SampleTenancy() {}

    /** Returns a cluster with these Tenants, each as its spec in YAML, by name. */
    public static Tenancy of(Map<String, String> tenants) {
        Map<String, TenantSpec> specs = new HashMap<>();
        tenants.forEach((name, spec) -> specs.put(name, YAML.unmarshal(spec, TenantSpec.class)));
        return Tenancy.of(OWN, false, specs);
    }

    /** Returns the permissions in the namespace {@code shop}, which the Tenant {@code shop} has, with these lines in its spec. */
    public static TenantPolicy shop(String... lines) {
        return of(Map.of("shop", PLAIN + "\n" + String.join("\n", lines))).policy("shop");
    }
}
