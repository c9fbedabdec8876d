package dev.millrace.updater.migrate.write;

import dev.millrace.git.worktree.WorkTree;
import dev.millrace.updater.migrate.Drafts;
import dev.millrace.updater.migrate.ImportNote;
import dev.millrace.updater.migrate.Origin;
import dev.millrace.updater.migrate.PolicyDraft;
import dev.millrace.updater.migrate.SourceFiles;
import dev.millrace.updater.migrate.argo.ArgoImport;
import dev.millrace.updater.migrate.flux.FluxImport;
import dev.millrace.updater.migrate.renovate.RenovateImport;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Imports the settings of Flux, Argo CD Image Updater and Renovate from a checkout. */
public final class Import {
    private Import() {}

    /**
     * The result of an import.
     *
     * @param text the {@code updates.yaml}; if its reader rejects it, a note says why
     * @param policies the number of policies
     * @param notes the settings that are not in the text
     */
    public record Result(String text, int policies, List<ImportNote> notes) {
        public Result {
            notes = List.copyOf(notes);
        }

        /** Returns true if Millrace will do the same as the other tools, as far as their settings show. */
        public boolean isComplete() {
            return notes.stream().noneMatch(ImportNote::lost);
        }
    }

    /** Reads the settings of all tools in a checkout. */
    public static Result of(WorkTree checkout) throws IOException {
        Drafts drafts = new Drafts();
        SourceFiles files = SourceFiles.of(checkout, drafts);
        FluxImport.read(files, drafts);
        ArgoImport.read(files, drafts);
        RenovateImport.read(files, drafts);
        List<PolicyDraft> policies = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (PolicyDraft draft : drafts.policies()) {
            PolicyDraft named = draft;
            for (int copy = 2; !names.add(named.keys().get("namespace") + ":" + named.name()); copy++) {
                named = draft.with("name", draft.name() + "-" + copy);
            }
            addIfReadable(named, drafts, policies);
        }
        Map<String, Map<String, Object>> groups = groups(drafts, policies);
        if (groups.size() == 1 && groups.keySet().equals(used(policies))) {
            policies.replaceAll(policy -> policy.without("group"));
            String text = UpdatesText.of(policies, groups.values().iterator().next(), Map.of());
            return result(text, policies.size(), drafts);
        }
        return result(UpdatesText.of(policies, Map.of(), groups), policies.size(), drafts);
    }

    /** Each policy is readable by itself; the file has bounds of its own. */
    private static Result result(String text, int policies, Drafts drafts) {
        if (policies > 0
                && PolicyReader.read(text.getBytes(StandardCharsets.UTF_8)) instanceof PolicyOutcome.Broken broken) {
            drafts.lost(new Origin(".", 1), "updates.yaml", "file", broken.reason());
        }
        return new Result(text, policies, drafts.notes());
    }

    /** A policy that the reader rejects would make the whole file invalid. */
    private static void addIfReadable(PolicyDraft draft, Drafts drafts, List<PolicyDraft> policies) {
        String alone = UpdatesText.of(List.of(draft), Map.of(), Map.of());
        switch (PolicyReader.read(alone.getBytes(StandardCharsets.UTF_8))) {
            case PolicyOutcome.Usable usable ->
                usable.policies()
                        .all()
                        .getFirst()
                        .versions()
                        .mistake()
                        .ifPresentOrElse(
                                mistake -> drafts.lost(draft.origin(), draft.object(), "policy", mistake.reason()),
                                () -> policies.add(draft));
            case PolicyOutcome.Broken broken -> drafts.lost(draft.origin(), draft.object(), "policy", broken.reason());
        }
    }

    /** The groups of the policies; empty for one without. */
    private static Set<String> used(List<PolicyDraft> policies) {
        return policies.stream()
                .map(policy -> policy.keys().getOrDefault("group", "").toString())
                .collect(Collectors.toSet());
    }

    /** The deliveries that the policies need. */
    private static Map<String, Map<String, Object>> groups(Drafts drafts, List<PolicyDraft> policies) {
        Set<String> used = used(policies);
        Map<String, Map<String, Object>> groups = new LinkedHashMap<>();
        drafts.deliveries().forEach((name, delivery) -> {
            if (used.contains(name) && !delivery.isEmpty()) {
                add(groups, name, delivery, drafts);
            }
        });
        return groups;
    }

    private static void add(
            Map<String, Map<String, Object>> groups, String name, Map<String, Object> delivery, Drafts drafts) {
        String alone = UpdatesText.of(List.of(), delivery, Map.of());
        if (PolicyReader.read(alone.getBytes(StandardCharsets.UTF_8)) instanceof PolicyOutcome.Broken broken) {
            drafts.lost(new Origin(".", 1), "group " + name, "delivery", broken.reason());
            return;
        }
        groups.put(name, delivery);
    }
}
