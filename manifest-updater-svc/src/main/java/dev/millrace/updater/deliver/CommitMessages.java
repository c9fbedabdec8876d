package dev.millrace.updater.deliver;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ImageReference;
import dev.millrace.updater.decide.BuildInfo;
import dev.millrace.updater.deliver.template.MessageTemplates;
import dev.millrace.updater.edit.Change;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.trailer.OurTrailers;
import io.quarkus.qute.TemplateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The messages of our commits: the changes for people, by a user's template or our own, and the trailers for Millrace. */
public final class CommitMessages {
    private static final int MAX_CHANGES = 50;

    private final MessageTemplates templates = new MessageTemplates();

    /**
     * The message of a commit. A template that cannot be rendered is reported as a problem, and our own is used.
     *
     * @param bundle the written updates; not empty
     */
    String of(Bundle bundle, List<FileChange> changes, List<String> problems) {
        String text = bundle.delivery()
                .message()
                .flatMap(template -> rendered(template, bundle, changes, problems))
                .orElseGet(() -> subject(bundle) + "\n\n" + lines(changes));
        return suffixed(OurTrailers.withoutTrailers(text).strip(), bundle) + "\n\n" + trailers(bundle);
    }

    /** The title of a request. */
    String title(Bundle bundle, List<FileChange> changes, List<String> problems) {
        return bundle.delivery()
                .request()
                .title()
                .flatMap(template -> rendered(template, bundle, changes, problems))
                .orElseGet(() -> subject(bundle))
                .lines()
                .findFirst()
                .orElse("");
    }

    /** The mistake in the templates of a delivery, tried with an example of a commit; empty if there is none. */
    public static Optional<String> mistake(Delivery delivery) {
        return new TemplateTrial(new MessageTemplates()).mistake(delivery);
    }

    private Optional<String> rendered(String template, Bundle bundle, List<FileChange> changes, List<String> problems) {
        try {
            return Optional.of(templates.render(template, data(bundle, changes)))
                    .filter(one -> !one.isBlank());
        } catch (TemplateException e) {
            problems.add("message template failed: group " + bundle.group() + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    static Map<String, Object> data(Bundle bundle, List<FileChange> changes) {
        List<UpdateRequested> updates = bundle.accepted().stream()
                .map(one -> one.pendingUpdate().update())
                .toList();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("group", bundle.group());
        data.put("environment", bundle.environment().orElse(""));
        data.put("subject", subject(bundle));
        data.put("changes", changes.stream().map(CommitMessages::change).toList());
        data.put(
                "images", updates.stream().map(CommitMessages::image).distinct().toList());
        data.put(
                "commits",
                updates.stream()
                        .flatMap(update -> update.source().stream())
                        .map(CommitMessages::commit)
                        .distinct()
                        .toList());
        data.put(
                "chains",
                bundle.accepted().stream()
                        .map(one -> one.pendingUpdate().chain().toString())
                        .distinct()
                        .toList());
        return data;
    }

    private static Map<String, String> change(FileChange one) {
        Change change = one.change();
        return Map.of(
                "path", one.path(),
                "field", change.field(),
                "line", Integer.toString(change.line()),
                "policy", change.policy(),
                "from", change.from(),
                "to", change.to());
    }

    private static Map<String, String> image(UpdateRequested update) {
        return Map.of(
                "policy", update.policy(),
                "name", update.image().value(),
                "tag", update.tag().value(),
                "digest", update.digest().value());
    }

    private static Map<String, String> commit(Source source) {
        return Map.of(
                "repository", source.repository().value(),
                "id", source.commit().value(),
                "short", source.commit().shortForm(),
                "ref", source.ref().shortName(),
                "subject", source.subject().orElse(""));
    }

    private static String subject(Bundle bundle) {
        UpdateRequested first = bundle.accepted().getFirst().pendingUpdate().update();
        String what = bundle.accepted().size() == 1
                ? first.policy() + " to " + first.image().path() + ":" + first.tag()
                : bundle.accepted().size() + " policies";
        return switch (bundle.accepted().getFirst()) {
            case AcceptedUpdate.Revert revert ->
                "Revert " + first.policy() + " from " + first.image().path() + ":" + first.tag()
                        + ", whose rollout failed";
            case AcceptedUpdate.Version version ->
                isPromotion(bundle)
                        ? "Promote " + what
                                + bundle.environment()
                                        .map(name -> " in " + name)
                                        .orElse("")
                        : "Update " + what;
        };
    }

    private static String lines(List<FileChange> changes) {
        String lines =
                changes.stream().limit(MAX_CHANGES).map(CommitMessages::line).collect(Collectors.joining());
        return lines + (changes.size() > MAX_CHANGES ? "- and " + (changes.size() - MAX_CHANGES) + " more\n" : "");
    }

    private static String line(FileChange one) {
        Change change = one.change();
        String followers = change.followers().isEmpty() ? "" : ", followed by " + String.join(", ", change.followers());
        return "- " + one.path() + ": " + change.field() + " from " + oneLine(change.from()) + " to "
                + oneLine(change.to()) + followers + "\n";
    }

    private static String oneLine(String value) {
        return value.isEmpty() ? "nothing" : value.replaceAll("\\s+", " ");
    }

    private static String suffixed(String text, Bundle bundle) {
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        return first
                + bundle.delivery().suffix().map(suffix -> " " + suffix).orElse("")
                + (end < 0 ? "" : text.substring(end));
    }

    private static String trailers(Bundle bundle) {
        String updates =
                bundle.accepted().stream().map(CommitMessages::trailers).collect(Collectors.joining());
        String revert = bundle.revert()
                .map(one -> OurTrailers.reverts(
                        one.decision().written().commit(),
                        reference(one.pendingUpdate().update())))
                .orElse("");
        return updates + revert + (isPromotion(bundle) ? OurTrailers.PROMOTION : "");
    }

    private static boolean isPromotion(Bundle bundle) {
        return bundle.accepted().stream()
                .allMatch(one -> one.pendingUpdate().update().kind() == UpdateRequested.Kind.PROMOTION);
    }

    private static String trailers(AcceptedUpdate one) {
        PendingUpdate pendingUpdate = one.pendingUpdate();
        BuildInfo buildInfo =
                switch (one) {
                    case AcceptedUpdate.Version version -> version.write().buildInfo();
                    case AcceptedUpdate.Revert revert ->
                        revert.decision().written().built();
                };
        return OurTrailers.write(
                pendingUpdate.chain(),
                pendingUpdate.update().cause(),
                pendingUpdate.update().policy(),
                reference(pendingUpdate.update()),
                buildInfo,
                pendingUpdate.trace());
    }

    private static ImageReference reference(UpdateRequested update) {
        return new ImageReference(update.image(), Optional.of(update.tag()), Optional.of(update.digest()));
    }
}
