package dev.millrace.builder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.configuration.BuildConfiguration;
import dev.millrace.builder.configuration.ConfigurationOutcome;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.plan.ImagePlan;
import dev.millrace.builder.plan.rights.AllowedImages;
import dev.millrace.builder.plan.rights.RepositoryRights;
import dev.millrace.builder.registry.RegistryHost;
import dev.millrace.builder.registry.RegistryHosts;
import dev.millrace.builder.source.ChangedPaths;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.SourceState;
import dev.millrace.builder.source.TestRepositories;
import dev.millrace.events.BuildFailed;
import dev.millrace.events.Event;
import dev.millrace.events.Source;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The configuration and the plans of commits of a real repository. */
class ImagePlansTest {
    private static final RepositoryId ID = new RepositoryId("git.example/shop/web");
    private static final String KEY = "millrace.builder.repositories.web";
    private static final GitRef MAIN = GitRef.branch("main");

    @SuppressWarnings("NullAway.Init") // set by JUnit
    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // set before each test
    private SourceRepository repository;

    private final List<Event> published = new ArrayList<>();

    @BeforeEach
    void open() {
        Remote remote = new Remote(ID, folder.resolve("origin").toUri(), new Credentials.None());
        repository = TestRepositories.of(remote, folder.resolve("mirrors"), List.of("refs/*"), "m@example");
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void withoutAFileTheDockerfileAtTheRootIsBuiltUnderTheOnlyName() throws Exception {
        Source source = commit(Map.of("Dockerfile", "FROM scratch\n"));

        List<ImagePlan> plans = plans(source, "r.example/shop/web");

        assertThat(plans).extracting(ImagePlan::image).containsExactly(new ImageName("r.example/shop/web"));
        assertThat(published).isEmpty();
    }

    @Test
    void withoutAFileAndAKnownNameThereIsAClearFailure() throws Exception {
        Source source = commit(Map.of("Dockerfile", "FROM scratch\n"));

        ConfigurationOutcome outcome = of("r.example/shop/*").configuration(repository, source);

        assertThat(outcome)
                .isInstanceOfSatisfying(ConfigurationOutcome.Unnamed.class, unnamed -> assertThat(unnamed.reason())
                        .contains("set " + KEY + ".image"));
    }

    @Test
    void withoutAFileAndADockerfileNothingIsBuilt() throws Exception {
        Source source = commit(Map.of("web/Dockerfile", "FROM scratch\n"));

        assertThat(of("r.example/shop/web").configuration(repository, source))
                .isEqualTo(new ConfigurationOutcome.Absent());
    }

    @Test
    void anImageThatCannotBeBuiltFailsAloneWithItsReason() throws Exception {
        Source source = commit(Map.of(BuildConfiguration.FILE, """
                images:
                  - {name: r.example/shop/web, context: web}
                  - {name: r.example/ops/web, context: web}
                  - {name: other.example/shop/web, context: web}
                  - {name: r.example/shop/api, context: api}
                  - {name: r.example/shop/untested, context: web, tests: [{stage: unit}]}
                  - {name: r.example/shop/secret, context: web, secrets: [npm]}
                  - {name: r.example/shop/untagged, context: web, tagPattern: "{version}"}
                  - {name: r.example/shop/limited, context: web, limits: {memory: 1Gi}}
                """, "web/Dockerfile", "FROM scratch\n"));

        List<ImagePlan> plans = plans(source, "r.example/shop/*");

        assertThat(plans).extracting(plan -> plan.image().path()).containsExactly("shop/web");
        assertThat(published)
                .extracting(event -> ((BuildFailed) event).reason())
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("r.example/ops/web", "may not push it", KEY + ".images"),
                        reason -> assertThat(reason).contains("other.example is not configured"),
                        reason -> assertThat(reason).endsWith("no Dockerfile at api/Dockerfile"),
                        reason -> assertThat(reason).endsWith("web/Dockerfile has no stage 'unit' for its tests"),
                        reason -> assertThat(reason).contains("set " + KEY + ".secrets.npm at the service"),
                        reason -> assertThat(reason)
                                .contains("no template of 'tagPattern' has a value on refs/heads/main"),
                        reason -> assertThat(reason).contains("limits.memory needs BuildKit and a host that lets"));
        assertThat(published).allSatisfy(event -> assertThat(((BuildFailed) event).stage())
                .isEqualTo(BuildFailed.Stage.CONFIGURATION));
        assertThat(published).extracting(Event::id).doesNotHaveDuplicates();
    }

    @Test
    void aConfigurationThatIsTooLargeIsAnErrorOfItsOwn() throws Exception {
        Source source =
                commit(Map.of(BuildConfiguration.FILE, "#".repeat((1 << 20) + 1), "Dockerfile", "FROM scratch\n"));

        assertThat(of("r.example/shop/web").configuration(repository, source))
                .isEqualTo(new ConfigurationOutcome.TooLarge(
                        ".millrace/build.yaml: it has 1048577 bytes, more than the limit of 1048576; shorten it"));
    }

    @Test
    void aDockerfileThatIsTooLargeIsAnErrorOfItsOwn() throws Exception {
        Source source = commit(Map.of(
                BuildConfiguration.FILE,
                "images: [{name: r.example/shop/web}]",
                "Dockerfile",
                "FROM scratch\n#" + "x".repeat(4 << 20)));

        List<ImagePlan> plans = plans(source, "r.example/shop/*");

        assertThat(plans).isEmpty();
        assertThat(published).singleElement().isInstanceOfSatisfying(BuildFailed.class, failed -> {
            assertThat(failed.stage()).isEqualTo(BuildFailed.Stage.CONFIGURATION);
            assertThat(failed.reason())
                    .endsWith("Dockerfile: it has 4194318 bytes, more than the limit of 4194304; shorten it");
        });
    }

    @Test
    void onlyImagesThatTheChangesConcernArePlanned() throws Exception {
        Source source = commit(Map.of(
                BuildConfiguration.FILE, """
                images:
                  - {name: r.example/shop/web, context: web}
                  - {name: r.example/shop/api, context: api}
                ignore: ["*.md"]
                """, "web/Dockerfile", "FROM scratch\n", "api/Dockerfile", "FROM scratch\n"));

        List<ImagePlan> plans = plans(source, "r.example/shop/*", Set.of("web/index.html", "api/README.md"));

        assertThat(plans).extracting(plan -> plan.image().path()).containsExactly("shop/web");
        assertThat(published).isEmpty();
    }

    @Test
    void onlyTagsThatMatchNameAnImageByDescribe() throws Exception {
        String file = """
                images: [{name: r.example/shop/web, context: web}]
                tag: describe
                describe: {match: 'v*'}
                """;
        commit(Map.of(BuildConfiguration.FILE, file, "web/Dockerfile", "FROM scratch\n"));
        tag("v1.2.0");
        commit(Map.of("web/page", "one\n"));
        tag("nightly-7");
        Source source = commit(Map.of("web/page", "two\n"));

        List<ImagePlan> plans = plans(source, "r.example/shop/*");

        assertThat(plans)
                .extracting(plan -> plan.tag().value())
                .containsExactly("v1.2.0-2-g" + source.commit().shortForm());
    }

    private List<ImagePlan> plans(Source source, String allowed) {
        return plans(source, allowed, Set.of(BuildConfiguration.FILE));
    }

    private List<ImagePlan> plans(Source source, String allowed, Set<String> changed) {
        ImagePlans plans = of(allowed);
        if (plans.configuration(repository, source)
                instanceof ConfigurationOutcome.Valid(BuildConfiguration configuration)) {
            return plans.of(
                    repository,
                    source,
                    configuration,
                    image -> new ChangedPaths.Some(List.copyOf(changed)),
                    published::add);
        }
        throw new AssertionError("invalid: " + plans.configuration(repository, source));
    }

    private static ImagePlans of(String allowed) {
        RepositoryRights rights = new RepositoryRights(
                KEY, Optional.empty(), AllowedImages.of(List.of(allowed)), Set.of(), Set.of(), BuildLimits.NONE);
        RegistryHosts hosts =
                new RegistryHosts(List.of(new RegistryHost("r.example", false, Optional.empty(), Optional.empty())));
        return new ImagePlans(
                hosts, Map.of(ID, rights), new Platform("linux/amd64"), () -> Set.of(), Clock.systemUTC());
    }

    private Source commit(Map<String, String> files) throws IOException, GitAPIException {
        Path origin = folder.resolve("origin");
        try (Git git = Git.init()
                .setDirectory(origin.toFile())
                .setInitialBranch("main")
                .call()) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = origin.resolve(file.getKey());
                Files.createDirectories(Objects.requireNonNull(path.getParent()));
                Files.writeString(path, file.getValue());
            }
            git.add().addFilepattern(".").call();
            git.commit()
                    .setMessage("Add files")
                    .setSign(false)
                    .setAuthor("A", "a@example")
                    .setCommitter("A", "a@example")
                    .call();
        }
        if (repository.fetch(MAIN) instanceof SourceState.Found(Source source, CommitId tip)) {
            return source;
        }
        throw new AssertionError("not found");
    }

    private void tag(String name) throws IOException, GitAPIException {
        try (Git git = Git.open(folder.resolve("origin").toFile())) {
            git.tag().setName(name).setAnnotated(false).setSigned(false).call();
        }
    }
}
