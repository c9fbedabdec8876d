package dev.millrace.drift;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cluster.Marks;
import dev.millrace.cluster.record.AppliedObject;
import dev.millrace.cluster.record.AppliedRecord;
import dev.millrace.cluster.record.RecordStore;
import dev.millrace.cluster.record.RecordVersion;
import dev.millrace.cluster.record.SaveOutcome;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.ObjectRef;
import dev.millrace.events.value.RepositoryId;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Applies and records one application's objects as the sync agent does. */
final class TestAgent {
    private static final CommitId COMMIT = new CommitId("c".repeat(40));
    static final ChainId CHAIN = ChainId.of(RepositoryId.parse("https://git.example.com/shop/config"), COMMIT);

    private final KubernetesClient client;
    private final RecordStore store;
    private final String namespace;
    private AppliedRecord record;
    private Optional<RecordVersion> version = Optional.empty();

    TestAgent(KubernetesClient client, String namespace) {
        this.client = client;
        this.store = new RecordStore(client, DriftProfile.RECORDS);
        this.namespace = namespace;
        this.record = AppliedRecord.first(new ApplicationId("test", namespace, "web"), "uid-" + namespace)
                .attempting(1, COMMIT, CHAIN, Optional.empty(), false);
    }

    String application() {
        return record.application().toString();
    }

    /** Applies a manifest and records it. */
    ObjectRef sync(String manifest, String hash) {
        AppliedObject applied = apply(manifest, hash);
        save(before -> before.having(applied));
        return applied.ref();
    }

    /** Applies a manifest; its record is not written yet. */
    AppliedObject apply(String manifest, String hash) {
        GenericKubernetesResource object =
                client.getKubernetesSerialization().unmarshal(manifest, GenericKubernetesResource.class);
        object.getMetadata()
                .setAnnotations(Map.of(
                        Marks.APPLICATION,
                        application(),
                        Marks.APPLICATION_UID,
                        record.applicationUid(),
                        Marks.APPLIED,
                        hash));
        GenericKubernetesResource answer = client.resource(object)
                .inNamespace(namespace)
                .fieldManager(Marks.FIELD_MANAGER)
                .forceConflicts()
                .serverSideApply();
        ObjectRef ref = new ObjectRef(
                answer.getApiVersion(),
                answer.getKind(),
                Optional.ofNullable(answer.getMetadata().getNamespace()),
                answer.getMetadata().getName());
        JsonNode tree = client.getKubernetesSerialization().convertValue(answer, JsonNode.class);
        return AppliedObject.of(ref, hash, tree, record.salt());
    }

    void save(UnaryOperator<AppliedRecord> change) {
        record = change.apply(record);
        version = switch (store.save(record, version)) {
            case SaveOutcome.Saved saved -> Optional.of(saved.version());
            case SaveOutcome.Conflict conflict -> throw new AssertionError(conflict.reason());
        };
    }
}
