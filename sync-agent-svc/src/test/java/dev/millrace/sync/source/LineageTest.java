package dev.millrace.sync.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.Cause;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Traceparent;
import dev.millrace.git.commit.Commit;
import dev.millrace.git.commit.Person;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The changes that commits follow from. Commits are named by a digit. */
class LineageTest {
    private static final RepositoryId REPOSITORY = RepositoryId.parse("https://git.example/shop/config");
    private static final Person PERSON = new Person("A", "a@example.com");
    private static final Cause FIRST = cause('a');
    private static final Cause SECOND = cause('b');
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void aCommitWithoutTrailersBeginsAChain() {
        assertThat(lineage(commit('1', "by hand")))
                .isEqualTo(new Lineage(ChainId.of(REPOSITORY, id('1')), List.of(), Optional.empty()));
    }

    @Test
    void aSingleCauseIsContinued() {
        assertThat(lineage(commit('1', trailers(FIRST) + "Traceparent: " + TRACE)))
                .isEqualTo(new Lineage(FIRST.chainId(), List.of(FIRST), Optional.of(new Traceparent(TRACE))));
    }

    @Test
    void theSameCauseOfSeveralCommitsIsListedOnce() {
        assertThat(lineage(commit('2', trailers(FIRST)), commit('1', trailers(FIRST))))
                .isEqualTo(new Lineage(FIRST.chainId(), List.of(FIRST), Optional.empty()));
    }

    @Test
    void severalCausesBeginAChainOfTheNewestCommit() {
        Lineage expected = new Lineage(ChainId.of(REPOSITORY, id('2')), List.of(SECOND, FIRST), Optional.empty());

        assertThat(lineage(commit('2', trailers(SECOND)), commit('1', trailers(FIRST))))
                .isEqualTo(expected);
        assertThat(lineage(commit('2', trailers(SECOND) + trailers(FIRST)))).isEqualTo(expected);
    }

    @Test
    void aCauseBesideACommitByHandBeginsAChainAndStaysACause() {
        assertThat(lineage(commit('2', "by hand"), commit('1', trailers(FIRST))))
                .isEqualTo(new Lineage(ChainId.of(REPOSITORY, id('2')), List.of(FIRST), Optional.empty()));
    }

    @Test
    void aMergeHasTheCausesOfTheCommitsThatItBroughtIn() {
        Commit merge = commit('3', "Merge pull request 1");

        assertThat(Lineage.of(REPOSITORY, List.of(merge), one -> List.of(commit('2', trailers(FIRST)))))
                .isEqualTo(new Lineage(FIRST.chainId(), List.of(FIRST), Optional.empty()));
        assertThat(Lineage.of(
                        REPOSITORY,
                        List.of(merge),
                        one -> List.of(commit('2', trailers(FIRST)), commit('1', "by hand"))))
                .isEqualTo(new Lineage(ChainId.of(REPOSITORY, id('3')), List.of(FIRST), Optional.empty()));
    }

    @Test
    void aMergeThatNamesItsCauseItselfContinuesItWhateverItBroughtIn() {
        Commit merge = commit('3', trailers(FIRST));

        assertThat(Lineage.of(REPOSITORY, List.of(merge), one -> List.of(commit('2', trailers(FIRST))))
                        .chain())
                .isEqualTo(FIRST.chainId());
    }

    @Test
    void trailersThatAreNoIdsAreNotOurs() {
        assertThat(lineage(commit('1', "Millrace-Chain: forged\nMillrace-Event: " + FIRST.eventId())))
                .isEqualTo(new Lineage(ChainId.of(REPOSITORY, id('1')), List.of(), Optional.empty()));
        assertThat(lineage(commit('1', "Millrace-Chain: " + FIRST.chainId())).causes())
                .as("a chain without an event")
                .isEmpty();
        assertThat(lineage(commit(
                                '1',
                                trailers(FIRST) + "Millrace-Chain: x\nMillrace-Event: y\nMillrace-Chain: "
                                        + SECOND.chainId()))
                        .causes())
                .as("more chains than events")
                .containsExactly(FIRST);
    }

    @Test
    void theTraceIsTheFirstValidOneOfTheNewestCommit() {
        assertThat(lineage(commit('2', "Traceparent: no\nTraceparent: " + TRACE), commit('1', "x"))
                        .trace())
                .contains(new Traceparent(TRACE));
        assertThat(lineage(commit('2', "by hand"), commit('1', "Traceparent: " + TRACE))
                        .trace())
                .isEmpty();
    }

    private static Lineage lineage(Commit... commits) {
        return Lineage.of(REPOSITORY, List.of(commits), merge -> List.of());
    }

    private static Commit commit(char digit, String trailers) {
        return new Commit(
                id(digit),
                List.of(),
                PERSON,
                PERSON,
                Instant.EPOCH,
                "Subject\n\nA body.\n\n" + trailers.strip() + "\n");
    }

    private static CommitId id(char digit) {
        return new CommitId(String.valueOf(digit).repeat(40));
    }

    private static Cause cause(char letter) {
        return new Cause(
                ChainId.of(REPOSITORY, new CommitId(String.valueOf(letter).repeat(40))),
                EventId.of("config.committed", String.valueOf(letter)));
    }

    private static String trailers(Cause cause) {
        return "Millrace-Chain: %s\nMillrace-Event: %s\n".formatted(cause.chainId(), cause.eventId());
    }
}
