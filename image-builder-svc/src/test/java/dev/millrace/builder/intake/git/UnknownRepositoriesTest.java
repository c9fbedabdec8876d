package dev.millrace.builder.intake.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.RepositoryId;
import org.junit.jupiter.api.Test;

class UnknownRepositoriesTest {
    private final UnknownRepositories unknown = new UnknownRepositories();

    @Test
    void theLastOneComesFirstWithTheNumberOfItsDeliveries() {
        unknown.add(new RepositoryId("git.example/a/b"));
        unknown.add(new RepositoryId("git.example/c/d"));
        unknown.add(new RepositoryId("git.example/a/b"));

        assertThat(unknown.names()).containsExactly("git.example/a/b (2)", "git.example/c/d (1)");
    }

    @Test
    void onlyTheLastOnesAreKept() {
        for (int i = 0; i < 1_000; i++) {
            unknown.add(new RepositoryId("git.example/a/" + i));
        }

        assertThat(unknown.names())
                .hasSize(UnknownRepositories.MAX_NAMES)
                .startsWith("git.example/a/999 (1)")
                .endsWith("git.example/a/990 (1)");
    }

    @Test
    void aLongNameIsShortened() {
        unknown.add(new RepositoryId("git.example/" + "x".repeat(1_000)));

        assertThat(unknown.names()).singleElement().satisfies(name -> assertThat(name)
                .hasSizeLessThan(130));
    }
}
