package dev.millrace.updater.migrate.argo;

import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.SourceFiles;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Decides on the places of a policy: where Image Updater wrote an image of an application, or where the value is that it overrode. */
final class WriteBack {
    private final ArgoApplication application;
    private final ImageSettings image;
    private final SourceFiles files;
    private final Drafts drafts;

    WriteBack(ArgoApplication application, ImageSettings image, SourceFiles files, Drafts drafts) {
        this.application = application;
        this.image = image;
        this.files = files;
        this.drafts = drafts;
    }

    /** The keys {@code paths} and {@code places}. */
    Map<String, Object> places() {
        String method = image.value("write-back-method").orElse("argocd");
        String target = image.value("write-back-target").orElse("");
        if (method.startsWith("git:") && method.length() > 4) {
            image.lost(
                    drafts,
                    "write-back-method",
                    "the service logs in by its own configuration, millrace.updater.repositories");
        }
        if (method.startsWith("git") && target.startsWith("kustomization")) {
            return kustomization(after(target, "kustomization").map(application::file));
        }
        if (method.startsWith("git") && target.startsWith("helmvalues")) {
            return values(List.of(application.file(after(target, "helmvalues").orElse("values.yaml"))));
        }
        if (!target.isEmpty()) {
            image.lost(drafts, "write-back-target", target + " is neither kustomization nor helmvalues");
        }
        if (method.startsWith("git")) {
            Optional<Map<String, Object>> override = inOverrides(
                    application.file(".argocd-source-" + application.source().name() + ".yaml"));
            return override.orElseGet(this::inSource);
        }
        return inManifest().orElseGet(this::inSource);
    }

    private static Optional<String> after(String target, String word) {
        String rest = target.substring(word.length());
        return rest.startsWith(":") && rest.length() > 1 ? Optional.of(rest.substring(1)) : Optional.empty();
    }

    private boolean isHelm() {
        return image.value("helm.image-name").isPresent()
                || image.value("helm.image-tag").isPresent()
                || image.value("helm.image-spec").isPresent()
                || application.helm()
                || files.paths().contains(application.file("Chart.yaml"));
    }

    /** The parameters and images that the application's own manifest sets. */
    private Optional<Map<String, Object>> inManifest() {
        String file = application.source().origin().file();
        String parameter = parameter();
        if (application.parameters().contains(parameter)) {
            return Optional.of(at(file, "spec.source.helm.parameters[name=" + quoted(parameter) + "].value", part()));
        }
        return overriding(application.overrides())
                .map(index -> at(file, "spec.source.kustomize.images[" + index + "]", "reference"));
    }

    /** The file that Image Updater writes beside the source, if it has done so. */
    private Optional<Map<String, Object>> inOverrides(String file) {
        for (Node document : files.documents(file)) {
            try {
                YamlMapping overrides = new YamlMapping("overrides", document, Set.of());
                Optional<YamlMapping> kustomize = overrides.mapping("kustomize", "kustomize", Set.of());
                Optional<Integer> index = kustomize.flatMap(one -> overriding(one.texts("images")));
                if (index.isPresent()) {
                    return Optional.of(at(file, "kustomize.images[" + index.get() + "]", "reference"));
                }
                String parameter = parameter();
                if (overrides.mapping("helm", "helm", Set.of()).isPresent()) {
                    return Optional.of(at(file, "helm.parameters[name=" + quoted(parameter) + "].value", part()));
                }
            } catch (InvalidYaml e) {
                image.lost(drafts, "write-back-method", file + ": " + e.reason());
            }
        }
        return Optional.empty();
    }

    /** The Helm parameter that Image Updater sets. */
    private String parameter() {
        return image.value("helm.image-spec")
                .or(() -> image.value("helm.image-tag"))
                .orElse("image.tag");
    }

    private String part() {
        return image.value("helm.image-spec").isPresent() ? "reference" : "tag";
    }

    private static String quoted(String parameter) {
        return parameter.matches("[A-Za-z0-9._-]+") ? parameter : "\"" + parameter + "\"";
    }

    /** The position of an override of the image: {@code name:tag}, or {@code old=name:tag}. */
    private Optional<Integer> overriding(List<String> images) {
        for (int i = 0; i < images.size(); i++) {
            String written = images.get(i);
            String named = ImageEntry.parse(written).name();
            if (named.equals(image.image().name())) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    /** The value that the overrides replaced: in the kustomization, or in the chart's values. */
    private Map<String, Object> inSource() {
        if (!isHelm()) {
            return kustomization(Optional.empty());
        }
        List<String> own = application.valueFiles().isEmpty()
                ? List.of(application.file("values.yaml"))
                : application.valueFiles();
        drafts.notNeeded(
                image.origin(),
                image.object(),
                "write-back-method",
                "no override of " + image.image().name() + " is in Git; the policy writes the value in "
                        + String.join(", ", own));
        return values(own);
    }

    private Map<String, Object> kustomization(Optional<String> folder) {
        image.value("kustomize.image-name").ifPresent(name -> {
            if (!name.equals(image.image().name())) {
                drafts.notNeeded(
                        image.origin(),
                        image.object(),
                        "kustomize.image-name",
                        "the entry of " + name + " is found by its newName, which has to be "
                                + image.image().name());
            }
        });
        Map<String, Object> keys = new LinkedHashMap<>();
        String path = folder.orElse(application.path());
        if (!path.isEmpty()) {
            keys.put("paths", List.of(path + "/"));
        }
        keys.put("places", List.of("kustomize"));
        return keys;
    }

    private Map<String, Object> values(List<String> paths) {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("paths", paths);
        Map<String, Object> values = new LinkedHashMap<>();
        Optional<String> whole = image.value("helm.image-spec");
        if (whole.isPresent()) {
            values.put("repository", whole.get());
        } else {
            values.put("repository", image.value("helm.image-name").orElse("image.name"));
            values.put("tag", image.value("helm.image-tag").orElse("image.tag"));
        }
        List<Object> places = new ArrayList<>();
        places.add(Map.of("values", values));
        keys.put("places", places);
        return keys;
    }

    private static Map<String, Object> at(String file, String path, String part) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("path", path);
        place.put("part", part);
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("paths", List.of(file));
        keys.put("places", List.of(place));
        return keys;
    }
}
