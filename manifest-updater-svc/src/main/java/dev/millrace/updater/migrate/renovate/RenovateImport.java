package dev.millrace.updater.migrate.renovate;

import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.Origin;
import dev.millrace.updater.migrate.PolicyDraft;
import dev.millrace.updater.migrate.Settings;
import dev.millrace.updater.migrate.SourceFiles;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlDocument;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Imports Renovate's configuration, as far as it is about images that are deployed: a policy for each image that its managers find in the checkout.
 *
 * @see <a href="https://docs.renovatebot.com/configuration-options/">Renovate: configuration options</a>
 */
public final class RenovateImport {
    private static final List<String> FILES = List.of(
            "renovate.json",
            "renovate.json5",
            ".github/renovate.json",
            ".github/renovate.json5",
            ".gitlab/renovate.json",
            ".gitlab/renovate.json5",
            ".renovaterc",
            ".renovaterc.json",
            ".renovaterc.json5");

    private static final Map<String, List<String>> DEFAULT_FILES = Map.of(
            "kustomize", List.of("/(^|/)kustomization\\.ya?ml$/"),
            "helm-values", List.of("/(^|/)values\\.ya?ml$/"),
            "kubernetes", List.of());

    /** Presets without an effect on the versions and places of images. */
    private static final Set<String> PLAIN_PRESETS = Set.of("config:recommended", "config:base");

    private static final Set<String> PINNING_PRESETS = Set.of("docker:pinDigests", "config:best-practices");

    private final Settings top;
    private final Drafts drafts;
    private final Managers managers;
    private boolean pinned;

    private RenovateImport(Settings top, SourceFiles files, Drafts drafts) {
        this.top = top;
        this.drafts = drafts;
        this.managers = new Managers(files);
    }

    /** An image, its versions and its delivery: what one policy is about. */
    private record Subject(String image, Map<String, Object> versions, String group) {}

    /** The places of a subject, and where it was found first. */
    private record Found(String file, Set<Object> places, Set<String> paths) {}

    /** Reads the first configuration file that there is, as Renovate does. */
    public static void read(SourceFiles files, Drafts drafts) {
        Optional<String> path = FILES.stream().filter(files.paths()::contains).findFirst();
        if (path.isEmpty()) {
            return;
        }
        try {
            String text = Json5.plain(files.text(path.get()).orElse("{}"));
            Node root = YamlDocument.root(text.getBytes(StandardCharsets.UTF_8), "packageRules");
            new RenovateImport(new Settings(path.get(), "Renovate", "", root, drafts), files, drafts).read();
        } catch (InvalidYaml e) {
            drafts.lost(new Origin(path.get(), e.line()), "Renovate", "file", e.reason());
        }
    }

    private void read() {
        top.ignore("$schema", "description");
        presets();
        pinned |= top.flag("pinDigests");
        List<PackageRule> rules =
                top.children("packageRules").stream().map(PackageRule::read).toList();
        detect();
        Map<Subject, Found> subjects = new LinkedHashMap<>();
        for (DetectedImage image : managers.found()) {
            subject(image, new ImageRules(top, rules, image), subjects);
        }
        subjects.forEach(this::policy);
        notes(top);
        rules.forEach(rule -> notes(rule.settings()));
        top.finish();
    }

    private void presets() {
        for (String preset : top.texts("extends")) {
            if (PINNING_PRESETS.contains(preset)) {
                pinned = true;
            } else if (!PLAIN_PRESETS.contains(preset)) {
                drafts.lost(top.origin("extends"), "Renovate", "extends", preset + ": presets are not resolved");
            }
        }
    }

    private void detect() {
        List<String> enabled = top.texts("enabledManagers");
        List<Predicate<String>> ignored = top.texts("ignorePaths").stream()
                .distinct()
                .map(path -> PackageRule.file(top, "ignorePaths", path))
                .toList();
        for (String manager : List.of("kustomize", "helm-values", "kubernetes")) {
            Optional<Settings> own = top.child(manager);
            boolean off = own.flatMap(one -> one.text("enabled")).equals(Optional.of("false"))
                    || (!enabled.isEmpty() && !enabled.contains(manager));
            Predicate<String> matching = matching(own.orElse(top), own, DEFAULT_FILES.getOrDefault(manager, List.of()))
                    .and(file -> ignored.stream().noneMatch(one -> one.test(file)));
            if (!off) {
                switch (manager) {
                    case "kustomize" -> managers.kustomize(matching);
                    case "helm-values" -> managers.helmValues(matching);
                    default -> managers.kubernetes(matching);
                }
            }
        }
        enabled.stream()
                .filter(manager -> !DEFAULT_FILES.containsKey(manager)
                        && !Set.of("custom.regex", "regex").contains(manager))
                .forEach(manager -> drafts.notNeeded(
                        top.origin("enabledManagers"),
                        "Renovate",
                        "enabledManagers",
                        manager + " is not about deployed images; keep Renovate for it"));
        top.children("customManagers").forEach(this::custom);
        top.children("regexManagers").forEach(this::custom);
    }

    private static Predicate<String> matching(Settings settings, Optional<Settings> own, List<String> defaults) {
        List<String> patterns = new ArrayList<>();
        own.ifPresent(one -> {
            patterns.addAll(one.texts("managerFilePatterns"));
            // The old key has expressions without slashes.
            one.texts("fileMatch").forEach(text -> patterns.add("/" + text + "/"));
        });
        List<Predicate<String>> any = (patterns.isEmpty() ? defaults : patterns)
                .stream()
                        .map(text -> PackageRule.file(settings, "managerFilePatterns", text))
                        .toList();
        return file -> any.stream().anyMatch(one -> one.test(file));
    }

    private void custom(Settings manager) {
        manager.ignore("description");
        if (!manager.text("customType").orElse("regex").equals("regex")) {
            manager.lost("customType", "only expressions are known");
            manager.ignoreAll();
            return;
        }
        if (!manager.text("datasourceTemplate").orElse("docker").equals("docker")) {
            manager.notNeeded("datasourceTemplate", "not about images; keep Renovate for it");
            manager.ignoreAll();
            return;
        }
        if (!manager.text("matchStringsStrategy").orElse("any").equals("any")) {
            manager.lost("matchStringsStrategy", "each expression is searched on its own");
        }
        Optional<String> name = manager.text("packageNameTemplate").or(() -> manager.text("depNameTemplate"));
        if (name.filter(text -> text.contains("{{")).isPresent()) {
            manager.lost("depNameTemplate", "a policy names its image; write one for each");
        }
        Predicate<String> matching = matching(manager, Optional.of(manager), List.of());
        manager.texts("matchStrings").forEach(expression -> managers.custom(matching, manager, expression, name));
    }

    private void subject(DetectedImage image, ImageRules rules, Map<Subject, Found> subjects) {
        if (!rules.isEnabled() || top.texts("ignoreDeps").contains(image.name())) {
            return;
        }
        Optional<Map<String, Object>> versions = rules.versions(image, pinned || rules.isTrue("pinDigests"));
        if (versions.isEmpty()) {
            drafts.notNeeded(
                    new Origin(image.file(), 1),
                    image.manager() + " " + image.name(),
                    "tag",
                    (image.tag().isEmpty() ? "there is none" : image.tag() + " is no version")
                            + ", so Renovate leaves it as it is");
            return;
        }
        String group = rules.text("groupName").orElse("renovate").replaceAll("[^A-Za-z0-9._-]+", "-");
        String plain = group.replaceAll("^[^A-Za-z0-9]+", "");
        String name = plain.isEmpty() ? "renovate" : plain;
        Found found = subjects.computeIfAbsent(
                new Subject(image.name(), versions.get(), name),
                one -> new Found(image.file(), new LinkedHashSet<>(), new LinkedHashSet<>()));
        found.places().add(image.place());
        found.paths().add(image.file());
        drafts.deliver(name, delivery(rules));
    }

    /** Renovate proposes each change, unless it may merge a branch without a request. */
    private Map<String, Object> delivery(ImageRules rules) {
        Map<String, Object> delivery = new LinkedHashMap<>();
        boolean automatic = rules.isTrue("automerge");
        if (automatic && rules.text("automergeType").equals(Optional.of("branch"))) {
            delivery.put("mode", "push");
            return delivery;
        }
        delivery.put("mode", "request");
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("merge", automatic ? "auto" : "manual");
        List<String> labels = rules.texts("labels");
        if (!labels.isEmpty()) {
            request.put("labels", labels);
        }
        delivery.put("request", request);
        return delivery;
    }

    private void policy(Subject subject, Found found) {
        Map<String, Object> keys = new LinkedHashMap<>();
        String last = subject.image().substring(subject.image().lastIndexOf('/') + 1);
        keys.put("name", last);
        keys.put("image", subject.image());
        keys.put("group", subject.group());
        keys.putAll(subject.versions());
        keys.put("look", "1h");
        keys.put("paths", List.copyOf(found.paths()));
        keys.put("places", List.copyOf(found.places()));
        drafts.add(new PolicyDraft(new Origin(found.file(), 1), "image " + subject.image() + " by Renovate", keys));
    }

    /** Notes settings that every level may have, and that no policy has. */
    private static void notes(Settings settings) {
        settings.lost("schedule", "write the times in which nothing may happen as 'gates: {freeze: [...]}'");
        settings.lost("minimumReleaseAge", "an image is proposed when it is found; use 'after' with 'healthy' to wait");
        settings.lost("reviewers", "the host assigns reviewers, by its rules for code owners");
        settings.lost("assignees", "the host assigns requests, by its rules");
        settings.lost("baseBranches", "one branch is edited: millrace.updater.repositories.<name>.branch");
        settings.lost("baseBranchPatterns", "one branch is edited: millrace.updater.repositories.<name>.branch");
        settings.lost("hostRules", "the service logs in by its own configuration, millrace.updater.registries");
        settings.lost("followTag", "write a policy with 'select: {channel: <tag>}'");
        for (String key : List.of("commitMessagePrefix", "commitMessageAction", "commitMessageTopic", "prTitle")) {
            settings.lost(key, "write it as a template: 'delivery: {message, request: {title}}'");
        }
        for (String key : List.of("semanticCommits", "commitMessageSuffix", "addLabels")) {
            settings.lost(key, "write it by hand: 'delivery: {message, suffix, request: {labels}}'");
        }
        for (String key : List.of(
                "dependencyDashboard",
                "dependencyDashboardTitle",
                "prHourlyLimit",
                "prConcurrentLimit",
                "rebaseWhen",
                "timezone",
                "platformAutomerge")) {
            settings.notNeeded(key, "there is one request for each group");
        }
        settings.notNeeded("ignoreUnstable", "ranges accept no pre-releases unless they name one");
        settings.text("groupSlug");
        settings.ignore(
                "enabled",
                "automergeType",
                "automerge",
                "groupName",
                "labels",
                "pinDigests",
                "versioning",
                "allowedVersions",
                "ignorePaths",
                "ignoreDeps");
    }
}
