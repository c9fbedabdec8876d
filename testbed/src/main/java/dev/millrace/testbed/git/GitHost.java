package dev.millrace.testbed.git;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.process.ChildProcess;
import dev.millrace.testbed.process.JavaCommand;
import dev.millrace.testbed.process.JvmState;
import dev.millrace.testbed.process.TestbedPart;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.StoredConfig;

/**
 * A Git host as a separate process: bare repositories over smart HTTP, one account ({@link #user()}, {@link #password()}) for all requests,
 * and push webhooks in the format of GitHub. Repositories and webhooks survive {@link #kill()}.
 */
public final class GitHost implements TestbedPart {
    static final String USER = "millrace";
    static final String PASSWORD = "grist-and-flour";

    /** The file in a repository's directory with the reason why its pushes are rejected. */
    static final String REJECTION = "millrace-refuses";

    /** The path below which it serves how many requests a repository had. */
    static final String COUNTS = "/-/requests/";

    private final ChildProcess process = new ChildProcess("git-host");

    @Override
    public String name() {
        return "git host";
    }

    public String user() {
        return USER;
    }

    public String password() {
        return PASSWORD;
    }

    /** The base address, without a path. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The clone URL of a repository, such as {@code shop/web}; without user info. */
    public URI url(String repository) {
        return URI.create(url() + "/" + repository + ".git");
    }

    /**
     * Creates an empty repository whose default branch is {@code main}.
     *
     * @param repository owner and name, {@code shop/web}
     * @return its clone URL
     */
    public URI createRepository(String repository) {
        Path directory = root().resolve(repository + ".git");
        try (Git git = Git.init()
                .setBare(true)
                .setInitialBranch("main")
                .setDirectory(directory.toFile())
                .call()) {
            // Automatic repacking makes single requests ten times slower.
            StoredConfig config = git.getRepository().getConfig();
            config.setInt("gc", null, "auto", 0);
            config.setInt("gc", null, "autopacklimit", 0);
            config.setBoolean("receive", null, "autogc", false);
            config.setBoolean("http", null, "receivepack", true);
            config.save();
        } catch (GitAPIException | IOException e) {
            throw new IllegalStateException("could not create the repository " + repository, e);
        }
        return url(repository);
    }

    /**
     * Adds a webhook that is called for every push to the repository. There is one webhook per repository and target; a new secret replaces the old one.
     *
     * @param repository {@code shop/web}, or {@code *} for all
     */
    public void webhook(String repository, URI target, String secret) {
        synchronized (JvmState.lock("git host")) {
            WebhookStore.at(root())
                    .with(new Webhook(repository, target, secret))
                    .save(root());
        }
    }

    /** Removes the webhooks of the repository. */
    public void removeWebhooks(String repository) {
        synchronized (JvmState.lock("git host")) {
            WebhookStore.at(root()).without(repository).save(root());
        }
    }

    /**
     * Rejects every push to the repository from now on, as a protected branch does.
     *
     * @param reason the message for the client
     */
    public void refusePushes(String repository, String reason) {
        try {
            Files.writeString(root().resolve(repository + ".git").resolve(REJECTION), reason);
        } catch (IOException e) {
            throw new UncheckedIOException("could not protect " + repository, e);
        }
    }

    /** Accepts pushes to the repository again. */
    public void acceptPushes(String repository) {
        try {
            Files.deleteIfExists(root().resolve(repository + ".git").resolve(REJECTION));
        } catch (IOException e) {
            throw new UncheckedIOException("could not unprotect " + repository, e);
        }
    }

    @Override
    public void start() {
        synchronized (JvmState.lock("git host")) {
            if (!isRunning()) {
                process.start(
                        JavaCommand.ofMain(
                                "192m", GitHostMain.class.getName(), root().toString(), Integer.toString(port())),
                        Map.of());
                process.awaitReady(GitHost::isReachable);
            }
        }
    }

    private static boolean isReachable() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void kill() {
        synchronized (JvmState.lock("git host")) {
            process.kill();
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }

    private static int port() {
        return JvmState.port("git.port");
    }

    /** The tip of a branch, read from the host's disk without a request, for measurements. */
    public Optional<CommitId> tip(String repository, String branch) {
        Path ref = root().resolve(repository + ".git").resolve("refs/heads").resolve(branch);
        try {
            return Optional.of(new CommitId(Files.readString(ref).strip()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("could not read " + branch + " of " + repository, e);
        }
    }

    /** The number of requests to a repository since the host started, refused ones included. */
    public long requests(String repository) {
        String account = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(url() + COUNTS + repository))
                .header("Authorization", "Basic " + account)
                .build();
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return Long.parseLong(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the number of requests to " + repository, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading the number of requests to " + repository, e);
        }
    }

    /** The folder of the bare repositories, as {@code owner/name.git}. */
    public Path root() {
        return JvmState.directory("git");
    }

    /** Returns true if the repository exists. */
    public boolean hasRepository(String repository) {
        return Files.isDirectory(root().resolve(repository + ".git"));
    }

    /** Returns a new workspace of a user of this host. */
    public GitWorkspace workspace() {
        return new GitWorkspace(this, createWorkspaceDirectory());
    }

    private static Path createWorkspaceDirectory() {
        try {
            return Files.createTempDirectory(JvmState.directory("workspaces"), "workspace-");
        } catch (IOException e) {
            throw new UncheckedIOException("could not create a workspace", e);
        }
    }
}
