package dev.millrace.updater.edit.claim;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.find.WrittenValue;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks that a value holds the part of an image that a policy writes there. A value of another form is never replaced.
 *
 * @param value the current value
 * @param key the key of the value; empty in text that has no keys
 * @param label true if the value is a label, which cannot hold a reference
 */
public record Fit(Part part, String value, String key, boolean label, ImageName image) {
    private static final String SHA256 = "sha256:[0-9a-f]{64}";
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._+-]{0,127}(?:@" + SHA256 + ")?|~");
    private static final Pattern RANGE = Pattern.compile("[A-Za-z0-9 ._+*^~<>=!,|-]{1,255}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9](?!.*(?:/|:)/)[A-Za-z0-9._/:-]{0,511}+");
    private static final Pattern DIGEST = Pattern.compile("[a-z0-9]+:[0-9a-fA-F]{32,128}|null|~");
    private static final Pattern VERSION = Pattern.compile("v?[0-9]+(?:[._-].*)?|latest");
    private static final Pattern DIGITS = Pattern.compile("[0-9.]+(?:/[0-9.]+)*");
    private static final Pattern PORT = Pattern.compile("[0-9]{2,5}");
    private static final Set<String> RANGE_KEYS = Set.of("version", "targetRevision");
    private static final Set<String> NAME_KEYS = Set.of("name", "newName", "repository", "image");
    private static final int MAX_QUOTED = 80;
    private static final String ADVICE = "name the part that is there: name, tag, digest, or the whole reference";

    /** The reason why the part cannot be written; empty if it can. */
    public Optional<String> problem() {
        if (value.contains("\n")) {
            return Optional.of("not edited: the value has several lines; write it on one line");
        }
        WrittenValue written = WrittenValue.of(value);
        if (written.isTemplate()) {
            return Optional.of(
                    "not edited: " + quoted() + " is a template or a variable; write the version where it is set");
        }
        boolean fits = (written.image().isBlank() && !(label && isNamed()))
                || switch (part) {
                    case TAG -> isTag(written.image());
                    case REFERENCE -> !label && isReference(WrittenImage.of(written.image()), written.image());
                    case NAME -> !label && isName(WrittenImage.of(written.image()), written.image());
                    case DIGEST -> DIGEST.matcher(written.image()).matches();
                };
        return fits ? Optional.empty() : Optional.of("not edited: " + quoted() + " is no " + word() + "; " + ADVICE);
    }

    private boolean isNamed() {
        return part == Part.REFERENCE || part == Part.NAME;
    }

    private boolean isTag(String text) {
        return TAG.matcher(text).matches()
                || (RANGE_KEYS.contains(key) && RANGE.matcher(text).matches());
    }

    private boolean isReference(WrittenImage written, String text) {
        boolean form = NAME.matcher(written.name()).matches()
                && (written.tag().isEmpty() || TAG.matcher(written.tag()).matches())
                && (written.digest().isEmpty()
                        || DIGEST.matcher(written.digest()).matches());
        return form
                && (written.names(image)
                        || isVersioned(written)
                        || isSameName(written)
                        || (NAME_KEYS.contains(key) && !VERSION.matcher(text).matches()));
    }

    /** Returns true for a name with a version that is no address, time or port. */
    private boolean isVersioned(WrittenImage written) {
        boolean versioned = !written.digest().isEmpty() || !written.tag().isEmpty();
        boolean port = !written.name().contains("/")
                && written.digest().isEmpty()
                && PORT.matcher(written.tag()).matches();
        return versioned && !DIGITS.matcher(written.name()).matches() && (!port || NAME_KEYS.contains(key));
    }

    /** Returns true if the name ends as the image's does, as in another registry. */
    private boolean isSameName(WrittenImage written) {
        String name = image.value();
        return written.name().endsWith(name.substring(name.lastIndexOf('/')));
    }

    private boolean isName(WrittenImage written, String text) {
        boolean form = NAME.matcher(text).matches()
                && written.tag().isEmpty()
                && written.digest().isEmpty();
        boolean certain = text.contains("/") || written.names(image);
        return form
                && (certain
                        || (NAME_KEYS.contains(key) && !VERSION.matcher(text).matches()));
    }

    private String quoted() {
        String line = value.strip().lines().findFirst().orElse("");
        return "'" + (line.length() > MAX_QUOTED ? line.substring(0, MAX_QUOTED) + "…" : line) + "'";
    }

    private String word() {
        return switch (part) {
            case TAG -> "tag";
            case REFERENCE -> "image reference";
            case NAME -> "image name";
            case DIGEST -> "digest";
        };
    }
}
