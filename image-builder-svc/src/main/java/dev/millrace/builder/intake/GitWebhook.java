package dev.millrace.builder.intake;

import dev.millrace.builder.source.SourceRepositories;
import dev.millrace.builder.source.SourceRepository;
import dev.millrace.builder.source.poll.SourceChangePublisher;
import dev.millrace.git.webhook.PushNotice;
import dev.millrace.git.webhook.PushReceiver;
import dev.millrace.messaging.intake.Answers;
import dev.millrace.messaging.intake.IgnoredCounter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/** Push webhooks of application repositories. Answered with 202 when Kafka has acknowledged the event. */
@Path("/webhooks/git")
public class GitWebhook {
    private final PushReceiver receiver;
    private final SourceRepositories repositories;
    private final SourceChangePublisher changes;
    private final IgnoredCounter ignored;

    public GitWebhook(
            PushReceiver receiver,
            SourceRepositories repositories,
            SourceChangePublisher changes,
            IgnoredCounter ignored) {
        this.receiver = receiver;
        this.repositories = repositories;
        this.changes = changes;
        this.ignored = ignored;
    }

    /** Receives a delivery of any git host; the headers identify the host. */
    @POST
    @RunOnVirtualThread
    public Response receive(@Context HttpHeaders headers, byte[] body) {
        PushReceiver.Answer answer = receiver.receive(headers.getRequestHeaders(), body, this::publish);
        return Answers.of(answer.status(), answer.line());
    }

    private boolean publish(PushNotice notice) {
        Optional<SourceRepository> repository = repositories.of(notice.repository());
        if (repository.isEmpty()) {
            ignored.count("unknown-repository");
            return false;
        }
        if (!repository.get().builds(notice.ref()) || notice.after().isNone()) {
            ignored.count("ref-not-built");
            return false;
        }
        changes.publish(notice.repository(), notice.ref(), notice.before(), notice.after());
        return true;
    }
}
