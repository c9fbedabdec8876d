package dev.millrace.sync.render.helm.chart;

import dev.millrace.sync.apply.refusal.Advice;
import dev.millrace.sync.apply.refusal.Refusal;
import dev.millrace.sync.identity.Identity;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The access data of a chart repository.
 *
 * @param basic the value of an {@code Authorization} header
 * @param authorities certificates to trust, as PEM
 */
record Access(Optional<String> basic, Optional<String> authorities) {
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
        Optional<String> basic = user.flatMap(name -> password.map(word -> name + ":" + word))
                .map(both -> "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
        return new Access(basic, text(data, "ca.crt"));
    }

    private static Optional<String> text(Map<String, String> data, String key) {
        return Optional.ofNullable(data.get(key))
                .map(value -> new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).strip());
    }

    @Override
    public String toString() {
        return "Access";
    }
}
