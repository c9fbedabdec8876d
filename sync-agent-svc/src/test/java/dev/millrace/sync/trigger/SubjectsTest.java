package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.cluster.Marks;
import dev.millrace.cluster.application.Application;
import dev.millrace.cluster.application.ApplicationStatus;
import dev.millrace.events.Health;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.version.VersionRange;
import dev.millrace.sync.Sample;
import dev.millrace.sync.Subject;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.identity.IdentityPolicy;
import dev.millrace.sync.lead.Overrun;
import dev.millrace.sync.source.Followed;
import dev.millrace.sync.source.Source;
import dev.millrace.sync.source.trust.SignedBy;
import dev.millrace.sync.tenant.SampleTenancy;
import dev.millrace.sync.tenant.Tenancy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

/** A user's spec is checked once, at the edge. */
class SubjectsTest {
    private static final String COMMIT = "c".repeat(40);
    private final AtomicReference<@Nullable Tenancy> tenancy = new AtomicReference<>(SampleTenancy.SINGLE_TEAM);
    private final Subjects subjects =
            new Subjects("test", () -> Optional.ofNullable(tenancy.get()), IdentityPolicy.OWN_RIGHTS);

    private Subject fit(Application application) {
        return subjects.fit(application).orElseThrow();
    }

    private static Application following(String source) {
        return Sample.application("web", "source: {repository: '" + Sample.URL + "', " + source + "}");
    }

    static final List<Arguments> FOLLOWED = List.of(
            arguments("main if nothing is given", "path: web", new Followed.Ref(Sample.MAIN)),
            arguments("a branch", "branch: next", new Followed.Ref(GitRef.branch("next"))),
            arguments("a blank branch is none", "branch: '  '", new Followed.Ref(Sample.MAIN)),
            arguments("a tag", "tag: v1.2.3", new Followed.Ref(GitRef.tag("v1.2.3"))),
            arguments("a full ref", "ref: refs/changes/1", new Followed.Ref(new GitRef("refs/changes/1"))),
            arguments("a range", "semver: '>=1.2 <2'", new Followed.Versions(VersionRange.of(">=1.2 <2"))),
            arguments(
                    "a fixed commit",
                    "commit: " + COMMIT,
                    new Followed.Fixed(new dev.millrace.events.value.CommitId(COMMIT))));

    @ParameterizedTest(name = "{0}")
    @FieldSource("FOLLOWED")
    void whatIsFollowedIs(String name, String source, Followed followed) {
        assertThat(fit(following(source)).source().followed()).as(name).isEqualTo(followed);
    }

    static final List<Arguments> UNFIT = List.of(
            arguments("two refs", "source: {repository: '" + Sample.URL + "', branch: a, tag: b}"),
            arguments("a ref and a range", "source: {repository: '" + Sample.URL + "', branch: a, semver: '1.x'}"),
            arguments("no range", "source: {repository: '" + Sample.URL + "', semver: newest}"),
            arguments("a short commit", "source: {repository: '" + Sample.URL + "', commit: abc}"),
            arguments("a branch that is no ref", "source: {repository: '" + Sample.URL + "', branch: 'a..b'}"),
            arguments("an address of another kind", "source: {repository: 'file:///etc'}"),
            arguments("no address", "source: {repository: 'https://'}"),
            arguments("a timeout beyond all numbers", "healthTimeout: 99999999999999999999h"),
            arguments("a timeout beyond all durations", "healthTimeout: 9223372036854775807h"),
            arguments("a timeout beyond the calendar", "healthTimeout: 9999999999999h"),
            arguments("an interval beyond all numbers", "poll: 99999999999999999999h"),
            arguments("a comparison beyond all numbers", "reapply: 99999999999999999999h"),
            arguments("an address of 12 KB", "source: {repository: 'https://h.x" + "/a".repeat(6_000) + "'}"),
            arguments("an address of 2,048 segments", "source: {repository: 'https://h.x" + "/a".repeat(2_048) + "'}"),
            arguments(
                    "an address of 100,000 segments",
                    "source: {repository: 'https://h.x" + "/a".repeat(100_000) + "'}"),
            arguments(
                    "a range that reads in many ways",
                    "source: {repository: '" + Sample.URL + "', semver: '" + "1-".repeat(100) + "!'}"),
            arguments(
                    "a long reason", "source: {repository: '" + Sample.URL + "', branch: '" + "..".repeat(128) + "'}"),
            arguments("a duration of very many parts", "poll: " + "1s".repeat(20_000)),
            arguments("no duration", "poll: soon"));

    @ParameterizedTest(name = "{0}")
    @FieldSource("UNFIT")
    void aSpecThatCannotBeFollowedIsRefusedWithItsReason(String name, String spec) {
        Subjects.Checked checked = subjects.of(Sample.application("web", spec));

        assertThat(checked).as(name).isInstanceOfSatisfying(Subjects.Checked.Unfit.class, unfit -> assertThat(
                        unfit.reason())
                .isNotBlank()
                .doesNotContain("null")
                .hasSizeLessThan(500));
    }

    static final List<Arguments> INTERVALS = List.of(
            arguments("poll: 0s", "spec.poll is shorter than 1s: 0ms; write 1s or more"),
            arguments("poll: 0h0m", "spec.poll is shorter than 1s: 0ms; write 1s or more"),
            arguments("poll: 999ms", "spec.poll is shorter than 1s: 999ms; write 1s or more"),
            arguments("reapply: 0s", "spec.reapply is shorter than 1s: 0ms; write 1s or more"),
            arguments("poll: 1000ms", ""),
            arguments("reapply: 1s", ""),
            arguments("healthTimeout: 0s", ""));

    @ParameterizedTest(name = "{0}")
    @FieldSource("INTERVALS")
    void nothingIsRepeatedMoreThanOnceASecond(String spec, String reason) {
        Subjects.Checked checked = subjects.of(Sample.application("web", spec));

        assertThat(checked instanceof Subjects.Checked.Unfit(String why) ? why : "")
                .isEqualTo(reason);
    }

    @Test
    void aPasswordInAnAddressIsInNoMessage() {
        Subjects.Checked checked =
                subjects.of(Sample.application("web", "source: {repository: 'ftp://me:hunter2@git.example.com/a'}"));

        assertThat(checked).isInstanceOfSatisfying(Subjects.Checked.Unfit.class, unfit -> assertThat(unfit.reason())
                .doesNotContain("hunter2"));
    }

    @Test
    void theWholeSubjectIsRead() {
        Application application = Sample.application(
                "web",
                "source: {repository: '" + Sample.URL + "', path: /web/, secretRef: {name: git},"
                        + " verify: {what: commit, keys: {name: keys}}}");
        application.getMetadata().setGeneration(3L);

        assertThat(fit(application))
                .isEqualTo(new Subject(
                        Sample.ID,
                        Sample.UID,
                        3,
                        application.getSpec(),
                        new Source(
                                Sample.REPOSITORY,
                                URI.create(Sample.URL),
                                new Followed.Ref(Sample.MAIN),
                                "shop/git",
                                "web",
                                Optional.of(new SignedBy(SignedBy.What.COMMIT, "shop/keys")),
                                Identity.OWN),
                        Subject.Asked.NOTHING,
                        Subject.Published.NOTHING));
    }

    static final List<Arguments> ANNOTATIONS = List.of(
            arguments("none", Map.of(), Subject.Asked.NOTHING),
            arguments("others", Map.of("a", "b"), Subject.Asked.NOTHING),
            arguments(
                    "a request",
                    Map.of(Marks.SYNC, "now"),
                    new Subject.Asked(Optional.empty(), Optional.of("now"), Optional.empty(), false)),
            arguments("a blank request is none", Map.of(Marks.SYNC, " "), Subject.Asked.NOTHING),
            arguments(
                    "a confirmation",
                    Map.of(Marks.CONFIRM_PRUNE, COMMIT),
                    new Subject.Asked(Optional.of(COMMIT), Optional.empty(), Optional.empty(), false)),
            arguments(
                    "a recheck",
                    Map.of(Marks.RECHECK, "12:00; v1 ConfigMap shop/one"),
                    new Subject.Asked(
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(new Overrun("12:00", List.of(Sample.ref("one")))),
                            false)));

    @ParameterizedTest(name = "{0}")
    @FieldSource("ANNOTATIONS")
    void requestsAreReadFromAnnotations(String name, Map<String, String> annotations, Subject.Asked asked) {
        Application application = Sample.application("web");
        application.getMetadata().setAnnotations(annotations);

        assertThat(fit(application).asked()).as(name).isEqualTo(asked);
    }

    @Test
    void aDeletedApplicationIsOneThatHasATimeOfDeletion() {
        Application application = Sample.application("web");
        application.getMetadata().setDeletionTimestamp("2030-01-01T12:00:00Z");

        assertThat(fit(application).asked().deletion()).isTrue();
    }

    @Test
    void theHealthAndTheCountThatTheStatusShowsWerePublished() {
        ApplicationStatus none = ApplicationStatus.NONE;
        Application application = Sample.application("web");
        application.setStatus(none);
        assertThat(fit(application).published()).isEqualTo(Subject.Published.NOTHING);

        Application healthy = Sample.application("web");
        healthy.setStatus(degraded(none));

        assertThat(fit(healthy).published()).isEqualTo(new Subject.Published(Optional.of(Health.Degraded), 41));
    }

    private static ApplicationStatus degraded(ApplicationStatus none) {
        return new ApplicationStatus(
                none.observedGeneration(),
                none.conditions(),
                none.revision(),
                none.attemptedRevision(),
                41L,
                Health.Degraded,
                none.message(),
                none.objects(),
                none.shortRevision(),
                none.sourceRevision(),
                none.comparedAt(),
                none.nextTryAt(),
                none.drifted(),
                none.unhealthy(),
                none.history());
    }

    @Test
    void anApplicationBeyondItsTenantIsBarredAndFollowsNothing() {
        Application application = Sample.application("web");
        assertThat(subjects.source(application)).isPresent();

        tenancy.set(SampleTenancy.of(Map.of("other", "namespaces: [other]\nrepositories: ['**']")));

        assertThat(subjects.of(application))
                .isInstanceOfSatisfying(Subjects.Checked.Barred.class, barred -> assertThat(barred.reason())
                        .contains("no Tenant has it"));
        assertThat(subjects.source(application)).isEmpty();
    }

    @Test
    void nothingIsDecidedBeforeTheTenantsAreKnown() {
        tenancy.set(null);

        assertThat(subjects.of(Sample.application("web"))).isEqualTo(new Subjects.Checked.Undecided());
        assertThat(subjects.fit(Sample.application("web"))).isEmpty();
    }

    @Test
    void eachVersionFromTheWatchIsReadOnce() {
        Application first = Sample.application("web");
        Application second = Sample.application("web", "suspend: true");

        assertThat(subjects.of(first)).isSameAs(subjects.of(first));
        assertThat(fit(second).suspended()).isTrue();
        assertThat(fit(first).suspended()).as("an older version, read again").isFalse();
    }
}
