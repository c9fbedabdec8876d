package dev.millrace.git.transport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.millrace.git.remote.Credentials;
import dev.millrace.git.remote.Remote;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.zip.GZIPInputStream;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.RefAdvertiser;

/** A host that receives pushes over HTTP and declines them all, with the message of its hook. */
final class HookedHost implements AutoCloseable {
    private final HttpServer server;
    private final Repository repository;
    private final String words;

    HookedHost(Repository repository, String words) throws IOException {
        this.repository = repository;
        this.words = words;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/web.git/info/refs", this::advertise);
        server.createContext("/web.git/git-receive-pack", this::receive);
        server.start();
    }

    Remote remote() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/web.git");
        return Remote.of(url, new Credentials.None());
    }

    private ReceivePack receivePack() {
        ReceivePack pack = new ReceivePack(repository);
        pack.setBiDirectionalPipe(false);
        pack.setPreReceiveHook((receive, commands) ->
                commands.forEach(command -> command.setResult(ReceiveCommand.Result.REJECTED_OTHER_REASON, words)));
        return pack;
    }

    private void advertise(HttpExchange exchange) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        PacketLineOut lines = new PacketLineOut(body);
        lines.writeString("# service=git-receive-pack\n");
        lines.end();
        receivePack().sendAdvertisedRefs(new RefAdvertiser.PacketLineOutRefAdvertiser(lines));
        answer(exchange, "application/x-git-receive-pack-advertisement", body);
    }

    private void receive(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        byte[] request = exchange.getRequestBody().readAllBytes();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (InputStream in = new ByteArrayInputStream(request);
                InputStream plain = zipped ? new GZIPInputStream(in) : in) {
            receivePack().receive(plain, body, null);
        }
        answer(exchange, "application/x-git-receive-pack-result", body);
    }

    private static void answer(HttpExchange exchange, String type, ByteArrayOutputStream body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.size());
        try (OutputStream out = exchange.getResponseBody()) {
            body.writeTo(out);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
