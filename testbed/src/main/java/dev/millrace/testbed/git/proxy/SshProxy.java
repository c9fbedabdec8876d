package dev.millrace.testbed.git.proxy;

import dev.millrace.testbed.git.GitHost;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;

/** Serves the repositories of the Git host over SSH, read-only, to clients with the accepted key. */
public final class SshProxy implements AutoCloseable {
    private static final Pattern UPLOAD_PACK = Pattern.compile("git-upload-pack '/?(.+)'");

    private final GitHost host;
    private final KeyPair hostKey;
    private final SshServer server = SshServer.setUpDefaultServer();

    /** @param accepted the key of accepted clients */
    public SshProxy(GitHost host, SshKeyPair hostKey, SshKeyPair accepted) {
        this.host = host;
        this.hostKey = hostKey.pair();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey.pair()));
        server.setPublickeyAuthenticator((user, key, session) ->
                user.equals("git") && KeyUtils.compareKeys(accepted.pair().getPublic(), key));
        server.setCommandFactory((channel, command) -> new Upload(command));
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The clone URL of a repository of the host. */
    public URI url(String repository) {
        return URI.create("ssh://git@127.0.0.1:" + server.getPort() + "/" + repository + ".git");
    }

    /** Its line in a {@code known_hosts} file. */
    public String knownHosts() {
        return "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(hostKey.getPublic()) + "\n";
    }

    @Override
    public void close() {
        try {
            server.stop(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Path> repository(String command) {
        Matcher matcher = UPLOAD_PACK.matcher(command);
        return matcher.matches()
                ? Optional.of(host.root().resolve(matcher.group(1))).filter(Files::isDirectory)
                : Optional.empty();
    }

    private final class Upload implements Command {
        private final String command;
        private @Nullable InputStream in;
        private @Nullable OutputStream out;
        private @Nullable OutputStream errors;
        private @Nullable ExitCallback exit;

        Upload(String command) {
            this.command = command;
        }

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            errors = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }

        @Override
        public void start(ChannelSession channel, Environment environment) {
            String protocol = environment.getEnv().get("GIT_PROTOCOL");
            Thread.ofVirtual().name("upload").start(() -> upload(protocol));
        }

        private void upload(@Nullable String protocol) {
            int code = 1;
            Optional<Path> directory = repository(command);
            if (directory.isPresent()) {
                try (Repository repository = new FileRepositoryBuilder()
                        .setGitDir(directory.get().toFile())
                        .setBare()
                        .setMustExist(true)
                        .build()) {
                    UploadPack pack = new UploadPack(repository);
                    if (protocol != null) {
                        pack.setExtraParameters(List.of(protocol));
                    }
                    pack.upload(in, out, errors);
                    code = 0;
                } catch (IOException e) {
                    code = 2; // the client has disconnected
                }
            }
            Objects.requireNonNull(exit).onExit(code);
        }

        @Override
        public void destroy(ChannelSession channel) {
            // it ends with its streams
        }
    }
}
