package dev.millrace.sync.wiring;

import dev.millrace.cluster.record.RecordStore;
import dev.millrace.sync.orphan.MarkedObjects;
import dev.millrace.sync.record.ClusterRecords;
import dev.millrace.sync.record.Records;
import dev.millrace.sync.serve.Orphans;
import dev.millrace.sync.trigger.Applications;
import dev.millrace.sync.trigger.Results;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Creates the search for orphans. */
@Singleton
public class OrphanWiring {
    @Produces
    @Singleton
    Orphans orphans(KubernetesClient client, Applications applications, Results results, SyncConfig config) {
        Records records = new ClusterRecords(new RecordStore(client, config.namespace()));
        return new Orphans(new MarkedObjects(client), applications, results, records, config.clusterName());
    }
}
