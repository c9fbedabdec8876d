package dev.millrace.sync.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.SyncCompleted.FailureKind;
import dev.millrace.sync.ApiStandIn;
import dev.millrace.sync.HandClock;
import dev.millrace.sync.apply.pace.Pace;
import dev.millrace.sync.lead.Unlimited;
import dev.millrace.sync.manifest.Manifest;
import dev.millrace.sync.manifest.ManifestReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An object is applied only in the scope for which it was allowed: its kind may have become known in between. */
class ScopeOfKindTest {
    private final ApiStandIn api = new ApiStandIn();
    private final HandClock clock = new HandClock();
    private final ClusterObjects cluster =
            new ClusterObjects(api.client(), new Kinds(api.client(), clock), new Unlimited(), new Pace(8, clock));

    @AfterEach
    void close() {
        api.close();
    }

    @Test
    void anObjectThatWasPlacedInANamespaceIsNotAppliedToTheWholeCluster() {
        api.having("/apis/example.com/v1", """
                {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "example.com/v1", "resources": [
                  {"name": "things", "singularName": "", "kind": "Thing", "namespaced": false,
                   "verbs": ["create", "get", "patch"]}]}""");
        Manifest manifest = ManifestReader.read(
                        "a.yaml", "{apiVersion: example.com/v1, kind: Thing, metadata: {name: a, namespace: shop}}")
                .objects()
                .getFirst();

        ApplyAnswer answer = cluster.apply(manifest, true, new Precondition.None());

        assertThat(answer)
                .isEqualTo(new ApplyAnswer.Rejected(
                        FailureKind.INFRASTRUCTURE, "its kind turned out to be cluster-scoped; it is planned again"));
        assertThat(api.requests("PATCH")).isEmpty();
    }
}
