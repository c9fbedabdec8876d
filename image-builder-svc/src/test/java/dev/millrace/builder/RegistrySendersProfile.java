package dev.millrace.builder;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Runs without external parts, with all senders of notifications except Quay; the only registry is unreachable. */
public class RegistrySendersProfile implements QuarkusTestProfile {
    static final String SECRET = "a secret, with a comma";
    static final String REGISTRY = "127.0.0.1:1";

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> config = OfflineSettings.create();
        String prefix = "millrace.builder.registry-webhook.";
        config.put(prefix + "authorization", "Bearer distribution");
        for (String kind :
                List.of("dockerhub", "ghcr", "harbor", "ecr", "artifactory", "gitea", "aliyun", "cloudevents")) {
            config.put(prefix + kind + ".secret", SECRET);
        }
        config.put(prefix + "acr.header", "X-Azure");
        config.put(prefix + "acr.authorization", "azure, with a comma");
        config.put(prefix + "acr.previous-authorization", "azure, before");
        config.put(prefix + "gar.audience", "https://builder.example");
        config.put(prefix + "gar.email", "push@acme.iam.gserviceaccount.com");
        config.put(prefix + "gar.keys", "http://127.0.0.1:1/certs");
        config.put("quarkus.http.read-timeout", "1S");
        config.put("millrace.builder.registries.local.host", REGISTRY);
        config.put("millrace.builder.registries.local.insecure", "true");
        config.put(
                "millrace.builder.registries.local.aliases",
                "registry.example:5000,acme.jfrog.io/docker-local=virtual");
        config.put(
                "millrace.builder.work-directory",
                Path.of("target", "registry-senders").toAbsolutePath().toString());
        return config;
    }

    /** The token in the path of a sender that can't sign. */
    static String token(String kind) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hmac(kind.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] hmac(byte[] message) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
