package dev.millrace.updater.deliver;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.deliver.template.MessageTemplates;
import dev.millrace.updater.edit.Change;
import dev.millrace.updater.edit.VersionGuard;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Policy;
import io.quarkus.qute.TemplateException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Tries the templates of a delivery with an example, before there is a commit that needs them. */
final class TemplateTrial {
    private static final RepositoryId REPOSITORY = new RepositoryId("git.example/shop/config");
    private static final ImageName IMAGE = ImageName.resolve("registry.example.com/shop/web");

    private final MessageTemplates templates;

    TemplateTrial(MessageTemplates templates) {
        this.templates = templates;
    }

    Optional<String> mistake(Delivery delivery) {
        Map<String, Object> data = CommitMessages.data(example(delivery), List.of(change()));
        return Stream.of(
                        mistake("message", delivery.message(), data),
                        mistake("title", delivery.request().title(), data))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> mistake(String key, Optional<String> template, Map<String, Object> data) {
        try {
            template.ifPresent(text -> templates.render(text, data));
            return Optional.empty();
        } catch (TemplateException e) {
            return Optional.of("'" + key + "': the template fails: " + e.getMessage());
        }
    }

    private static Bundle example(Delivery delivery) {
        Policy policy = Policy.newest("web", IMAGE);
        UpdateRequested update = update();
        return new Bundle(
                Policy.DEFAULT_GROUP,
                delivery,
                Optional.empty(),
                List.of(new AcceptedUpdate.Version(
                        new PendingUpdate(update, ChainId.of(REPOSITORY, CommitId.NONE), Optional.empty()),
                        new Decision.Write(policy, update),
                        VersionGuard.NONE)));
    }

    private static UpdateRequested update() {
        CommitId commit = new CommitId("1".repeat(40));
        return new UpdateRequested(
                REPOSITORY,
                GitRef.branch("main"),
                "web",
                "",
                UpdateRequested.Kind.IMAGE,
                IMAGE,
                new Tag("1.1.0"),
                new Digest("sha256:" + "0".repeat(64)),
                Instant.EPOCH,
                Optional.empty(),
                Optional.of(new Source(REPOSITORY, commit, GitRef.branch("main"), Instant.EPOCH, 1)),
                Optional.empty(),
                EventId.of("template", "trial"),
                Instant.EPOCH);
    }

    private static FileChange change() {
        return new FileChange(
                "apps/web/kustomization.yaml", new Change("web", "images[0].newTag", 4, "1.0.0", "1.1.0"));
    }
}
