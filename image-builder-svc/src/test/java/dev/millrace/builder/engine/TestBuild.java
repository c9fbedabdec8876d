package dev.millrace.builder.engine;

import dev.millrace.events.value.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One build of a test: its recipe, written step by step, and its log. */
public final class TestBuild {
    /** The name under which Dockerfiles of tests find their base image. */
    public static final String BASE = "localhost/base/busybox:1";

    private static final Instant COMMITTED_AT = Instant.parse("2026-03-14T09:26:53Z");
    private static final Pattern PRINTED = Pattern.compile("#[0-9]+ [0-9]+\\.[0-9]+ (.*)");
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final ImageEngine engine;
    private final List<String> log = Collections.synchronizedList(new ArrayList<>());
    private final SortedMap<String, NamedContext> named = new TreeMap<>();
    private final SortedMap<String, String> args = new TreeMap<>();
    private final SortedMap<String, Path> ssh = new TreeMap<>();
    private Map<String, String> secrets = Map.of();
    private String namespace = "repository-a";
    private Network network = Network.OUTWARD;
    private Recipe.Resources resources = Recipe.Resources.UNLIMITED;
    private List<Platform> platforms;
    private Duration limit = LIMIT;
    private Optional<String> target = Optional.empty();
    private Set<Recipe.Attestation> attestations = Set.of();
    private Instant committedAt = COMMITTED_AT;

    public TestBuild(ImageEngine engine) {
        this.engine = engine;
        this.platforms = List.of(engine.ownPlatform());
    }

    /** A build on the base image. */
    public static TestBuild on(ImageEngine engine, OciLayout base) {
        return new TestBuild(engine).with(BASE, new NamedContext.Layout(base));
    }

    /** Builds the base image of tests: a static busybox with its applets. */
    public static OciLayout base(ImageEngine engine, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path busybox = Stream.of("/bin/busybox", "/usr/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("busybox is not installed; install busybox-static"));
        Files.copy(busybox, folder.resolve("busybox"));
        Files.writeString(folder.resolve("Dockerfile"), """
                FROM scratch
                COPY busybox /bin/busybox
                RUN ["/bin/busybox", "--install", "-s", "/bin"]
                """);
        return new TestBuild(engine).network(Network.NONE).image(folder);
    }

    public TestBuild with(String name, NamedContext context) {
        named.put(name, context);
        return this;
    }

    public TestBuild arg(String name, String value) {
        args.put(name, value);
        return this;
    }

    public TestBuild secret(String id, String value) {
        secrets = Map.of(id, value);
        return this;
    }

    public TestBuild ssh(String id, Path socket) {
        ssh.put(id, socket);
        return this;
    }

    public TestBuild namespace(String value) {
        namespace = value;
        return this;
    }

    public TestBuild network(Network value) {
        network = value;
        return this;
    }

    public TestBuild platforms(String... values) {
        platforms = Stream.of(values).map(Platform::new).toList();
        return this;
    }

    public TestBuild limit(Duration value) {
        limit = value;
        return this;
    }

    public TestBuild resources(Recipe.Resources value) {
        resources = value;
        return this;
    }

    public TestBuild target(String stage) {
        target = Optional.of(stage);
        return this;
    }

    public TestBuild attest(Recipe.Attestation... values) {
        attestations = Set.of(values);
        return this;
    }

    public TestBuild committedAt(Instant value) {
        committedAt = value;
        return this;
    }

    /** Builds the Dockerfile of a folder. */
    public BuildOutcome run(Path context) {
        return run(context, context.resolve("Dockerfile"));
    }

    public BuildOutcome run(Path context, Path dockerfile) {
        return engine.build(recipe(context, dockerfile), Limit.startingNow(limit, Clock.systemUTC()), log::add);
    }

    public ToolOutcome test(Path context, String stage) {
        return engine.test(
                recipe(context, context.resolve("Dockerfile")),
                stage,
                Limit.startingNow(limit, Clock.systemUTC()),
                log::add);
    }

    /** Writes the files of a stage to a file. */
    public ExportOutcome export(Path context, Path dockerfile, String stage, ImageEngine.TarFile target) {
        return engine.export(
                recipe(context, dockerfile), stage, target, Limit.startingNow(limit, Clock.systemUTC()), log::add);
    }

    /** Builds a Dockerfile without other files. */
    public BuildOutcome run(String dockerfile) {
        try {
            Path context = Files.createTempDirectory("millrace-build");
            Files.writeString(context.resolve("Dockerfile"), dockerfile);
            try {
                return run(context);
            } finally {
                Folders.delete(context);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Builds a Dockerfile that must succeed. */
    public OciLayout image(String dockerfile) {
        return built(run(dockerfile));
    }

    public OciLayout image(Path context) {
        return built(run(context));
    }

    /** Builds a Dockerfile that must fail, and returns the reason. */
    public String failure(String dockerfile) {
        return reason(run(dockerfile));
    }

    public String reason(BuildOutcome outcome) {
        return switch (outcome) {
            case BuildOutcome.Built built -> throw new AssertionError("it was built:\n" + output());
            case BuildOutcome.NotBuilt notBuilt ->
                switch (notBuilt.failure()) {
                    case ToolOutcome.Failed failed -> failed.reason().orElse("(no reason)\n" + output());
                    case ToolOutcome.TimedOut timedOut -> "timed out";
                    case ToolOutcome.Exceeded exceeded -> "exceeded " + exceeded.limit();
                };
        };
    }

    private OciLayout built(BuildOutcome outcome) {
        if (outcome instanceof BuildOutcome.Built built) {
            return built.image();
        }
        throw new AssertionError("it was not built: " + outcome + "\n" + output());
    }

    /** The log of all builds so far. */
    public String output() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    /** The lines that the commands of all builds printed. */
    public List<String> printed() {
        return output().lines()
                .map(PRINTED::matcher)
                .filter(Matcher::matches)
                .map(line -> line.group(1))
                .toList();
    }

    private Recipe recipe(Path context, Path dockerfile) {
        return new Recipe(
                UUID.randomUUID().toString(),
                new Recipe.Files(context, dockerfile, named),
                target,
                args,
                new Recipe.Sandbox(namespace, network, secrets, ssh, resources),
                new Recipe.Output(new TreeMap<>(Map.of("commit", "0123")), platforms, committedAt, attestations));
    }
}
