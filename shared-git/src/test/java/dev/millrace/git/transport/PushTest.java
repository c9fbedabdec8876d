package dev.millrace.git.transport;

import static dev.millrace.git.Upstream.MAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.MirrorFixture;
import dev.millrace.git.Upstream;
import dev.millrace.git.mirror.Mirror;
import dev.millrace.git.transport.PushOutcome.Pushed;
import dev.millrace.git.transport.PushOutcome.Refused;
import dev.millrace.git.transport.PushOutcome.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushTest extends MirrorFixture {
    @Test
    void aPushMovesTheHostsRefAndTheMirrors() {
        CommitId base = fetched(Map.of("a", "1"));
        CommitId commit = written(base, Map.of("a", "2"));

        PushOutcome outcome = mirror.push(MAIN, Optional.of(base), commit);

        assertThat(outcome).isEqualTo(new Pushed());
        assertThat(upstream.tip(MAIN)).contains(commit);
        assertThat(mirror.tip(MAIN)).contains(commit);
    }

    @Test
    void aPushCreatesABranch() {
        CommitId commit = mirror.write(Upstream.draft(Optional.empty(), Map.of("a", "1")));

        assertThat(mirror.push(MAIN, Optional.empty(), commit)).isEqualTo(new Pushed());
        assertThat(upstream.tip(MAIN)).contains(commit);
    }

    @Test
    void aRepeatedPushCountsAsPushed() {
        CommitId base = fetched(Map.of("a", "1"));
        CommitId commit = written(base, Map.of("a", "2"));
        mirror.push(MAIN, Optional.of(base), commit);

        assertThat(mirror.push(MAIN, Optional.of(base), commit)).isEqualTo(new Pushed());
    }

    @Test
    void aPushAfterAFasterOneIsRejectedAndMovesNothing() {
        CommitId base = fetched(Map.of("a", "1"));
        CommitId commit = written(base, Map.of("a", "2"));
        CommitId quicker = upstream.commit(MAIN, Map.of("a", "3"));

        PushOutcome outcome = mirror.push(MAIN, Optional.of(base), commit);

        assertThat(outcome).isInstanceOf(Rejected.class);
        assertThat(upstream.tip(MAIN)).contains(quicker);
        assertThat(mirror.tip(MAIN)).contains(base);
    }

    @Test
    void aBranchThatAppearedMeanwhileIsNotTreatedAsNew() {
        CommitId commit = mirror.write(Upstream.draft(Optional.empty(), Map.of("a", "1")));
        upstream.commit(MAIN, Map.of("a", "other"));

        assertThat(mirror.push(MAIN, Optional.empty(), commit)).isInstanceOf(Rejected.class);
    }

    @Test
    void aBranchThatWasDeletedMeanwhileIsNotCreatedAgain() {
        CommitId base = fetched(Map.of("a", "1"));
        CommitId commit = written(base, Map.of("a", "2"));
        upstream.delete(MAIN);

        assertThat(mirror.push(MAIN, Optional.of(base), commit)).isInstanceOf(Rejected.class);
        assertThat(upstream.tip(MAIN)).isEmpty();
    }

    @Test
    void aCommitThatDoesNotDescendIsNeverForced() {
        CommitId base = fetched(Map.of("a", "1"));
        CommitId unrelated = mirror.write(Upstream.draft(Optional.empty(), Map.of("b", "2")));

        assertThat(mirror.push(MAIN, Optional.of(base), unrelated)).isInstanceOf(Rejected.class);
        assertThat(upstream.tip(MAIN)).contains(base);
    }

    @Test
    void aPushToALockedRefIsRejected() throws IOException {
        CommitId base = fetched(Map.of("a", "1"));
        CommitId commit = written(base, Map.of("a", "2"));
        Files.createFile(temp.resolve("web/refs/heads/main.lock"));

        assertThat(mirror.push(MAIN, Optional.of(base), commit)).isInstanceOf(Rejected.class);
        assertThat(mirror.tip(MAIN)).contains(base);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pre-receive hook declined",
                "protected branch hook declined",
                "deny updating a hidden ref",
                "push blocked: the branch is locked and must not be changed",
                "prohibited by Gerrit: not permitted",
            })
    void aRefusalHasTheReasonOfTheHost(String words) throws IOException {
        try (HookedHost host = new HookedHost(upstream.repository(), words);
                Mirror own = Mirror.open(temp.resolve("own"), host.remote())) {
            CommitId commit = own.write(Upstream.draft(Optional.empty(), Map.of("a", "1")));

            assertThat(own.push(MAIN, Optional.empty(), commit)).isEqualTo(new Refused(words));
            assertThat(own.tip(MAIN)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "failed to update ref",
                "fetch first",
                "non-fast-forward",
                "stale info",
                "cannot lock ref 'refs/heads/main': is at 1 but expected 2",
                "failed to lock",
                "reference already exists",
            })
    void aCollisionWithAnotherPushIsRejected(String words) throws IOException {
        try (HookedHost host = new HookedHost(upstream.repository(), words);
                Mirror own = Mirror.open(temp.resolve("own"), host.remote())) {
            CommitId commit = own.write(Upstream.draft(Optional.empty(), Map.of("a", "1")));

            assertThat(own.push(MAIN, Optional.empty(), commit)).isEqualTo(new Rejected(words));
        }
    }

    @Test
    void aMissingCommitIsNotPushed() {
        CommitId unknown = new CommitId("1".repeat(40));

        assertThatThrownBy(() -> mirror.push(MAIN, Optional.empty(), unknown))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(unknown.value());
    }

    @Test
    void manyThreadsFetchWriteAndPushWithoutLosingACommit() throws Exception {
        fetched(Map.of("start", "0"));
        int writers = 6;
        int commits = 4;
        List<Callable<Void>> writes = IntStream.range(0, writers)
                .<Callable<Void>>mapToObj(i -> () -> {
                    for (int n = 0; n < commits; n++) {
                        commitUntilPushed("writer-" + i + "/" + n);
                    }
                    return null;
                })
                .toList();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> done : threads.invokeAll(writes)) {
                done.get();
            }
        }

        CommitId tip = upstream.tip(MAIN).orElseThrow();
        assertThat(mirror.tip(MAIN)).contains(tip);
        assertThat(mirror.sequence(tip)).isEqualTo(1 + writers * commits);
        assertThat(mirror.changedPaths(Optional.empty(), tip)).hasSize(1 + writers * commits);
    }

    private void commitUntilPushed(String path) {
        PushOutcome outcome;
        do {
            CommitId base = mirror.fetch(MAIN).orElseThrow();
            outcome = mirror.push(MAIN, Optional.of(base), written(base, Map.of(path, "x")));
        } while (outcome instanceof Rejected);
        assertThat(outcome).isEqualTo(new Pushed());
    }

    private CommitId fetched(Map<String, String> files) {
        upstream.commit(MAIN, files);
        return mirror.fetch(MAIN).orElseThrow();
    }

    private CommitId written(CommitId parent, Map<String, String> files) {
        return mirror.write(Upstream.draft(Optional.of(parent), files));
    }
}
