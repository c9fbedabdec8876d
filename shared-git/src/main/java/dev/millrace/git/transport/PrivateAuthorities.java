package dev.millrace.git.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/** HTTPS that trusts the given authorities and no others. */
final class PrivateAuthorities implements HttpConnectionFactory {
    private final JDKHttpConnectionFactory delegate = new JDKHttpConnectionFactory();
    private final SSLSocketFactory sockets;

    private PrivateAuthorities(SSLSocketFactory sockets) {
        this.sockets = sockets;
    }

    /**
     * @param certificates X.509 in PEM, concatenated
     * @throws IllegalArgumentException if there is no certificate
     */
    static PrivateAuthorities of(String certificates) {
        try {
            Collection<? extends Certificate> all = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(certificates.getBytes(StandardCharsets.UTF_8)));
            if (all.isEmpty()) {
                throw new IllegalArgumentException("ca.crt contains no certificate");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate one : all) {
                store.setCertificateEntry(Integer.toString(count++), one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new PrivateAuthorities(context.getSocketFactory());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("ca.crt contains no certificate", e);
        }
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return delegate.create(trusting(url));
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        return delegate.create(trusting(url), proxy);
    }

    private URL trusting(URL url) throws IOException {
        return URL.of(URI.create(url.toString()), new Handler());
    }

    /** Opens connections of the JDK, which it keeps alive, with our sockets. */
    private final class Handler extends URLStreamHandler {
        @Override
        protected URLConnection openConnection(URL url) throws IOException {
            return openConnection(url, Proxy.NO_PROXY);
        }

        @Override
        protected URLConnection openConnection(URL url, Proxy proxy) throws IOException {
            URLConnection connection = URI.create(url.toString()).toURL().openConnection(proxy);
            if (connection instanceof HttpsURLConnection https) {
                https.setSSLSocketFactory(sockets);
            }
            return connection;
        }
    }
}
