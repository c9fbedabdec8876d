package dev.millrace.updater;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Relays connections. The beginning of each response arrives in one piece, as it does at a client that reads late. */
final class SlowNetwork implements AutoCloseable {
    /** What the JDK's client reads at once. */
    private static final int PIECE = 48 * 1024;

    private final URI target;
    private final ServerSocket server;

    SlowNetwork(URI target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** The same resource, through this relay. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + target.getPath());
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket service = new Socket(target.getHost(), target.getPort());
                Thread.ofVirtual().start(() -> relay(client, service, 1));
                Thread.ofVirtual().start(() -> relay(service, client, PIECE));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    /** @param first the number of bytes that are gathered before any is written */
    private static void relay(Socket from, Socket to, int first) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            out.write(in.readNBytes(first));
            in.transferTo(out);
        } catch (IOException e) {
            // One side has closed the connection, and so does this.
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
