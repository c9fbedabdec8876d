package dev.millrace.testbed.git;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jgit.errors.RepositoryNotFoundException;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;

/** The main class of the Git host: {@code GitHostMain <directory of repositories> <port>}. */
final class GitHostMain {
    private static final int MAX_THREADS = 32;

    private final Path root;
    private final PushNotifier notifier;

    private GitHostMain(Path root, URI url) {
        this.root = root;
        this.notifier = new PushNotifier(root, url);
    }

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        Server server = new Server(new QueuedThreadPool(MAX_THREADS));
        ServerConnector connector = new ServerConnector(server, 1, 1);
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        Path root = Path.of(arguments[0]).toRealPath();
        server.setHandler(new GitHostMain(root, URI.create("http://127.0.0.1:" + port)).handler());
        server.start();
        System.out.println("git host on port " + port);
        server.join();
    }

    private ServletContextHandler handler() {
        GitServlet servlet = new GitServlet();
        servlet.setRepositoryResolver((HttpServletRequest request, String name) -> open(name));
        servlet.setReceivePackFactory((HttpServletRequest request, Repository repository) -> receive(repository));
        ServletContextHandler context = new ServletContextHandler("/");
        RequestCounts counts = new RequestCounts();
        context.addFilter(new FilterHolder(counts), "/*", EnumSet.of(DispatcherType.REQUEST));
        context.addFilter(
                new FilterHolder(new BasicAuthFilter(GitHost.USER, GitHost.PASSWORD)),
                "/*",
                EnumSet.of(DispatcherType.REQUEST));
        context.addServlet(new ServletHolder("git", servlet), "/*");
        context.addServlet(new ServletHolder("counts", counts.page()), GitHost.COUNTS + "*");
        return context;
    }

    private Repository open(String name) throws RepositoryNotFoundException {
        Path directory = root.resolve(name).normalize();
        if (!directory.startsWith(root) || !name.endsWith(".git") || !Files.isDirectory(directory)) {
            throw new RepositoryNotFoundException(name);
        }
        try {
            return new FileRepositoryBuilder()
                    .setGitDir(directory.toFile())
                    .setBare()
                    .setMustExist(true)
                    .build();
        } catch (IOException e) {
            throw new RepositoryNotFoundException(name, e);
        }
    }

    private ReceivePack receive(Repository repository) {
        ReceivePack pack = new ReceivePack(repository);
        pack.setAtomic(true);
        pack.setRefLogIdent(new PersonIdent(GitHost.USER, GitHost.USER + "@git.invalid"));
        pack.setPreReceiveHook(GitHostMain::reject);
        pack.setPostReceiveHook((done, commands) -> notifier.pushed(done.getRepository(), commands));
        return pack;
    }

    private static void reject(ReceivePack pack, Collection<ReceiveCommand> commands) {
        Path rejection = pack.getRepository().getDirectory().toPath().resolve(GitHost.REJECTION);
        try {
            String reason = Files.readString(rejection);
            commands.forEach(command -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, reason));
        } catch (NoSuchFileException e) {
            // pushes are accepted
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
