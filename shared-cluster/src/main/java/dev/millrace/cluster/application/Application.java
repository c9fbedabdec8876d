package dev.millrace.cluster.application;

import dev.millrace.events.value.ApplicationId;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/** A folder of a repository that a part of the cluster follows. */
@Group(Application.GROUP)
@Version(Application.VERSION)
@Plural("applications")
@ShortNames("mapp")
@AdditionalPrinterColumn(name = "Source", jsonPath = ".spec.source.path", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Revision",
        jsonPath = ".status.shortRevision",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Ready",
        jsonPath = ".status.conditions[?(@.type==\"Ready\")].status",
        type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(name = "Health", jsonPath = ".status.health", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
@AdditionalPrinterColumn(name = "Message", jsonPath = ".status.message", type = AdditionalPrinterColumn.Type.STRING)
@AdditionalPrinterColumn(
        name = "Repository",
        jsonPath = ".spec.source.repository",
        type = AdditionalPrinterColumn.Type.STRING,
        priority = 1)
public final class Application extends CustomResource<ApplicationSpec, ApplicationStatus> implements Namespaced {
    public static final String GROUP = "millrace.dev";
    public static final String VERSION = "v1alpha1";

    @Override
    protected @Nullable ApplicationSpec initSpec() {
        return null;
    }

    @Override
    protected @Nullable ApplicationStatus initStatus() {
        return null;
    }

    /** Returns its name in events and annotations. */
    public ApplicationId id(String cluster) {
        return new ApplicationId(
                cluster, getMetadata().getNamespace(), getMetadata().getName());
    }
}
