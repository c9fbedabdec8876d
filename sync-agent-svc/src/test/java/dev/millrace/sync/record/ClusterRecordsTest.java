package dev.millrace.sync.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.cluster.record.RecordStore;
import dev.millrace.sync.Sample;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The records of an agent that has just become the leader, and of one that no longer is. */
class ClusterRecordsTest {
    private final SecretsApi api = new SecretsApi();
    private final ClusterRecords records = another();

    @AfterEach
    void close() {
        api.close();
    }

    /** Returns the records as another agent, or the next process, sees them. */
    private ClusterRecords another() {
        return new ClusterRecords(new RecordStore(api.client(), SecretsApi.NAMESPACE));
    }

    /** Returns the ledger as it is read: the record holds its notes then. */
    private static Ledger recorded(Ledger ledger) {
        return Notes.read(Notes.write(ledger));
    }

    private static Ledger load(ClusterRecords from) {
        return from.load(Sample.ID, Sample.UID);
    }

    private static void save(ClusterRecords to, Ledger ledger) {
        to.save(Sample.ID, Sample.UID, ledger);
    }

    @Test
    void anApplicationWithoutARecordHasANewOneThatTheNextProcessReads() {
        Ledger first = load(records);
        assertThat(first.attempts()).isZero();
        assertThat(first.record().application()).isEqualTo(Sample.ID);
        assertThat(records.find(Sample.UID)).isEmpty();

        save(records, Sample.applied("one"));

        assertThat(load(another())).isEqualTo(recorded(Sample.applied("one")));
        assertThat(another().find(Sample.UID)).contains(recorded(Sample.applied("one")));
        assertThat(another().all()).containsExactly(Sample.UID);
    }

    @Test
    void eachSaveReplacesTheOneBefore() {
        load(records);
        save(records, Sample.applied("one"));
        save(records, Sample.applied("two"));

        assertThat(load(another())).isEqualTo(recorded(Sample.applied("two")));
    }

    @Test
    void anAgentThatAnotherOneHasOvertakenWritesNothing() {
        load(records);
        save(records, Sample.applied("one"));
        ClusterRecords leader = another();
        load(leader);
        save(leader, Sample.applied("two"));

        assertThatThrownBy(() -> save(records, Sample.applied("three")))
                .isInstanceOf(Records.Taken.class)
                .hasMessageContaining(Sample.ID.toString());

        assertThat(load(another())).isEqualTo(recorded(Sample.applied("two")));
        load(records);
        save(records, Sample.applied("three"));
        assertThat(load(another()))
                .as("once it has read the record again")
                .isEqualTo(recorded(Sample.applied("three")));
    }

    @Test
    void anAgentThatKnowsNoRecordDoesNotReplaceTheOneThatExists() {
        load(records);
        ClusterRecords leader = another();
        load(leader);
        save(leader, Sample.applied("two"));

        assertThatThrownBy(() -> save(records, Sample.applied("one"))).isInstanceOf(Records.Taken.class);
    }

    @Test
    void recordsThatWereReadAheadCostNoFurtherRequest() {
        load(records);
        save(records, Sample.applied("one").claiming(Set.of("claimed")));
        ClusterRecords next = another();

        assertThat(next.readAhead()).isEqualTo(Map.of(Sample.UID, Set.of("claimed")));

        int before = api.requests().size();
        assertThat(load(next)).isEqualTo(recorded(Sample.applied("one").claiming(Set.of("claimed"))));
        assertThat(next.load(Sample.ID, "uid-of-a-new-one").attempts()).isZero();
        assertThat(api.requests()).hasSize(before);
        save(next, Sample.applied("two"));
        assertThat(load(another())).isEqualTo(recorded(Sample.applied("two")));
    }

    @Test
    void aSecondLoadReadsTheRecordAgainSinceAnotherAgentMayHaveWrittenIt() {
        load(records);
        save(records, Sample.applied("one"));
        ClusterRecords next = another();
        next.readAhead();
        load(next);
        save(records, Sample.applied("two"));

        assertThat(load(next)).isEqualTo(recorded(Sample.applied("two")));
    }

    @Test
    void aSecondLoadFindsARecordThatWasNotThereWhenAllWereReadAhead() {
        records.readAhead();
        load(records);
        ClusterRecords other = another();
        load(other);
        save(other, Sample.applied("one"));

        assertThat(load(records)).isEqualTo(recorded(Sample.applied("one")));
    }

    @Test
    void aDamagedRecordIsReplacedByANewOne() {
        load(records);
        save(records, Sample.applied("one"));
        api.damage();
        ClusterRecords next = another();

        assertThat(load(next).attempts()).isZero();

        save(next, Sample.applied("two"));
        assertThat(load(another())).isEqualTo(recorded(Sample.applied("two")));
    }

    @Test
    void aDeletedRecordIsGoneForAll() {
        load(records);
        save(records, Sample.applied("one"));
        records.readAhead();

        records.delete(Sample.UID);

        assertThat(records.all()).isEmpty();
        assertThat(load(records).attempts()).isZero();
        records.delete(Sample.UID);
        assertThat(another().find(Sample.UID)).isEmpty();
    }
}
