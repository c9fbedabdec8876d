package dev.millrace.updater.migrate.argo;

import dev.millrace.updater.migrate.Settings;
import dev.millrace.updater.migrate.SourceObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The part of an Argo CD {@code Application} that locates its values.
 *
 * @param path the folder of its source; empty for the repository's root
 * @param branch the branch that it follows
 * @param valueFiles the Helm value files, from the repository's root
 * @param parameters the names of the Helm parameters that the manifest itself sets
 * @param overrides the images that the manifest itself overrides
 */
record ArgoApplication(
        SourceObject source,
        String path,
        Optional<String> branch,
        boolean helm,
        List<String> valueFiles,
        List<String> parameters,
        List<String> overrides,
        Map<String, String> annotations) {
    static final String PREFIX = "argocd-image-updater.argoproj.io/";

    static ArgoApplication of(SourceObject object) {
        Settings settings = object.settings();
        Map<String, String> annotations =
                settings.child("metadata").map(one -> one.map("annotations")).orElse(Map.of());
        Optional<Settings> spec = settings.child("spec");
        Optional<Settings> source = spec.flatMap(one -> one.child("source"))
                .or(() -> spec.flatMap(one -> one.children("sources").stream()
                        .filter(some -> some.keys().contains("path"))
                        .findFirst()));
        String path = clean(source.flatMap(one -> one.text("path")).orElse(""));
        Optional<Settings> helm = source.flatMap(one -> one.child("helm"));
        Optional<Settings> kustomize = source.flatMap(one -> one.child("kustomize"));
        List<String> files = new ArrayList<>();
        helm.map(one -> one.texts("valueFiles")).orElse(List.of()).forEach(file -> files.add(resolved(path, file)));
        return new ArgoApplication(
                object,
                path,
                source.flatMap(one -> one.text("targetRevision")),
                helm.isPresent(),
                List.copyOf(files),
                helm.map(one -> one.children("parameters").stream()
                                .flatMap(each -> each.text("name").stream())
                                .toList())
                        .orElse(List.of()),
                kustomize.map(one -> one.texts("images")).orElse(List.of()),
                annotations);
    }

    /** A file of the source: from its folder or, with a slash, from the repository's root. */
    String file(String name) {
        return resolved(path, name);
    }

    private static String resolved(String folder, String name) {
        List<String> steps = new ArrayList<>();
        String whole = name.startsWith("/") || folder.isEmpty() ? name : folder + "/" + name;
        for (String step : whole.split("/", -1)) {
            if (step.equals("..") && !steps.isEmpty()) {
                steps.removeLast();
            } else if (!step.isEmpty() && !step.equals(".") && !step.equals("..")) {
                steps.add(step);
            }
        }
        return String.join("/", steps);
    }

    private static String clean(String path) {
        return resolved("", path);
    }

    /** The annotations of Image Updater, without their prefix. */
    Map<String, String> settings() {
        Map<String, String> own = new TreeMap<>();
        annotations.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                own.put(key.substring(PREFIX.length()), value);
            }
        });
        return own;
    }
}
