package dev.millrace.cluster.tenant;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** The limits of the Applications in some namespaces. Cluster-scoped: an operator writes it, and no Application can. */
@Group(Tenant.GROUP)
@Version(Tenant.VERSION)
@Plural(Tenant.PLURAL)
@ShortNames("mten")
@AdditionalPrinterColumn(name = "Namespaces", jsonPath = ".spec.namespaces", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Destinations",
        jsonPath = ".spec.destinations",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(
        name = "Repositories",
        jsonPath = ".spec.repositories",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public final class Tenant extends CustomResource<TenantSpec, Void> {
    public static final String GROUP = "millrace.dev";
    public static final String VERSION = "v1alpha1";
    public static final String PLURAL = "tenants";
    public static final String KIND = "Tenant";

    /** The name of its definition. */
    public static final String DEFINITION = PLURAL + "." + GROUP;

    @Override
    protected @Nullable TenantSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable Void initStatus() {
        return null;
    }
}
