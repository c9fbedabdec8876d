package dev.millrace.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Words for errors of connections. Messages of clients are not repeated: they quote what a server sent, which may be any server. */
public final class ConnectionErrors {
    /** The words for bytes that are no answer in the protocol. */
    static final String NOT_HTTP = "the answer is not HTTP";

    private static final String UNTRUSTED = "TLS failed: no trusted authority issued the certificate";

    private record Words(Class<? extends Throwable> type, String text) {}

    /** The most specific types first; the first that occurs among an error and its causes decides. */
    private static final List<Words> WORDS = List.of(
            new Words(UnknownHostException.class, "the host is unknown"),
            new Words(UnresolvedAddressException.class, "the host is unknown"),
            new Words(CertificateExpiredException.class, "TLS failed: the certificate has expired"),
            new Words(CertPathValidatorException.class, UNTRUSTED),
            new Words(CertPathBuilderException.class, UNTRUSTED),
            new Words(CertificateException.class, "TLS failed: the certificate is not valid for the host"),
            new Words(SSLException.class, "TLS failed"),
            new Words(HttpTimeoutException.class, "timed out"),
            new Words(InterruptedIOException.class, "timed out"),
            new Words(NoRouteToHostException.class, "there is no route to the host"),
            new Words(ConnectException.class, "connection refused"),
            new Words(SocketException.class, "the connection broke"),
            new Words(ClosedChannelException.class, "the connection broke"),
            new Words(EOFException.class, "the connection broke"));

    private ConnectionErrors() {}

    /** Returns the words for an error of a connection; empty if neither it nor a cause is one. */
    public static Optional<String> words(@Nullable Throwable error) {
        return WORDS.stream()
                .filter(one -> causes(error).anyMatch(one.type()::isInstance))
                .map(Words::text)
                .findFirst();
    }

    private static Stream<Throwable> causes(@Nullable Throwable error) {
        return Stream.<@Nullable Throwable>iterate(
                        error, one -> one != null, one -> one == null ? null : one.getCause())
                .flatMap(Stream::ofNullable)
                .limit(20);
    }

    /** Returns an error with these words instead of its message and its causes, and with its place in the code. */
    public static IOException reworded(String words, Throwable error) {
        IOException reworded = new IOException(words);
        reworded.setStackTrace(error.getStackTrace());
        return reworded;
    }
}
