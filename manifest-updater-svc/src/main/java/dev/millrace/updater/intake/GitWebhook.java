package dev.millrace.updater.intake;

import dev.millrace.git.GitUnavailable;
import dev.millrace.git.webhook.PushNotice;
import dev.millrace.git.webhook.PushWebhooks;
import dev.millrace.git.webhook.WebhookVerdict;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.messaging.EventNotPublished;
import dev.millrace.updater.repository.ConfigRepositories;
import dev.millrace.updater.repository.ConfigRepository;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Push webhooks of configuration repositories. Answered with 202 when Kafka has what they led to. */
@Path("/webhooks/git")
public class GitWebhook {
    private static final Logger LOG = Logger.getLogger(GitWebhook.class);

    private final WebhookSecrets secrets;
    private final ConfigRepositories repositories;
    private final RefLooks looks;
    private final Ignored ignored;
    private final DeliveryMetrics metrics;

    public GitWebhook(
            WebhookSecrets secrets,
            ConfigRepositories repositories,
            RefLooks looks,
            Ignored ignored,
            DeliveryMetrics metrics) {
        this.secrets = secrets;
        this.repositories = repositories;
        this.looks = looks;
        this.ignored = ignored;
        this.metrics = metrics;
    }

    /** Takes a delivery of any git host; the headers tell which. */
    @POST
    @RunOnVirtualThread
    public Response receive(@Context HttpHeaders headers, byte[] body) {
        return switch (PushWebhooks.verify(lowerCase(headers), body, secrets.git())) {
            case WebhookVerdict.Unsigned unsigned -> refused("unsigned", "the delivery is not signed");
            case WebhookVerdict.Forged forged -> refused("forged", "the signature does not fit the body");
            case WebhookVerdict.Malformed malformed -> {
                metrics.failed("webhook-malformed");
                yield Answers.malformed(malformed.reason());
            }
            case WebhookVerdict.Ignored other -> {
                ignored.because("webhook-event");
                yield Answers.accepted("ignored: " + other.reason());
            }
            case WebhookVerdict.Accepted accepted -> look(accepted.pushes());
        };
    }

    private Response refused(String reason, String line) {
        metrics.failed("webhook-" + reason);
        return Answers.unauthorized(line);
    }

    private Response look(List<PushNotice> notices) {
        int told = 0;
        try {
            for (PushNotice notice : notices) {
                told += look(notice) ? 1 : 0;
            }
        } catch (EventNotPublished e) {
            LOG.warnf("webhook refused for now: why=%s", e.getMessage());
            return Answers.later("Kafka is away; nothing was stored, deliver again");
        } catch (GitUnavailable e) {
            metrics.failed("git-webhook");
            LOG.warnf("webhook refused for now: why=%s", e.getMessage());
            return Answers.later("the repository can't be read now; deliver again");
        }
        return Answers.accepted(told + " of " + notices.size() + " ref changes told");
    }

    private boolean look(PushNotice notice) {
        Optional<ConfigRepository> repository = repositories.of(notice.repository());
        if (repository.isEmpty()) {
            ignored.because("unknown-repository");
            return false;
        }
        metrics.timed("webhook", () -> looks.noticed(repository.get(), notice));
        return true;
    }

    private static Map<String, String> lowerCase(HttpHeaders headers) {
        Map<String, String> all = new HashMap<>();
        headers.getRequestHeaders()
                .forEach((name, values) -> all.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
        return all;
    }
}
