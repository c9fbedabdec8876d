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
 * A former leader's request to the present one, as the value of an annotation: to recheck an application's objects, among them those that the
 * former leader was changing when its leadership ended.
 *
 * @param asked distinguishes this request from earlier ones: its time and its sender
 * @param objects the objects that the former leader was changing
 */
public record Overrun(String asked, List<ObjectRef> objects) {
    private static final Pattern OBJECT = Pattern.compile("(\\S+) (\\S+) (?:([^\\s/]*)/)?([^\\s/]+)");

    public Overrun {
        objects = List.copyOf(objects);
    }

    /** Parses the annotation. Any other value requests the recheck without naming objects. */
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

    /** Returns the request with these objects added. */
    public Overrun and(Collection<ObjectRef> more) {
        List<ObjectRef> all = new ArrayList<>(objects);
        more.stream().filter(ref -> !all.contains(ref)).forEach(all::add);
        return new Overrun(asked, all);
    }

    /** Returns the value of the annotation. */
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
