package dev.millrace.sync.lead;

import dev.millrace.events.value.ObjectRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an agent that leads no longer asks of the one that leads, as an annotation's value: to look again at an application's objects, these
 * among them, which it was changing when its lead ended.
 *
 * @param asked tells this from what was asked before: when, and by whom
 * @param objects what it was changing
 */
public record Overrun(String asked, List<ObjectRef> objects) {
    private static final Pattern OBJECT = Pattern.compile("(\\S+) (\\S+) (?:([^\\s/]*)/)?([^\\s/]+)");

    public Overrun {
        objects = List.copyOf(objects);
    }

    /** What the annotation says. Whatever else somebody wrote there asks for nothing but the look. */
    public static Overrun parse(String annotation) {
        int end = annotation.indexOf(';');
        List<ObjectRef> objects = new ArrayList<>();
        for (String object :
                end < 0 ? new String[0] : annotation.substring(end + 1).split(",", -1)) {
            Matcher parts = OBJECT.matcher(object.strip());
            if (parts.matches()) {
                objects.add(new ObjectRef(
                        parts.group(1), parts.group(2), Optional.ofNullable(parts.group(3)), parts.group(4)));
            }
        }
        return new Overrun(end < 0 ? annotation : annotation.substring(0, end), objects);
    }

    /** The same, with these objects too. */
    public Overrun and(Collection<ObjectRef> more) {
        List<ObjectRef> all = new ArrayList<>(objects);
        more.stream().filter(ref -> !all.contains(ref)).forEach(all::add);
        return new Overrun(asked, all);
    }

    /** As an annotation. */
    @Override
    public String toString() {
        return asked + "; "
                + objects.stream().map(Overrun::text).collect(Collectors.toCollection(TreeSet::new)).stream()
                        .collect(Collectors.joining(", "));
    }

    private static String text(ObjectRef ref) {
        return ref.apiVersion() + " " + ref.kind() + " "
                + ref.namespace().map(namespace -> namespace + "/").orElse("") + ref.name();
    }
}
