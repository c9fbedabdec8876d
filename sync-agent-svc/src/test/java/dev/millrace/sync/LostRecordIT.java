package dev.millrace.sync;

import static dev.millrace.sync.Deployed.configMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.record.RecordStore;
import dev.millrace.events.SyncCompleted;
import dev.millrace.events.SyncCompleted.Trigger;
import dev.millrace.sync.orphan.MarkedObjects;
import dev.millrace.sync.orphan.Orphan;
import dev.millrace.sync.record.ClusterRecords;
import dev.millrace.sync.serve.Orphans;
import dev.millrace.sync.state.Triggers;
import dev.millrace.sync.trigger.Applications;
import dev.millrace.sync.trigger.Results;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.Testbed;
import dev.millrace.testbed.WithParts;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** Agents whose applied record is lost between two commits: no event takes the place of another one. */
@WithParts({PartKind.GIT, PartKind.CLUSTER})
class LostRecordIT {
    private final Alone alone;

    LostRecordIT(@TempDir Path mirrors) {
        alone = new Alone(mirrors);
    }

    @AfterEach
    void close() {
        alone.close();
    }

    private enum Loss {
        DELETED,
        DAMAGED,
        RESTORED
    }

    static final List<Arguments> LOSSES = List.of(
            Arguments.of("deleted, the status shows the count", Loss.DELETED, 2, List.of(1L, 2L, 3L), true),
            Arguments.of("deleted with its status", Loss.DELETED, 0, List.of(1L, 2L, 1L), true),
            Arguments.of("damaged, the status shows the count", Loss.DAMAGED, 2, List.of(1L, 2L, 3L), true),
            Arguments.of(
                    "restored to the first attempt with its status", Loss.RESTORED, 1, List.of(1L, 2L, 2L), false));

    @ParameterizedTest(name = "{0}")
    @FieldSource("LOSSES")
    void anAttemptAfterALossIsAnotherFact(
            String name, Loss loss, long shown, List<Long> numbers, boolean isAnotherRecord) {
        Deployed app = new Deployed("lost-" + loss.name().toLowerCase(Locale.ROOT), null);
        Subject subject = Alone.subject(app);
        SyncCompleted first = next(app, subject, "1");
        RecordSecret record = new RecordSecret(subject.uid());
        String atFirst = record.content();
        SyncCompleted second = next(app, subject, "2");

        switch (loss) {
            case DELETED -> record.delete();
            case DAMAGED -> record.write("AAAA");
            case RESTORED -> record.write(atFirst);
        }
        SyncCompleted third = next(app, showing(subject, shown), "3");

        List<SyncCompleted> all = List.of(first, second, third);
        assertThat(all).extracting(SyncCompleted::attempt).isEqualTo(numbers);
        assertThat(all).extracting(SyncCompleted::id).doesNotHaveDuplicates();
        assertThat(all).extracting(one -> one.attemptId().orElseThrow()).doesNotHaveDuplicates();
        assertThat(second.recordId()).isPresent().isEqualTo(first.recordId());
        assertThat(third.recordId().equals(first.recordId())).isNotEqualTo(isAnotherRecord);
        assertThat(all).extracting(SyncCompleted::clusterUid).containsOnly(Optional.of(clusterUid()));
        assertThat(all).extracting(SyncCompleted::key).containsOnly(app.id() + "#" + clusterUid());
    }

    @Test
    void whatOnlyALostRecordHeldIsPrunedIfItIsNotInGitAndAppliedIfItIs() {
        Deployed app = new Deployed("lost-held", null);
        Subject subject = Alone.subject(app);
        app.push(Map.of("a.yaml", configMap("a", "1"), "b.yaml", configMap("b", "1")));
        reconcile(subject);
        app.kubectl("create", "configmap", "copied", "-n", app.namespace);
        app.kubectl(
                "annotate",
                "configmap",
                "copied",
                "-n",
                app.namespace,
                Marks.APPLICATION_UID + "=" + subject.uid(),
                Marks.APPLICATION + "=" + app.id());
        new RecordSecret(subject.uid()).delete();
        app.push(Map.of("a.yaml", configMap("a", "2")), Set.of("b.yaml"));

        SyncCompleted ended = reconcile(showing(subject, 1));

        assertThat(app.object("configmap", "a").at("/data/value").asText()).isEqualTo("2");
        assertThat(app.object("configmap", "b").isMissingNode()).isTrue();
        assertThat(app.object("configmap", "copied").isMissingNode()).isFalse();
        assertThat(ended.counts().pruned()).isEqualTo(1);
        assertThat(ended.message().orElse(""))
                .contains("the applied record was lost", "ConfigMap " + app.namespace + "/b");
    }

    @Test
    void anObjectOfAnApplicationThatIsGoneWithItsRecordIsListedWithTheCommandThatDeletesIt() {
        Deployed app = new Deployed("lost-gone", null);
        Subject subject = Alone.subject(app);
        app.push(Map.of("a.yaml", configMap("a", "1")));
        reconcile(subject);
        new RecordSecret(subject.uid()).delete();
        KubernetesClient client = alone.client();
        Orphans orphans = new Orphans(
                new MarkedObjects(client),
                new Applications(client, Clock.systemUTC()),
                new Results(),
                new ClusterRecords(new RecordStore(client, AgentUnderTest.NAMESPACE)),
                app.id().cluster());

        Orphans.Report report = orphans.find();

        assertThat(report.unread()).isEmpty();
        assertThat(report.orphans())
                .filteredOn(orphan -> orphan.application().equals(app.id().toString()))
                .containsExactly(new Orphan(
                        "ConfigMap " + app.namespace + "/a",
                        "v1",
                        app.id().toString(),
                        "its Application does not exist",
                        "kubectl delete configmaps a -n " + app.namespace));
    }

    private SyncCompleted reconcile(Subject subject) {
        try (AgentLife life = alone.life()) {
            return life.reconcile(subject, Triggers.source(Instant.now(), Trigger.START))
                    .ended()
                    .getLast()
                    .outcome();
        }
    }

    /** Lets an agent of its own deliver the next commit. */
    private SyncCompleted next(Deployed app, Subject subject, String value) {
        app.push(Map.of("a.yaml", configMap("a", value)));
        try (AgentLife life = alone.life()) {
            ReconcileResult result = life.reconcile(subject, Triggers.source(Instant.now(), Trigger.START));
            SyncCompleted ended = result.ended().getLast().outcome();
            await().atMost(Deployed.SOON).until(() -> life.published.stream()
                    .anyMatch(one -> one.id().equals(ended.id())));
            life.reconcile(subject, Triggers.acknowledged(ended.id()));
            return ended;
        }
    }

    private static Subject showing(Subject one, long attempt) {
        return new Subject(
                one.id(),
                one.uid(),
                one.generation(),
                one.spec(),
                one.source(),
                one.asked(),
                new Subject.Published(Optional.empty(), attempt),
                one.policy(),
                one.identity());
    }

    private static UUID clusterUid() {
        return UUID.fromString(kubectl("get", "namespace", "kube-system", "-o", "jsonpath={.metadata.uid}"));
    }

    private static String kubectl(String... arguments) {
        return Testbed.shared().cluster().kubectl(arguments).strip();
    }

    /** The index of a small record, which holds all of it. */
    private record RecordSecret(String uid) {
        private String name() {
            return "millrace-" + uid;
        }

        String content() {
            return kubectl("get", "secret", name(), "-n", AgentUnderTest.NAMESPACE, "-o", "jsonpath={.data}");
        }

        /** Replaces the data, or the content in it. */
        void write(String content) {
            String data = content.startsWith("{") ? content : "{\"content\":\"" + content + "\"}";
            kubectl(
                    "patch",
                    "secret",
                    name(),
                    "-n",
                    AgentUnderTest.NAMESPACE,
                    "--type=merge",
                    "-p",
                    "{\"data\":" + data + "}");
        }

        void delete() {
            kubectl("delete", "secret", name(), "-n", AgentUnderTest.NAMESPACE);
        }
    }
}
