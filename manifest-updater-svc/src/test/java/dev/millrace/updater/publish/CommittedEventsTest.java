package dev.millrace.updater.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.events.Cause;
import dev.millrace.events.ConfigCommitted;
import dev.millrace.events.ConfigCommitted.Edit;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Envelope;
import dev.millrace.git.commit.Person;
import dev.millrace.git.mirror.MirrorHolder;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.repository.ConfigRepository;
import dev.millrace.updater.trailer.OurTrailers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** The events of commits that bring a request of ours onto the branch, in the forms that hosts give them. */
class CommittedEventsTest {
    private static final Instant NOON = Instant.parse("2026-03-14T12:00:00Z");
    private static final RepositoryId ID = new RepositoryId("localhost/config");
    private static final GitRef MAIN = GitRef.branch("main");
    private static final GitRef REQUEST = GitRef.branch("millrace/suite");
    private static final Person MILLRACE = new Person("Millrace", "millrace@example.com");
    private static final Person DANA = new Person("Dana", "dana@example.com");
    private static final Person GITHUB = new Person("GitHub", "noreply@github.com");
    private static final String POLICIES = """
            policies:
              - {name: web, image: reg.example/web, paths: [web.yaml]}
              - {name: api, image: reg.example/api, paths: [api.yaml]}
            """;

    private static final String UPDATE_WEB = message("web", 1);
    private static final String UPDATE_API = message("api", 1);
    private static final List<Edit> BOTH_EDITS = List.of(edit("api", 0, 1), edit("web", 0, 1));

    @SuppressWarnings("NullAway.Init")
    private ConfigRepository repository;

    @SuppressWarnings("NullAway.Init")
    private DrawnMirror mirror;

    @SuppressWarnings("NullAway.Init")
    private CommitId base;

    /** The tip of the request: our two commits on the base. */
    @SuppressWarnings("NullAway.Init")
    private CommitId request;

    @BeforeEach
    void draw(@TempDir Path directory) {
        MirrorHolder held = new MirrorHolder(
                new Remote(ID, directory.resolve("nowhere").toUri(), new Credentials.None()), directory);
        mirror = new DrawnMirror(held, directory.resolve("localhost_config"));
        repository = new ConfigRepository(held, MAIN, MILLRACE);
        base = commit(
                Optional.empty(),
                DANA,
                "Begin",
                Map.of(".millrace/updates.yaml", POLICIES, "web.yaml", image("web", 0), "api.yaml", image("api", 0)));
        CommitId web = commit(Optional.of(base), MILLRACE, UPDATE_WEB, Map.of("web.yaml", image("web", 1)));
        request = commit(Optional.of(web), MILLRACE, UPDATE_API, Map.of("api.yaml", image("api", 1)));
        mirror.point(REQUEST, request);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    static final List<Arguments> SQUASHED = List.of(
            arguments(
                    "GitHub",
                    GITHUB,
                    "Suite (#1)\n\n* " + UPDATE_WEB + "\n* " + UPDATE_API
                            + "\n---------\n\nCo-authored-by: Dana <d@example.com>\n"),
            arguments("a user by hand", DANA, "Squashed\n\n" + UPDATE_WEB.indent(4) + UPDATE_API.indent(4)),
            arguments("a message that names nothing", GITHUB, "Update the suite (#1)"),
            arguments("a message of our own account that names nothing", MILLRACE, "Update the suite (#1)"),
            arguments("Bitbucket without the commits", DANA, "Merged in millrace/suite (pull request #1)\n\nSuite\n"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("SQUASHED")
    void aSquashedRequestCarriesItsCausesAndEditsOn(String name, Person committer, String message) {
        CommitId squash = commit(
                Optional.of(base),
                committer,
                message,
                Map.of("web.yaml", image("web", 1), "api.yaml", image("api", 1)));

        ConfigCommitted event = moved(base, squash).event();

        assertThat(event.causes()).containsExactlyInAnyOrder(cause("web", 1), cause("api", 1));
        assertThat(event.edits()).isEqualTo(BOTH_EDITS);
        assertThat(event.origin()).isEqualTo(ConfigCommitted.Origin.HUMAN);
    }

    @Test
    void aRebasedRequestOfTwoCommitsCarriesTheCausesOfBothOn() {
        CommitId other = commit(Optional.of(base), DANA, "Other", Map.of("readme", "1"));
        CommitId first = commit(Optional.of(other), GITHUB, UPDATE_WEB, Map.of("web.yaml", image("web", 1)));
        CommitId second = commit(Optional.of(first), GITHUB, UPDATE_API, Map.of("api.yaml", image("api", 1)));

        ConfigCommitted event = moved(other, second).event();

        assertThat(event.causes()).containsExactlyInAnyOrder(cause("web", 1), cause("api", 1));
        assertThat(event.edits()).isEqualTo(BOTH_EDITS);
    }

    @Test
    void aMergedRequestCarriesItsCausesAndEditsOn() throws IOException {
        CommitId other = commit(Optional.of(base), DANA, "Other", Map.of("readme", "1"));
        CommitId squash = commit(
                Optional.of(other),
                DANA,
                "Merge pull request #1 from shop/millrace/suite",
                Map.of("web.yaml", image("web", 1), "api.yaml", image("api", 1)));
        CommitId merge = mirror.merge(squash, request);

        ConfigCommitted event = moved(other, merge).event();

        assertThat(event.causes()).containsExactlyInAnyOrder(cause("web", 1), cause("api", 1));
        assertThat(event.edits()).isEqualTo(BOTH_EDITS);
    }

    @Test
    void aRequestThatIsMergedByMovingTheBranchForwardCarriesTheCausesOfAllItsCommitsOn() {
        ConfigCommitted event = moved(base, request).event();

        assertThat(event.causes()).containsExactlyInAnyOrder(cause("web", 1), cause("api", 1));
        assertThat(event.edits()).isEqualTo(BOTH_EDITS);
    }

    @Test
    void aSquashOfOneUpdateStaysInItsChain() {
        CommitId squash = commit(
                Optional.of(base),
                GITHUB,
                UPDATE_WEB.replaceFirst("\n", " (#1)\n"),
                Map.of("web.yaml", image("web", 1)));

        Envelope<ConfigCommitted> envelope = moved(base, squash);

        assertThat(envelope.chain()).isEqualTo(cause("web", 1).chainId());
        assertThat(envelope.causation()).contains(cause("web", 1).eventId());
    }

    @Test
    void aRequestWhoseBranchTheHostDeletedIsStillRecognisedByItsEdits() throws IOException {
        repository.publishedRefs().put(REQUEST, request);
        repository.publishedRefs().put(REQUEST, CommitId.NONE);
        mirror.delete(REQUEST);
        CommitId squash = commit(
                Optional.of(base), GITHUB, "Suite", Map.of("web.yaml", image("web", 1), "api.yaml", image("api", 1)));

        assertThat(moved(base, squash).event().causes()).containsExactlyInAnyOrder(cause("web", 1), cause("api", 1));
    }

    @Test
    void ofARequestWithoutTrailersOnlyTheUpdatesWhoseValuesWereWrittenAreCarried() {
        CommitId later = commit(Optional.of(request), MILLRACE, message("web", 2), Map.of("web.yaml", image("web", 2)));
        mirror.point(REQUEST, later);
        CommitId byHand = commit(Optional.of(base), DANA, "Web by hand", Map.of("web.yaml", image("web", 7)));
        CommitId early =
                commit(Optional.of(base), DANA, "Squash before the last update", Map.of("web.yaml", image("web", 1)));
        CommitId late = commit(Optional.of(base), DANA, "Squash", Map.of("web.yaml", image("web", 2)));

        assertThat(moved(base, byHand).event().causes()).isEmpty();
        assertThat(moved(base, byHand).event().edits()).isEmpty();
        assertThat(moved(base, early).event().causes()).containsExactly(cause("web", 1));
        assertThat(moved(base, late).event().causes()).containsExactlyInAnyOrder(cause("web", 1), cause("web", 2));
    }

    @Test
    void aCommitOfAUserThatNamesNothingHasNoCauses() {
        CommitId other = commit(Optional.of(base), DANA, "Readme", Map.of("readme", "1"));

        assertThat(moved(base, other).event().causes()).isEmpty();
        assertThat(moved(base, other).chain()).isEqualTo(ChainId.of(ID, other));
    }

    @Test
    void aForcePushCarriesOnlyWhatItsNewestCommitNames() {
        CommitId removed = commit(Optional.of(base), DANA, "Removed", Map.of("readme", "2"));

        ConfigCommitted event = moved(removed, request).event();

        assertThat(event.causes()).containsExactly(cause("api", 1));
        assertThat(event.edits()).containsExactly(edit("api", 0, 1));
    }

    @Test
    void theSameMoveIsAlwaysTheSameEvent() {
        CommitId squash = commit(
                Optional.of(base), GITHUB, "Suite", Map.of("web.yaml", image("web", 1), "api.yaml", image("api", 1)));

        assertThat(moved(base, squash)).isEqualTo(moved(base, squash));
    }

    private Envelope<ConfigCommitted> moved(CommitId before, CommitId after) {
        return CommittedEvents.of(repository, new RefMove(MAIN, before, after), NOON);
    }

    private CommitId commit(Optional<CommitId> parent, Person committer, String message, Map<String, String> files) {
        return mirror.commit(parent, committer, message, files);
    }

    private static Edit edit(String policy, int from, int to) {
        return new Edit(policy, policy + ".yaml", "image", value(policy, from), value(policy, to));
    }

    private static String value(String policy, int n) {
        return "reg.example/" + policy + ":t" + n;
    }

    private static String image(String policy, int n) {
        return "image: " + value(policy, n) + " # {\"$imagepolicy\": \"" + policy + "\"}\n";
    }

    private static Cause cause(String policy, int n) {
        Digest digest = digest(n);
        return new Cause(
                ChainId.of(new ImageName("reg.example/" + policy), digest),
                EventId.of("image.built", policy, Integer.toString(n)));
    }

    private static Digest digest(int n) {
        return new Digest("sha256:" + "%064x".formatted(n));
    }

    private static String message(String policy, int n) {
        return "Update " + policy + "\n\n- from t0\n\n"
                + OurTrailers.write(
                        cause(policy, n).chainId(),
                        cause(policy, n).eventId(),
                        policy,
                        ImageReference.parse(value(policy, n) + "@" + digest(n)),
                        new BuildInfo.External(NOON.plusSeconds(n)),
                        Optional.empty());
    }
}
