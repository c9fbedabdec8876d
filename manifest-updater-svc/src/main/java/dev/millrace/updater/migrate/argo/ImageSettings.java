package dev.millrace.updater.migrate.argo;

import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.Origin;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of an image in Image Updater's words, out of annotations or of an {@code ImageUpdater} resource, and what a policy has of them.
 *
 * @param origin the object with the settings
 * @param object the same for notes
 * @param values by the name of the annotation without alias, such as {@code update-strategy}
 */
record ImageSettings(ImageEntry image, Origin origin, String object, Map<String, String> values) {
    ImageSettings {
        values = Map.copyOf(values);
    }

    Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** The keys of a policy about versions. */
    Map<String, Object> versions(Drafts drafts) {
        Map<String, Object> keys = new LinkedHashMap<>();
        value("allow-tags").ifPresent(allowed -> allowed(allowed, keys, drafts));
        select(keys, drafts);
        value("ignore-tags")
                .ifPresent(tags -> lost(
                        drafts,
                        "ignore-tags",
                        "no tags can be excluded (" + tags + "); narrow 'tags.pattern' to those that are meant"));
        value("platforms")
                .ifPresent(tags -> lost(
                        drafts,
                        "platforms",
                        "an image is taken for the platforms that it has; push it for all of yours"));
        value("pull-secret")
                .ifPresent(secret -> lost(
                        drafts,
                        "pull-secret",
                        "the service logs in by its own configuration, millrace.updater.registries"));
        value("force-update")
                .ifPresent(force -> drafts.notNeeded(
                        origin, object, "force-update", "a policy finds its values in Git, not in the cluster"));
        return keys;
    }

    private void allowed(String allowed, Map<String, Object> keys, Drafts drafts) {
        if (allowed.startsWith("regexp:")) {
            keys.put("tags", Map.of("pattern", allowed.substring("regexp:".length())));
        } else if (!allowed.equals("any")) {
            lost(drafts, "allow-tags", "neither 'any' nor 'regexp:' with an expression");
        }
    }

    private void select(Map<String, Object> keys, Drafts drafts) {
        String strategy = value("update-strategy").orElse("semver");
        switch (strategy) {
            case "semver" ->
                keys.put("select", Map.of("semver", image.constraint().orElse("*")));
            case "newest-build", "latest" -> {
                keys.put("select", "newest");
                constraint(strategy, drafts);
            }
            case "alphabetical", "name" -> {
                keys.put("select", Map.of("alphabetical", "ascending"));
                constraint(strategy, drafts);
            }
            case "digest" -> {
                keys.put("select", Map.of("channel", image.constraint().orElse("latest")));
                if (keys.remove("tags") != null) {
                    lost(drafts, "allow-tags", "a channel is the one tag of the image's constraint");
                }
            }
            default -> {
                keys.put("select", Map.of("semver", image.constraint().orElse("*")));
                lost(drafts, "update-strategy", strategy + " is not known; versions are compared");
            }
        }
    }

    private void constraint(String strategy, Drafts drafts) {
        image.constraint()
                .ifPresent(text -> lost(
                        drafts,
                        "image-list",
                        "the constraint " + text + " has no meaning for the strategy " + strategy));
    }

    void lost(Drafts drafts, String setting, String reason) {
        drafts.lost(origin, object, (image.alias().isEmpty() ? "" : image.alias() + ".") + setting, reason);
    }
}
