package dev.millrace.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A server that answers a request with arbitrary bytes and then keeps the connection open until the client closes it. */
final class RawServer implements AutoCloseable {

    /** Writes what follows the request. */
    interface Script {
        void answer(OutputStream out) throws IOException;
    }

    private final Script script;
    private final ServerSocket server;
    private final CompletableFuture<String> request = new CompletableFuture<>();
    private final CompletableFuture<Boolean> closed = new CompletableFuture<>();

    RawServer(Script script) {
        this.script = script;
        try {
            this.server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    static RawServer answering(String text) {
        return new RawServer(out -> out.write(text.getBytes(StandardCharsets.US_ASCII)));
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    }

    /** The head of the first request. */
    CompletableFuture<String> request() {
        return request;
    }

    /** Completes when the client has closed its connection. */
    CompletableFuture<Boolean> closedByClient() {
        return closed;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            request.complete(head(in));
            script.answer(socket.getOutputStream());
            socket.getOutputStream().flush();
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // The client has closed the connection before it was sent everything.
        } finally {
            closed.complete(true);
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.append((char) next);
        }
        return head.toString();
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
