package dev.millrace.git.ref;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.GitRef;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefKindTest {

    @ParameterizedTest
    @CsvSource({
        "refs/heads/main, BRANCH",
        "refs/heads/feature/pull/1/head, BRANCH",
        "refs/heads/refs/pull/1/head, BRANCH",
        "refs/heads/v1.2.3, BRANCH",
        "refs/heads/HEAD, BRANCH",
        "refs/tags/v1.2.3, TAG",
        "refs/tags/1.10.0, TAG",
        "refs/tags/release/1, TAG",
        "refs/tags/pull/1, TAG",
        "refs/pull/1/head, REQUEST",
        "refs/pull/1/merge, REQUEST",
        "refs/pull/12345/head, REQUEST",
        "refs/pull/x, REQUEST",
        "refs/merge-requests/7/head, REQUEST",
        "refs/merge-requests/7/merge, REQUEST",
        "refs/merge-requests/7/train, REQUEST",
        "refs/pull-requests/3/from, REQUEST",
        "refs/pull-requests/3/merge, REQUEST",
        "refs/changes/01/1/1, REQUEST",
        "refs/changes/45/12345/meta, REQUEST",
        "refs/for/main, REQUEST",
        "refs/pulls/1/head, OTHER",
        "refs/Pull/1/head, OTHER",
        "refs/pull-request/1, OTHER",
        "refs/changesets/1, OTHER",
        "refs/notes/commits, OTHER",
        "refs/meta/config, OTHER",
        "refs/stash, OTHER",
        "refs/remotes/origin/main, OTHER",
        "refs/keep-around/abc, OTHER",
        "refs/headsx/main, OTHER",
        "refs/tagsx/v1, OTHER",
    })
    void theKindIsReadFromTheName(String ref, RefKind kind) {
        assertThat(RefKind.of(new GitRef(ref))).isEqualTo(kind);
    }
}
