package dev.millrace.testbed.gitea;

import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.process.TestbedPart;
import dev.millrace.testbed.process.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gitea with a SQLite database and one account. Repositories and pull requests survive {@link #kill()}. */
public final class GiteaServer implements TestbedPart {
    public static final String USER = "millrace";
    public static final String PASSWORD = "a-password-of-the-test-bed";

    private static final String VERSION = "v1.26.0";
    private static final Tool PROGRAM = new Tool("gitea", VERSION, "gitea");

    private final ChildProcess process = new ChildProcess("gitea");

    @Override
    public String name() {
        return "gitea";
    }

    /** The base address, without a path. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The reason in one line if the part is not available on this machine. */
    public Optional<String> missing() {
        if (PROGRAM.find().isEmpty()) {
            return Optional.of(PROGRAM.missing());
        }
        return Files.isDirectory(files())
                ? Optional.empty()
                : Optional.of("Gitea's files are not installed (make tools installs them into " + files() + ")");
    }

    /** The templates and translations that Gitea needs to start. */
    private static Path files() {
        return Tool.cache().resolve("gitea").resolve(VERSION).resolve("files");
    }

    @Override
    public void start() {
        synchronized (JvmState.lock("gitea")) {
            if (!isRunning()) {
                missing().ifPresent(reason -> {
                    throw new PartUnavailable(reason);
                });
                boolean first = JvmState.get("gitea.configuration").isEmpty();
                String configuration = JvmState.remembered(
                        "gitea.configuration", () -> configuration().toString());
                if (first) {
                    setUp(configuration, "migrate");
                    setUp(
                            configuration,
                            "admin user create --admin --must-change-password=false"
                                    + " --email millrace@example.com --username " + USER + " --password " + PASSWORD);
                }
                process.start(command(configuration, "web"), environment());
                process.awaitReady(this::isReachable);
            }
        }
    }

    private static List<String> command(String configuration, String arguments) {
        return Stream.concat(
                        Stream.of(PROGRAM.get().toString(), "--config", configuration), Stream.of(arguments.split(" ")))
                .toList();
    }

    private static Map<String, String> environment() {
        return Map.of("HOME", JvmState.directory("gitea").toString());
    }

    private static void setUp(String configuration, String arguments) {
        Path log = JvmState.directory("logs").resolve("gitea-setup.log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command(configuration, arguments))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment());
            Process setup = builder.start();
            setup.getOutputStream().close();
            if (setup.waitFor() != 0) {
                throw new PartUnavailable("gitea could not be set up: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not set up gitea", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PartUnavailable("interrupted while setting up gitea", e);
        }
    }

    private static Path configuration() {
        Path directory = JvmState.directory("gitea");
        try {
            return Files.writeString(directory.resolve("app.ini"), settings(directory));
        } catch (IOException e) {
            throw new UncheckedIOException("could not write gitea's configuration", e);
        }
    }

    private static String settings(Path directory) {
        return """
                RUN_MODE = prod
                RUN_USER = %s
                WORK_PATH = %s
                I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
                [server]
                HTTP_ADDR = 127.0.0.1
                HTTP_PORT = %d
                ROOT_URL = http://127.0.0.1:%d/
                STATIC_ROOT_PATH = %s
                DISABLE_SSH = true
                OFFLINE_MODE = true
                LFS_START_SERVER = true
                LFS_JWT_SECRET = dGVzdC1iZWQtdGVzdC1iZWQtdGVzdC1iZWQtdGVzdC0
                [database]
                DB_TYPE = sqlite3
                [security]
                INSTALL_LOCK = true
                SECRET_KEY = test-bed
                PASSWORD_HASH_ALGO = pbkdf2_v1
                [oauth2]
                ENABLED = false
                [log]
                MODE = console
                LEVEL = warn
                [service]
                DISABLE_REGISTRATION = true
                [indexer]
                ISSUE_INDEXER_TYPE = db
                [session]
                PROVIDER = memory
                [actions]
                ENABLED = false
                [packages]
                ENABLED = false
                [webhook]
                ALLOWED_HOST_LIST = loopback
                """.formatted(System.getProperty("user.name"), directory, port(), port(), files());
    }

    private boolean isReachable() {
        HttpRequest version = HttpRequest.newBuilder(url().resolve("/api/v1/version"))
                .timeout(Duration.ofSeconds(2))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(version, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static int port() {
        return JvmState.port("gitea.port");
    }

    @Override
    public void kill() {
        synchronized (JvmState.lock("gitea")) {
            process.kill();
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }
}
