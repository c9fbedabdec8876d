package dev.millrace.updater.migrate.flux;

import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.PolicyDraft;
import dev.millrace.updater.migrate.Settings;
import dev.millrace.updater.migrate.SourceFiles;
import dev.millrace.updater.migrate.SourceObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Imports Flux' {@code ImagePolicy}, {@code ImageRepository} and {@code ImageUpdateAutomation}. Their markers stay as they are, and no other place is
 * written.
 *
 * @see <a href="https://fluxcd.io/flux/components/image/">Flux: image automation</a>
 */
public final class FluxImport {
    static final String GROUP = "image.toolkit.fluxcd.io";

    private static final Set<String> VERSIONS = Set.of("v1beta1", "v1beta2", "v1");
    private static final Map<String, String> ORDERS = Map.of("asc", "ascending", "desc", "descending");
    private static final Pattern ONE_TAG = Pattern.compile("\\^[A-Za-z0-9_-]+\\$");
    private static final String LOGIN =
            "the service logs in by its own configuration, millrace.updater.registries, not by a policy";

    private final List<SourceObject> objects;
    private final List<Automation> automations = new ArrayList<>();
    private final Drafts drafts;

    private FluxImport(List<SourceObject> objects, Drafts drafts) {
        this.objects = objects;
        this.drafts = drafts;
    }

    /** Reads Flux' objects. */
    public static void read(SourceFiles files, Drafts drafts) {
        List<SourceObject> supported = new ArrayList<>();
        for (SourceObject one : files.objects(GROUP)) {
            if (VERSIONS.contains(one.version())) {
                supported.add(one);
            } else {
                drafts.lost(
                        one.origin(), one.title(), "apiVersion", one.version() + " is none of v1beta1, v1beta2, v1");
            }
        }
        new FluxImport(supported, drafts).read();
    }

    private void read() {
        of("ImageUpdateAutomation").forEach(one -> automations.add(Automation.read(one, drafts)));
        Set<String> several = severalOfOneName();
        of("ImagePolicy").forEach(one -> policy(one, several.contains(one.name())));
        of("ImageRepository").forEach(FluxImport::settled);
        objects.stream()
                .filter(one -> !Set.of("ImagePolicy", "ImageRepository", "ImageUpdateAutomation")
                        .contains(one.kind()))
                .forEach(one -> drafts.lost(one.origin(), one.title(), "kind", "no such kind is known"));
        objects.forEach(one -> one.settings().finish());
        automations.stream()
                .filter(automation -> !automation.isUsed())
                .forEach(automation -> drafts.lost(
                        automation.source().origin(),
                        automation.source().title(),
                        "spec.policySelector",
                        "no ImagePolicy of its namespace is selected, so it becomes no policy"));
    }

    private List<SourceObject> of(String kind) {
        return objects.stream().filter(one -> one.kind().equals(kind)).toList();
    }

    private Set<String> severalOfOneName() {
        Map<String, Long> counts =
                of("ImagePolicy").stream().collect(Collectors.groupingBy(SourceObject::name, Collectors.counting()));
        return counts.entrySet().stream()
                .filter(one -> one.getValue() > 1)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Notes the settings of a repository that no policy takes over. */
    private static void settled(SourceObject repository) {
        repository.settings().child("spec").ifPresent(spec -> {
            for (String key :
                    List.of("secretRef", "certSecretRef", "serviceAccountName", "provider", "proxySecretRef")) {
                spec.lost(key, LOGIN);
            }
            spec.lost("insecure", "set 'insecure' for the registry in millrace.updater.registries");
            spec.notNeeded("accessFrom", "all policies are in one file, of one repository");
            spec.notNeeded("timeout", "each request to a registry is bounded");
            if (!spec.texts("exclusionList").stream().allMatch("^.*\\.sig$"::equals)) {
                spec.lost("exclusionList", "no tags can be excluded; narrow 'tags.pattern' to those that are meant");
            }
        });
    }

    private void policy(SourceObject one, boolean ambiguous) {
        Optional<Settings> found = one.settings().child("spec");
        if (found.isEmpty()) {
            drafts.lost(one.origin(), one.title(), "spec", "missing");
            return;
        }
        Settings spec = found.get();
        Map<String, Object> keys = new LinkedHashMap<>();
        if (ambiguous && !one.namespace().isEmpty()) {
            keys.put("namespace", one.namespace());
        }
        keys.put("name", one.name());
        Optional<Settings> repository = repository(one, spec);
        Optional<String> image = repository.flatMap(its -> its.text("image"));
        if (repository.isPresent() && image.isEmpty()) {
            drafts.lost(one.origin(), one.title(), "spec.imageRepositoryRef", "its ImageRepository names no image");
        }
        if (image.isEmpty()) {
            spec.ignoreAll();
            return;
        }
        keys.put("image", image.get());
        List<Automation> writers = writers(one);
        suspension(one, spec, repository.get(), writers).ifPresent(reason -> {
            keys.put("suspend", true);
            keys.put("reason", reason);
        });
        automations(writers, one, keys);
        versions(spec, keys);
        repository
                .flatMap(its -> its.text("interval"))
                .map(FluxImport::interval)
                .ifPresent(interval -> keys.put("look", interval));
        keys.put("places", List.of());
        drafts.add(new PolicyDraft(one.origin(), one.title(), keys));
    }

    private List<Automation> writers(SourceObject policy) {
        List<Automation> writers =
                automations.stream().filter(writer -> writer.selects(policy)).toList();
        if (writers.isEmpty()) {
            drafts.lost(
                    policy.origin(),
                    policy.title(),
                    "namespace",
                    "no ImageUpdateAutomation of it writes this policy; the policy here writes its markers in all files");
        }
        return writers;
    }

    /** Go writes {@code 1h0m0s} where we write {@code 1h}, and may write a fraction or milliseconds, which is never intended. */
    private static String interval(String duration) {
        String plain = duration.replaceAll("(?<=[dhm])0[ms]", "");
        return plain.matches("(?:\\d{1,5}d)?(?:\\d{1,6}h)?(?:\\d{1,7}m)?(?:\\d{1,8}s)?") ? plain : "5m";
    }

    private Optional<Settings> repository(SourceObject policy, Settings spec) {
        Optional<Settings> reference = spec.child("imageRepositoryRef");
        String name = reference.flatMap(one -> one.text("name")).orElse("");
        String namespace = reference.flatMap(one -> one.text("namespace")).orElse(policy.namespace());
        List<SourceObject> all = of("ImageRepository").stream()
                .filter(one -> one.name().equals(name))
                .filter(one ->
                        one.namespace().equals(namespace) || one.namespace().isEmpty() || namespace.isEmpty())
                .toList();
        if (all.size() != 1) {
            drafts.lost(
                    spec.origin("imageRepositoryRef"),
                    policy.title(),
                    "spec.imageRepositoryRef",
                    (all.isEmpty() ? "no" : "more than one") + " ImageRepository " + name
                            + " is in the checkout, so its image is not known; write the policy by hand");
            return Optional.empty();
        }
        return all.getFirst().settings().child("spec");
    }

    private static Optional<String> suspension(
            SourceObject policy, Settings spec, Settings repository, List<Automation> writers) {
        if (spec.flag("suspend")) {
            return Optional.of("suspended in Flux: " + policy.title());
        }
        if (repository.flag("suspend")) {
            return Optional.of("suspended in Flux: the image's repository");
        }
        boolean all = !writers.isEmpty() && writers.stream().allMatch(Automation::isSuspended);
        return all
                ? Optional.of(
                        "suspended in Flux: " + writers.getFirst().source().title())
                : Optional.empty();
    }

    private void automations(List<Automation> writers, SourceObject policy, Map<String, Object> keys) {
        if (writers.isEmpty()) {
            return;
        }
        Automation first = writers.getFirst();
        writers.forEach(Automation::use);
        keys.put("group", first.group());
        drafts.deliver(first.group(), first.delivery());
        writers.stream()
                .skip(1)
                .filter(other -> !other.delivery().equals(first.delivery()))
                .forEach(other -> drafts.lost(
                        policy.origin(),
                        policy.title(),
                        other.source().title(),
                        "a policy has one delivery, that of " + first.source().title()));
        if (writers.stream().noneMatch(writer -> writer.path().isEmpty())) {
            keys.put("paths", writers.stream().map(Automation::path).distinct().toList());
        }
    }

    private static void versions(Settings spec, Map<String, Object> keys) {
        Optional<Settings> filter = spec.child("filterTags");
        Optional<String> pattern = filter.flatMap(one -> one.text("pattern"));
        pattern.ifPresent(text -> {
            Map<String, Object> tags = new LinkedHashMap<>();
            tags.put("pattern", text);
            filter.flatMap(one -> one.text("extract")).ifPresent(extract -> tags.put("extract", extract));
            keys.put("tags", tags);
        });
        String reflection = spec.text("digestReflectionPolicy").orElse("Never");
        spec.notNeeded("interval", "a push of the registry triggers; 'look' scans besides");
        if (reflection.equals("Always")
                && pattern.filter(text -> ONE_TAG.matcher(text).matches()).isPresent()) {
            String tag = pattern.get().substring(1, pattern.get().length() - 1);
            keys.remove("tags");
            keys.put("select", Map.of("channel", tag));
            spec.child("policy").ifPresent(FluxImport::order);
            return;
        }
        if (reflection.equals("Always")) {
            spec.lost(
                    "digestReflectionPolicy",
                    "a tag that is pushed again is followed only by 'select: {channel: <tag>}'");
        }
        spec.child("policy").flatMap(FluxImport::order).ifPresent(order -> keys.put("select", order));
        if (!reflection.equals("Never")) {
            keys.put("digest", true);
        }
    }

    private static Optional<Map<String, Object>> order(Settings policy) {
        Optional<String> range = policy.child("semver").flatMap(one -> one.text("range"));
        if (range.isPresent()) {
            return Optional.of(Map.of("semver", range.get()));
        }
        for (String kind : List.of("numerical", "alphabetical")) {
            if (policy.keys().contains(kind)) {
                String order =
                        policy.child(kind).flatMap(one -> one.text("order")).orElse("asc");
                return Optional.of(Map.of(kind, ORDERS.getOrDefault(order, order)));
            }
        }
        return Optional.empty();
    }
}
