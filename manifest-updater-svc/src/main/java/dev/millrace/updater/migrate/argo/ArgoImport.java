package dev.millrace.updater.migrate.argo;

import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.PolicyDraft;
import dev.millrace.updater.migrate.SourceFiles;
import dev.millrace.updater.migrate.SourceObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Imports Argo CD Image Updater's annotations on {@code Application}s, and its {@code ImageUpdater} resources.
 *
 * @see <a href="https://argocd-image-updater.readthedocs.io/en/stable/configuration/images/">Argo CD Image Updater: images</a>
 */
public final class ArgoImport {
    /** Settings of one image, named {@code <alias>.<setting>}, and of the whole application without an alias. */
    private static final Set<String> PER_IMAGE = Set.of(
            "update-strategy",
            "allow-tags",
            "ignore-tags",
            "helm.image-name",
            "helm.image-tag",
            "helm.image-spec",
            "kustomize.image-name",
            "platforms",
            "pull-secret",
            "force-update");

    private static final Set<String> PER_APPLICATION =
            Set.of("write-back-method", "write-back-target", "git-branch", "git-repository");

    private final SourceFiles files;
    private final Drafts drafts;

    private ArgoImport(SourceFiles files, Drafts drafts) {
        this.files = files;
        this.drafts = drafts;
    }

    /** Reads the applications and resources. */
    public static void read(SourceFiles files, Drafts drafts) {
        ArgoImport argo = new ArgoImport(files, drafts);
        List<ArgoApplication> applications = new ArrayList<>();
        for (SourceObject object : files.objects("argoproj.io")) {
            if (object.kind().equals("Application")) {
                applications.add(ArgoApplication.of(object));
            } else if (object.kind().equals("ApplicationSet")) {
                argo.generated(object);
            }
        }
        Set<String> named = new HashSet<>();
        for (SourceObject object : files.objects("argocd-image-updater.argoproj.io")) {
            if (object.kind().equals("ImageUpdater")) {
                new ImageUpdaterResource(object, drafts).settings(applications).forEach((application, images) -> {
                    named.add(application.source().title());
                    images.forEach(image -> argo.policy(application, image));
                });
                object.settings().finish();
            }
        }
        applications.stream()
                .filter(one -> !named.contains(one.source().title()))
                .forEach(argo::annotations);
    }

    /** The annotations are in a template, whose applications are known in the cluster only. */
    private void generated(SourceObject object) {
        boolean annotated = object
                .settings()
                .child("spec")
                .flatMap(spec -> spec.child("template"))
                .flatMap(template -> template.child("metadata"))
                .map(metadata -> metadata.map("annotations"))
                .orElse(Map.of())
                .keySet()
                .stream()
                .anyMatch(key -> key.startsWith(ArgoApplication.PREFIX));
        if (annotated) {
            drafts.lost(
                    object.origin(),
                    object.title(),
                    "spec.template.metadata.annotations",
                    "its applications are generated in the cluster; write a policy for each of their folders");
        }
    }

    private void annotations(ArgoApplication application) {
        Map<String, String> settings = new TreeMap<>(application.settings());
        String list = settings.remove("image-list");
        SourceObject source = application.source();
        if (list == null) {
            settings.keySet()
                    .forEach(key -> drafts.lost(
                            source.origin(), source.title(), key, "there is no image-list, so it has no effect"));
            return;
        }
        Set<String> used = new HashSet<>();
        for (String text : list.split(",", -1)) {
            if (text.isBlank()) {
                continue;
            }
            ImageEntry image = ImageEntry.parse(text);
            Map<String, String> own = new TreeMap<>();
            PER_APPLICATION.forEach(key -> take(settings, key, key, own, used));
            // The settings of an image take precedence over those of the application.
            PER_IMAGE.forEach(key -> take(settings, key, key, own, used));
            if (!image.alias().isEmpty()) {
                PER_IMAGE.forEach(key -> take(settings, image.alias() + "." + key, key, own, used));
            }
            policy(application, new ImageSettings(image, source.origin(), source.title(), own));
        }
        settings.keySet().stream()
                .filter(key -> !used.contains(key))
                .forEach(key -> drafts.lost(
                        source.origin(),
                        source.title(),
                        key,
                        "no such setting is known, or no image of the list has this alias"));
    }

    private static void take(
            Map<String, String> settings, String from, String key, Map<String, String> own, Set<String> used) {
        Optional.ofNullable(settings.get(from)).ifPresent(value -> {
            own.put(key, value);
            used.add(from);
        });
    }

    private void policy(ArgoApplication application, ImageSettings image) {
        Map<String, Object> keys = new LinkedHashMap<>();
        String app = application.source().name();
        String label = image.image().label();
        keys.put("name", label.equals(app) ? app : app + "-" + label);
        keys.put("image", image.image().name());
        branch(application, image, keys);
        keys.putAll(image.versions(drafts));
        // Image Updater polls the registry every two minutes.
        keys.put("look", "2m");
        keys.putAll(new WriteBack(application, image, files, drafts).places());
        drafts.add(new PolicyDraft(image.origin(), image.object(), keys));
    }

    private void branch(ArgoApplication application, ImageSettings image, Map<String, Object> keys) {
        image.value("git-repository")
                .ifPresent(url -> image.lost(
                        drafts,
                        "git-repository",
                        "the file applies to the repository that it is in; import it in " + url));
        Optional<String> branch = image.value("git-branch");
        if (branch.isEmpty()) {
            return;
        }
        int colon = branch.get().indexOf(':');
        String base = colon < 0 ? branch.get() : branch.get().substring(0, colon);
        String target = colon < 0 ? "" : branch.get().substring(colon + 1);
        if (!base.isEmpty() && !Optional.of(base).equals(application.branch())) {
            drafts.notNeeded(
                    image.origin(),
                    image.object(),
                    "git-branch",
                    "the service's configuration names the branch: millrace.updater.repositories.<name>.branch="
                            + base);
        }
        if (target.isEmpty()) {
            return;
        }
        Map<String, Object> delivery = new LinkedHashMap<>();
        delivery.put("mode", "branch");
        if (target.contains("{{")) {
            image.lost(drafts, "git-branch", "a branch has no template; commits go to millrace/{group}");
        } else {
            delivery.put("branch", target);
        }
        keys.put("group", application.source().name());
        drafts.deliver(application.source().name(), delivery);
    }
}
