package dev.millrace.updater.edit.find;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A comment such as <code>{"$imagepolicy": "flux-system:web:tag"}</code>. The namespace is ignored.
 *
 * @see <a href="https://fluxcd.io/flux/guides/image-update/#configure-image-update-for-custom-resources">Flux: markers</a>
 */
record Marker(String policy, Part part) {
    /** The key that every marker contains. */
    static final String KEY = "$imagepolicy";

    private static final Pattern FORM = Pattern.compile("\\{\\s*\"\\$imagepolicy\"\\s*:\\s*\"(?<value>[^\"]*)\"\\s*}");

    static Optional<Marker> in(String comment) {
        Matcher matcher = FORM.matcher(comment);
        return matcher.find() ? Optional.of(of(List.of(matcher.group("value").split(":", -1)))) : Optional.empty();
    }

    private static Marker of(List<String> parts) {
        String last = parts.getLast();
        boolean hasPart = parts.size() > 1 && List.of("tag", "name", "digest").contains(last);
        return hasPart
                ? new Marker(parts.get(parts.size() - 2), Part.valueOf(last.toUpperCase(Locale.ROOT)))
                : new Marker(last, Part.REFERENCE);
    }
}
