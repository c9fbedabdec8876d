package dev.millrace.builder.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.TagRule;
import dev.millrace.builder.journal.Redactor;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Tag;
import dev.millrace.git.host.HostKind;
import dev.millrace.git.remote.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which status is set, and what follows from the host's answer. */
class CommitStatusesTest {
    private final HostServer server = new HostServer();
    private final LatestResults results = new LatestResults();
    private final List<String> failures = new ArrayList<>();
    private final CommitStatuses statuses = statuses(server.url("/api"));

    CommitStatusesTest() throws IOException {}

    private CommitStatuses statuses(URI api) {
        StatusHost host = new StatusHost(
                HostKind.GITHUB, URI.create("https://git.example/shop/web"), api, new Credentials.Bearer("a-token"));
        return new CommitStatuses(
                new StatusHosts(Map.of(Results.REPOSITORY, host)),
                new StatusTexts(new Redactor(List.of()), Optional.of("https://builds.example/{build}")),
                results,
                key -> Optional.of("4f"),
                failures::add);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> states() {
        return server.calls().stream()
                .map(call -> call.body().replaceFirst("(?s).*\"state\":\"([a-z]+)\".*", "$1"))
                .toList();
    }

    @Test
    void aBuildIsPendingAndThenHasItsResultWithALinkToItsLog() {
        results.loaded();

        statuses.begins(plan());
        statuses.finished(Results.at(1, Results.built()));

        assertThat(states()).containsExactly("pending", "success");
        assertThat(server.calls().getLast().body())
                .contains("https://builds.example/4f", Results.DIGEST.value(), "millrace/shop/web");
    }

    @Test
    void anImageThatIsOnlyTestedHasPassedWithoutAnEvent() {
        statuses.begins(plan());
        statuses.tested(plan());

        assertThat(states()).containsExactly("pending", "success");
        assertThat(server.calls().getLast().body()).contains("the tests passed");
    }

    @Test
    void aRepeatedEventSetsTheSameStatusAgain() {
        results.loaded();

        statuses.finished(Results.at(1, Results.built()));
        statuses.finished(Results.at(1, Results.built()));

        assertThat(server.calls()).hasSize(2).containsOnly(server.calls().getFirst());
    }

    @Test
    void aFailureThatWasFollowedByASuccessSetsNothing() {
        results.consume(Results.at(2, Results.built()));
        results.consume(Results.at(1, Results.failed("flaky")));
        results.loaded();

        statuses.finished(Results.at(2, Results.built()));
        statuses.finished(Results.at(1, Results.failed("flaky")));

        assertThat(states()).containsExactly("success");
    }

    @Test
    void beforeTheEarlierResultsAreReadAStatusIsTriedAgain() {
        assertThatThrownBy(() -> statuses.finished(Results.at(1, Results.built())))
                .isInstanceOf(UncheckedIOException.class);
        assertThat(server.calls()).isEmpty();
    }

    @Test
    void aRefusalBlocksNothingAndIsReportedUntilAStatusIsAccepted() {
        results.loaded();
        server.answer(404);
        statuses.finished(Results.at(1, Results.failed("broken")));
        statuses.finished(Results.at(2, Results.failed("broken")));

        assertThat(failures).containsExactly("status-refused", "status-refused");
        assertThat(statuses.refusals()).hasEntrySatisfying(Results.REPOSITORY, reason -> assertThat(reason)
                .contains("the host answered 404"));

        server.answer(201);
        statuses.finished(Results.at(3, Results.built()));

        assertThat(statuses.refusals()).isEmpty();
    }

    @Test
    void anUnavailableHostDelaysTheFinalStatusAndNoBuild() {
        results.loaded();
        server.answer(503);

        statuses.begins(plan());
        assertThatThrownBy(() -> statuses.finished(Results.at(1, Results.built())))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(failures).containsExactly("status-unavailable");
    }

    @Test
    void aRepositoryWithoutAHostHasNoStatus() {
        CommitStatuses none = new CommitStatuses(
                new StatusHosts(Map.of()),
                new StatusTexts(new Redactor(List.of()), Optional.empty()),
                new LatestResults(),
                key -> Optional.empty(),
                failures::add);

        none.begins(plan());
        none.finished(Results.at(1, Results.built()));

        assertThat(server.calls()).isEmpty();
        assertThat(failures).isEmpty();
    }

    private static ImagePlan plan() {
        ImageSpec spec = new ImageSpec(Results.IMAGE, "", "Dockerfile", Optional.empty(), new TreeMap<>(), List.of());
        return ImagePlan.of(
                Results.SOURCE,
                "https://git.example/shop/web",
                new BuildConfiguration(List.of(spec), Optional.empty(), TagRule.COMMIT),
                spec,
                List.of(new Tag("v1")),
                new Platform("linux/amd64"),
                false);
    }
}
