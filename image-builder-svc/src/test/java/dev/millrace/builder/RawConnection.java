package dev.millrace.builder;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A connection on which a test sends any bytes, from any loopback address. */
final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;

    private final Socket socket = new Socket();

    private RawConnection() {}

    /** @param from a loopback address, such as {@code 127.0.0.2} */
    static RawConnection open(URI service, String from) throws IOException {
        RawConnection connection = new RawConnection();
        connection.socket.bind(new InetSocketAddress(InetAddress.ofLiteral(from), 0));
        connection.socket.setSoTimeout(TIMEOUT_MILLIS);
        connection.socket.connect(new InetSocketAddress(service.getHost(), service.getPort()), TIMEOUT_MILLIS);
        return connection;
    }

    /** Sends the head of a POST request, without its body. */
    void head(String path, List<String> headers) throws IOException {
        send("POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n".formatted(path, String.join("\r\n", headers)));
    }

    void send(String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Returns true if an answer has begun to arrive, or the connection has ended. */
    boolean isAnswered() throws IOException {
        return socket.getInputStream().available() > 0;
    }

    /** The head of the answer; empty if the connection ends without one. */
    String answer() throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = socket.getInputStream().read();
                next >= 0;
                next = socket.getInputStream().read()) {
            head.append((char) next);
            if (head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return head.toString();
    }

    /** Reads the rest of the answer; returns when the service has closed the connection. */
    void awaitEnd() throws IOException {
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
