package dev.millrace.updater.migrate.argo;

import com.google.re2j.Pattern;
import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.Settings;
import dev.millrace.updater.migrate.SourceObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An {@code ImageUpdater} resource. Settings of an image take precedence over those of its applications, and these over those of the resource.
 *
 * @see <a href="https://argocd-image-updater.readthedocs.io/en/stable/configuration/applications/">Argo CD Image Updater: applications</a>
 */
final class ImageUpdaterResource {
    private final SourceObject source;
    private final Drafts drafts;

    ImageUpdaterResource(SourceObject source, Drafts drafts) {
        this.source = source;
        this.drafts = drafts;
    }

    /** The images by application; applications that use their annotations are left out. */
    Map<ArgoApplication, List<ImageSettings>> settings(List<ArgoApplication> applications) {
        Map<ArgoApplication, List<ImageSettings>> all = new LinkedHashMap<>();
        Optional<Settings> spec = source.settings().child("spec");
        if (spec.isEmpty()) {
            return all;
        }
        spec.get().ignore("namespace");
        Map<String, String> common = common(spec.get());
        for (Settings reference : spec.get().children("applicationRefs")) {
            Map<String, String> own = new TreeMap<>(common);
            own.putAll(common(reference));
            List<ImageSettings> images = reference.children("images").stream()
                    .flatMap(image -> image(image, own).stream())
                    .toList();
            boolean annotated = reference.flag("useAnnotations");
            List<ArgoApplication> matching =
                    applications.stream().filter(matching(reference)).toList();
            if (matching.isEmpty()) {
                reference.lost(
                        "namePattern", "no Application in the checkout has such a name; import it where they are");
            } else if (!annotated) {
                // The first reference of an application counts.
                matching.forEach(application -> all.putIfAbsent(application, images));
            }
        }
        return all;
    }

    private static Predicate<ArgoApplication> matching(Settings reference) {
        Pattern names = Pattern.compile(
                Stream.of(reference.text("namePattern").orElse("*").split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
        Map<String, String> labels = reference
                .child("labelSelectors")
                .map(selector -> selector.map("matchLabels"))
                .orElse(Map.of());
        return application -> names.matches(application.source().name())
                && application.source().labels().entrySet().containsAll(labels.entrySet());
    }

    private static Map<String, String> common(Settings of) {
        Map<String, String> values = new TreeMap<>();
        of.child("commonUpdateSettings").ifPresent(settings -> update(settings, values));
        of.child("writeBackConfig").ifPresent(config -> {
            config.text("method").ifPresent(method -> values.put("write-back-method", method));
            config.child("gitConfig").ifPresent(git -> {
                git.text("repository").ifPresent(one -> values.put("git-repository", one));
                git.text("branch").ifPresent(one -> values.put("git-branch", one));
                git.text("writeBackTarget").ifPresent(one -> values.put("write-back-target", one));
            });
        });
        return values;
    }

    private static void update(Settings settings, Map<String, String> values) {
        settings.text("updateStrategy").ifPresent(one -> values.put("update-strategy", one));
        settings.text("forceUpdate").ifPresent(one -> values.put("force-update", one));
        settings.text("allowTags").ifPresent(one -> values.put("allow-tags", one));
        settings.text("pullSecret").ifPresent(one -> values.put("pull-secret", one));
        put(values, "ignore-tags", settings.texts("ignoreTags"));
        put(values, "platforms", settings.texts("platforms"));
    }

    private static void put(Map<String, String> values, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            values.put(key, String.join(",", texts));
        }
    }

    private Optional<ImageSettings> image(Settings image, Map<String, String> common) {
        Optional<String> name = image.text("imageName");
        if (name.isEmpty()) {
            drafts.lost(image.origin(), source.title(), "imageName", "missing");
            return Optional.empty();
        }
        Map<String, String> values = new TreeMap<>(common);
        image.child("commonUpdateSettings").ifPresent(settings -> update(settings, values));
        image.child("manifestTargets").ifPresent(targets -> {
            targets.child("helm").ifPresent(helm -> {
                helm.text("name").ifPresent(one -> values.put("helm.image-name", one));
                helm.text("tag").ifPresent(one -> values.put("helm.image-tag", one));
                helm.text("spec").ifPresent(one -> values.put("helm.image-spec", one));
            });
            targets.child("kustomize")
                    .flatMap(kustomize -> kustomize.text("name"))
                    .ifPresent(one -> values.put("kustomize.image-name", one));
        });
        String alias = image.text("alias").orElse("");
        ImageEntry entry = ImageEntry.parse((alias.isEmpty() ? "" : alias + "=") + name.get());
        return Optional.of(new ImageSettings(entry, image.origin(), source.title(), values));
    }
}
