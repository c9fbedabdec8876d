package dev.millrace.git.webhook;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The senders of pushes, each with a valid body and its way to prove where it comes from. */
enum HostSender {
    GITHUB("""
            {"ref":"refs/heads/main","before":"A","after":"B",
             "repository":{"id":1,"full_name":"Shop/Web","clone_url":"https://git.example/shop/web.git"},"commits":[]}""") {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("x-github-event", "push", "x-hub-signature-256", "sha256=" + hex(body));
        }
    },
    GITHUB_FORM(GITHUB.json) {
        @Override
        byte[] body(byte[] json) {
            // Any byte is one character of ISO 8859-1, so that text that isn't UTF-8 is encoded as it is.
            return ("payload="
                            + URLEncoder.encode(
                                    new String(json, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of(
                    "content-type",
                    "application/x-www-form-urlencoded",
                    "x-github-event",
                    "push",
                    "x-hub-signature-256",
                    "sha256=" + hex(body));
        }
    },
    GITEA(GITHUB.json) {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("x-gitea-event", "push", "x-gitea-signature", hex(body));
        }
    },
    GITLAB("""
            {"object_kind":"push","event_name":"push","before":"A","after":"B","ref":"refs/heads/main",
             "project":{"id":15,"git_http_url":"https://git.example/shop/web.git"},"commits":[]}""") {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("x-gitlab-event", "Push Hook", "x-gitlab-token", SECRET);
        }
    },
    GITLAB_SIGNED(GITLAB.json) {
        @Override
        Map<String, String> headers(byte[] body) {
            byte[] head = "an-id.1795405507.".getBytes(StandardCharsets.US_ASCII);
            return Map.of(
                    "x-gitlab-event",
                    "Push Hook",
                    "webhook-id",
                    "an-id",
                    "webhook-timestamp",
                    "1795405507",
                    "webhook-signature",
                    "v1," + Base64.getEncoder().encodeToString(hmac(head, body)));
        }
    },
    GITLAB_SYSTEM(GITLAB.json) {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("x-gitlab-event", "System Hook", "x-gitlab-token", SECRET);
        }
    },
    GITLAB_UPDATE("""
            {"event_name":"repository_update","user_id":1,"refs":["refs/heads/main"],
             "project":{"git_http_url":"https://git.example/shop/web.git"},
             "changes":[{"before":"A","after":"B","ref":"refs/heads/main"}]}""") {
        @Override
        Map<String, String> headers(byte[] body) {
            return GITLAB_SYSTEM.headers(body);
        }
    },
    BITBUCKET_CLOUD("""
            {"repository":{"links":{"html":{"href":"https://git.example/shop/web"}}},
             "push":{"changes":[{"new":{"type":"branch","name":"main","target":{"hash":"B"}},
                                 "old":{"type":"branch","name":"main","target":{"hash":"A"}}}]}}""") {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("x-event-key", "repo:push", "x-hub-signature", "sha256=" + hex(body));
        }
    },
    BITBUCKET_SERVER("""
            {"repository":{"slug":"web","links":{"clone":[{"href":"https://git.example/shop/web.git","name":"http"}]}},
             "changes":[{"ref":{"id":"refs/heads/main","type":"BRANCH"},"fromHash":"A","toHash":"B"}]}""") {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("x-event-key", "repo:refs_changed", "x-hub-signature", "sha256=" + hex(body));
        }
    },
    AZURE("""
            {"eventType":"git.push","publisherId":"tfs","resource":{
               "refUpdates":[{"name":"refs/heads/main","oldObjectId":"A","newObjectId":"B"}],
               "repository":{"id":"7","remoteUrl":"https://git.example/shop/web"}}}""") {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("authorization", "Basic " + Base64.getEncoder().encodeToString(bytes("any user:" + SECRET)));
        }
    },
    ANY("""
            {"repository":"https://git.example/shop/web.git","ref":"refs/heads/main","before":"A","after":"B"}""") {
        @Override
        Map<String, String> headers(byte[] body) {
            return Map.of("x-signature", "sha256=" + hex(body));
        }
    };

    static final String SECRET = "a long, and random, text";
    static final String BEFORE = "a".repeat(40);
    static final String AFTER = "b".repeat(40);

    /** A valid body in JSON: {@code refs/heads/main} of {@code git.example/shop/web} moved from {@link #BEFORE} to {@link #AFTER}. */
    final String json;

    HostSender(String template) {
        this.json =
                template.replace("\"A\"", "\"" + "a".repeat(40) + "\"").replace("\"B\"", "\"" + "b".repeat(40) + "\"");
    }

    /** The headers of a body as its host sends it. */
    abstract Map<String, String> headers(byte[] body);

    /** The body that carries some JSON. */
    byte[] body(byte[] json) {
        return json;
    }

    /** Returns true if the proof is made of the body, which excludes the secret itself. */
    boolean signsBody() {
        return !List.of(GITLAB, GITLAB_SYSTEM, GITLAB_UPDATE, AZURE).contains(this);
    }

    /** The verdict on a body with a valid proof. */
    WebhookVerdict verify(byte[] json) {
        byte[] body = body(json);
        return PushWebhooks.verify(headers(body), body, List.of("another secret", SECRET));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hex(byte[] body) {
        return HexFormat.of().formatHex(hmac(body));
    }

    private static byte[] hmac(byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(bytes(SECRET), "HmacSHA256"));
            Stream.of(parts).forEach(mac::update);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
