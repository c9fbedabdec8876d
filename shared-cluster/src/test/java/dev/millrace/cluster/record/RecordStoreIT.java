package dev.millrace.cluster.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.cluster.Cluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@WithParts(PartKind.CLUSTER)
class RecordStoreIT {
    private static KubernetesClient client;
    private static String namespace;

    private static RecordStore store;

    @BeforeAll
    static void connect(Cluster cluster) {
        client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig().toFile()))
                .build();
        namespace = cluster.createNamespace("records");
        store = new RecordStore(client, namespace);
    }

    @AfterAll
    static void disconnect() {
        client.close();
    }

    private static RecordVersion saved(SaveOutcome outcome) {
        return switch (outcome) {
            case SaveOutcome.Saved saved -> saved.version();
            case SaveOutcome.Conflict conflict -> throw new AssertionError(conflict.reason());
        };
    }

    private static StoredRecord found(ReadOutcome outcome) {
        if (outcome instanceof ReadOutcome.Found found) {
            return found.stored();
        }
        throw new AssertionError(outcome.toString());
    }

    private static List<Secret> secrets(String uid) {
        return client.secrets()
                .inNamespace(namespace)
                .withLabel(RecordStore.RECORD, uid)
                .list()
                .getItems();
    }

    @Test
    void aRecordIsFoundAsItWasSaved() {
        AppliedRecord record = Records.empty("found").having(Records.object("a", "1"));

        RecordVersion version = saved(store.save(record, Optional.empty()));

        StoredRecord found = found(new RecordStore(client, namespace).load("found"));
        assertThat(found).isEqualTo(new StoredRecord(record, version));
        assertThat(store.applicationUids()).contains("found");
        assertThat(store.load("nobody")).isEqualTo(new ReadOutcome.Absent());
    }

    @Test
    void aSmallRecordIsOneSecretAndBecomesSoAgain() {
        AppliedRecord small = Records.empty("small").having(Records.object("a", "1"));
        RecordVersion first = saved(store.save(small, Optional.empty()));
        RecordVersion second = saved(store.save(small.rendered(Records.large(0), "plain"), Optional.of(first)));
        RecordVersion third = saved(store.save(small, Optional.of(second)));

        assertThat(first.chunks()).isEmpty();
        assertThat(second.chunks()).isNotEmpty();
        assertThat(third.chunks()).isEmpty();
        assertThat(secrets("small")).hasSize(1);
        assertThat(found(new RecordStore(client, namespace).load("small")).record())
                .isEqualTo(small);
    }

    @Test
    void allRecordsAreFoundByOneListAndWhatNoneNamesIsSwept() {
        AppliedRecord small = Records.empty("of-all-small").having(Records.object("a", "1"));
        AppliedRecord large = Records.empty("of-all-large").rendered(Records.large(0), "plain");
        saved(store.save(small, Optional.empty()));
        RecordVersion version = saved(store.save(large, Optional.empty()));
        assertThat(store.save(
                        large.rendered(Records.large(1), "plain"),
                        Optional.of(new RecordVersion("1", version.chunks()))))
                .isInstanceOf(SaveOutcome.Conflict.class);

        Map<String, ReadOutcome> all = new RecordStore(client, namespace).loadAll();

        assertThat(found(all.getOrDefault("of-all-small", new ReadOutcome.Absent()))
                        .record())
                .isEqualTo(small);
        assertThat(found(all.getOrDefault("of-all-large", new ReadOutcome.Absent())))
                .isEqualTo(new StoredRecord(large, version));
        assertThat(secrets("of-all-large")).hasSize(1 + version.chunks().size());
    }

    @Test
    void whoeverReadAnOlderVersionCannotWrite() {
        AppliedRecord record = Records.empty("deposed");
        RecordVersion first = saved(store.save(record, Optional.empty()));
        AppliedRecord newer = record.having(Records.object("a", "1"));
        saved(store.save(newer, Optional.of(first)));

        SaveOutcome late = store.save(record.having(Records.object("b", "1")), Optional.of(first));
        SaveOutcome again = store.save(record, Optional.empty());

        assertThat(late).isInstanceOf(SaveOutcome.Conflict.class);
        assertThat(again).isInstanceOf(SaveOutcome.Conflict.class);
        assertThat(found(store.load("deposed")).record()).isEqualTo(newer);
    }

    @Test
    void aSaveLeavesNoChunkThatIsNotNamed() {
        AppliedRecord record = Records.empty("tidy");
        RecordVersion version = saved(store.save(record, Optional.empty()));
        for (int i = 0; i < 3; i++) {
            record = record.having(Records.object("a", "value " + i)).rendered(Records.large(i), "plain");
            version = saved(store.save(record, Optional.of(version)));
        }

        assertThat(version.chunks()).isNotEmpty();
        assertThat(secrets("tidy")).hasSize(1 + version.chunks().size());
        assertThat(secrets("tidy").stream().filter(secret -> Boolean.TRUE.equals(secret.getImmutable())))
                .hasSize(version.chunks().size());
    }

    @Test
    void chunksOfAWriterThatWasEndedAreSwept() {
        AppliedRecord record =
                Records.empty("swept").having(Records.object("a", "1")).rendered(Records.large(0), "plain");
        RecordVersion version = saved(store.save(record, Optional.empty()));
        assertThat(store.save(
                        record.having(Records.object("b", "2")), Optional.of(new RecordVersion("1", version.chunks()))))
                .isInstanceOf(SaveOutcome.Conflict.class);
        assertThat(secrets("swept")).hasSizeGreaterThan(1 + version.chunks().size());

        store.sweep(found(store.load("swept")));

        assertThat(secrets("swept")).hasSize(1 + version.chunks().size());
        assertThat(found(new RecordStore(client, namespace).load("swept")).record())
                .isEqualTo(record);
    }

    @Test
    void aReaderOfAnOldIndexLearnsThatItIsOutdated() {
        AppliedRecord record =
                Records.empty("outdated").having(Records.object("a", "1")).rendered(Records.large(0), "plain");
        RecordVersion version = saved(store.save(record, Optional.empty()));
        Secret old = client.secrets()
                .inNamespace(namespace)
                .withName("millrace-outdated")
                .get();
        saved(store.save(record.having(Records.object("a", "2")), Optional.of(version)));

        assertThat(new RecordStore(client, namespace).read(old)).isEqualTo(new ReadOutcome.Outdated());
    }

    @Test
    void aDamagedIndexIsTold() {
        AppliedRecord record = Records.empty("damaged");
        saved(store.save(record, Optional.empty()));
        client.secrets().inNamespace(namespace).withName("millrace-damaged").edit(secret -> {
            secret.setData(Map.of("content", "bm90IGd6aXA="));
            return secret;
        });

        ReadOutcome outcome = store.load("damaged");

        assertThat(outcome).isInstanceOf(ReadOutcome.Damaged.class);
        saved(store.save(record, Optional.of(((ReadOutcome.Damaged) outcome).version())));
        assertThat(found(store.load("damaged")).record()).isEqualTo(record);
    }

    @Test
    void aDeletedRecordLeavesNothing() {
        saved(store.save(Records.empty("deleted").having(Records.object("a", "1")), Optional.empty()));

        store.delete(found(store.load("deleted")));

        assertThat(secrets("deleted")).isEmpty();
        assertThat(store.load("deleted")).isEqualTo(new ReadOutcome.Absent());
    }
}
