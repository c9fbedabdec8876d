package dev.millrace.sync.render.helm.chart;

import dev.millrace.registry.Login;
import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * The access data of a chart repository.
 *
 * @param login absent for anonymous access
 * @param authorities certificates to trust, as PEM
 */
record Access(Optional<Login> login, Optional<String> authorities) {
    static final Access OPEN = new Access(Optional.empty(), Optional.empty());

    static Access of(KubernetesClient client, Identity reader, String namespace, String name) throws ChartUnavailable {
        String secret = "the Secret " + namespace + "/" + name + " (spec.helm.chart.secretRef)";
        try {
            Secret found =
                    client.secrets().inNamespace(namespace).withName(name).get();
            if (found == null) {
                throw ChartUnavailable.now(secret + " is missing");
            }
            return of(found.getData() == null ? Map.of() : found.getData());
        } catch (KubernetesClientException e) {
            throw ChartUnavailable.now(secret + " can't be read: "
                    + Advice.missingRight(reader, e.getCode(), Refusal.message(e))
                            .orElse("HTTP status " + e.getCode()));
        } catch (IllegalArgumentException e) {
            throw ChartUnavailable.now(secret + " is not to be understood");
        }
    }

    private static Access of(Map<String, String> data) {
        Optional<String> user = text(data, "username");
        Optional<String> password = text(data, "password");
        Optional<Login> login = user.flatMap(name -> password.map(word -> new Login(name, word)));
        return new Access(login, text(data, "ca.crt"));
    }

    /** The value of the header {@code Authorization}. */
    Optional<String> basic() {
        return login.map(one -> one.user() + ":" + one.password())
                .map(both -> "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
    }

    /** The certificate authorities to trust; absent for those of the JVM. */
    Optional<SSLContext> trust() throws ChartUnavailable {
        return authorities.isPresent() ? Optional.of(trusting(authorities.get())) : Optional.empty();
    }

    private static Optional<String> text(Map<String, String> data, String key) {
        return Optional.ofNullable(data.get(key))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip());
    }

    private static SSLContext trusting(String pem) throws ChartUnavailable {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate one : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))) {
                store.setCertificateEntry(Integer.toString(count++), one);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw ChartUnavailable.now("ca.crt of spec.helm.chart.secretRef holds no certificates");
        }
    }

    @Override
    public String toString() {
        return "Access";
    }
}
