package dev.millrace.builder.intake.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.TestRepositories;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.git.webhook.PushNotice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PushIntakeTest {
    private static final RepositoryId WEB = new RepositoryId("git.example/shop/web");
    private static final RepositoryId INTERNAL = new RepositoryId("gitea.internal:3000/shop/web");
    private static final CommitId A = new CommitId("a".repeat(40));
    private static final CommitId B = new CommitId("b".repeat(40));

    private final List<PushNotice> published = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ignored = new ArrayList<>();
    private final UnknownRepositories unknown = new UnknownRepositories();
    private final PushIntake intake;

    PushIntakeTest(@TempDir Path mirrors) {
        Remote remote = Remote.of(
                URI.create("https://git.example/shop/web.git"), Credentials.of(Optional.empty(), Optional.empty()));
        this.intake = new PushIntake(
                RepositoryAliases.of(Map.of(WEB, List.of(INTERNAL.value()))),
                new SourceRepositories(List.of(TestRepositories.of(
                        remote,
                        mirrors,
                        List.of("refs/heads/*", "refs/tags/v*", "refs/tags/[0-9]*"),
                        "millrace@millrace.dev"))),
                unknown,
                this::publish,
                ignored::add);
    }

    private void publish(RepositoryId repository, GitRef ref, CommitId before, CommitId after) {
        if (ref.equals(GitRef.branch("unstorable"))) {
            throw new UncheckedIOException(new IOException("no acknowledgement"));
        }
        published.add(new PushNotice(repository, ref, before, after));
    }

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main, true",
        "refs/heads/feature/x, true",
        "refs/tags/v1.2.3, true",
        "refs/tags/1.10.0, true",
        "refs/tags/stable, false",
        "refs/pull/1/head, false",
        "refs/merge-requests/1/head, false",
        "refs/notes/commits, false",
    })
    void branchesAndVersionTagsAreStored(String ref, boolean stored) {
        int count = intake.store(List.of(new PushNotice(WEB, new GitRef(ref), A, B)));

        assertThat(count).isEqualTo(stored ? 1 : 0);
        assertThat(published).hasSize(count);
        assertThat(ignored).isEqualTo(stored ? List.of() : List.of("ref-not-built"));
    }

    @Test
    void anAliasIsStoredAsItsRepository() {
        intake.store(List.of(new PushNotice(INTERNAL, GitRef.branch("main"), A, B)));

        assertThat(published).containsExactly(new PushNotice(WEB, GitRef.branch("main"), A, B));
        assertThat(unknown.names()).isEmpty();
    }

    @Test
    void anUnknownRepositoryIsCountedAndNamed() {
        int count = intake.store(
                List.of(new PushNotice(new RepositoryId("git.example/other"), GitRef.branch("main"), A, B)));

        assertThat(count).isZero();
        assertThat(ignored).containsExactly("unknown-repository");
        assertThat(unknown.names()).containsExactly("git.example/other (1)");
    }

    @Test
    void aDeletedRefIsIgnored() {
        assertThat(intake.store(List.of(new PushNotice(WEB, GitRef.branch("main"), A, CommitId.NONE))))
                .isZero();
    }

    @Test
    void manyRefsAreAllStoredAndEachOnce() {
        List<PushNotice> many = IntStream.range(0, 2_000)
                .mapToObj(i -> new PushNotice(WEB, GitRef.branch("b" + i % 1_000), A, i < 1_000 ? A : B))
                .toList();

        assertThat(intake.store(many)).isEqualTo(1_000);

        assertThat(published).hasSize(1_000).containsExactlyInAnyOrderElementsOf(many.subList(1_000, 2_000));
    }

    @Test
    void oneRefThatCannotBeStoredHasTheDeliveryRepeated() {
        for (List<String> branches : List.of(List.of("unstorable"), List.of("main", "unstorable", "other"))) {
            List<PushNotice> notices = branches.stream()
                    .map(name -> new PushNotice(WEB, GitRef.branch(name), A, B))
                    .toList();

            assertThatThrownBy(() -> intake.store(notices)).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void nothingIsStoredForNoRefs() {
        assertThat(intake.store(List.of())).isZero();
    }
}
