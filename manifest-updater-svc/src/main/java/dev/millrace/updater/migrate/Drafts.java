package dev.millrace.updater.migrate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The drafts of policies and deliveries, collected from the objects of other tools, and the notes about them. */
public final class Drafts {
    private static final int MAX_NOTES = 5_000;

    private final List<PolicyDraft> policies = new ArrayList<>();
    private final Map<String, Map<String, Object>> deliveries = new LinkedHashMap<>();
    private final Set<ImportNote> notes = new LinkedHashSet<>();

    public void add(PolicyDraft policy) {
        policies.add(policy);
    }

    /** Adds the delivery of a group; the first one of a name stays. */
    public void deliver(String group, Map<String, Object> delivery) {
        deliveries.putIfAbsent(group, delivery);
    }

    public List<PolicyDraft> policies() {
        return List.copyOf(policies);
    }

    public Map<String, Map<String, Object>> deliveries() {
        return deliveries;
    }

    /** Notes a setting that is not in the result, which therefore differs. */
    public void lost(Origin origin, String object, String setting, String reason) {
        add(new ImportNote(origin, object, setting, reason, true));
    }

    /** Notes a setting that Millrace does not need. */
    public void notNeeded(Origin origin, String object, String setting, String reason) {
        add(new ImportNote(origin, object, setting, reason, false));
    }

    private void add(ImportNote note) {
        if (notes.size() < MAX_NOTES) {
            notes.add(note);
        }
    }

    public List<ImportNote> notes() {
        return List.copyOf(notes);
    }
}
