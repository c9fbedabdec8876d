package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.find.Part;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment such as <code>{"$imagepolicy": "flux-system:web:tag"}</code>.
 *
 * @param namespace empty if there is none
 * @param policy the policy's name within its namespace
 * @param before the text of the comment before it
 * @see <a href="https://fluxcd.io/flux/guides/image-update/#configure-image-update-for-custom-resources">Flux: markers</a>
 */
record Marker(String namespace, String policy, Part part, String before) {
    /** The key that every marker contains. */
    static final String KEY = "$imagepolicy";

    static final String NOT_ALONE = "not followed: a marker on a line of its own must begin the comment";

    private static final Pattern FORM = Pattern.compile("\\{\\s*\"\\$imagepolicy\"\\s*:\\s*\"(?<value>[^\"]*)\"\\s*}");

    /** The policy that a marker means. */
    sealed interface Owner {

        /** @param certain false if the marker's namespace may mean a policy of another tool, so that the image has to decide */
        record Known(String policy, boolean certain) implements Owner {}

        record Unknown(String reason) implements Owner {}
    }

    static Optional<Marker> in(String comment) {
        Matcher matcher = FORM.matcher(comment);
        return matcher.find()
                ? Optional.of(of(
                        List.of(matcher.group("value").split(":", -1)),
                        comment.substring(0, matcher.start()).strip()))
                : Optional.empty();
    }

    private static Marker of(List<String> parts, String before) {
        boolean hasPart = parts.size() > 1 && List.of("tag", "name", "digest").contains(parts.getLast());
        Part part = hasPart ? Part.valueOf(parts.getLast().toUpperCase(Locale.ROOT)) : Part.REFERENCE;
        List<String> names = hasPart ? parts.subList(0, parts.size() - 1) : parts;
        return new Marker(String.join(":", names.subList(0, names.size() - 1)), names.getLast(), part, before);
    }

    /** Returns true if the marker is the end of a line that is commented out. */
    boolean isCommentedOut() {
        return before.endsWith("#");
    }

    /** @param known the names of all policies; {@code namespace:name} for one with a namespace */
    Owner owner(Set<String> known) {
        String full = namespace + ":" + policy;
        if (known.contains(full)) {
            return new Owner.Known(full, true);
        }
        if (known.contains(policy)) {
            return new Owner.Known(policy, namespace.isEmpty());
        }
        List<String> others = known.stream()
                .filter(name -> name.endsWith(":" + policy))
                .sorted()
                .toList();
        if (others.isEmpty()) {
            return new Owner.Unknown("unknown policy in the marker: " + policy);
        }
        return namespace.isEmpty() && others.size() == 1
                ? new Owner.Known(others.getFirst(), true)
                : new Owner.Unknown((namespace.isEmpty() ? "no namespace" : "unknown namespace " + namespace)
                        + " in the marker of " + policy + "; known policies are " + String.join(", ", others));
    }
}
