package dev.millrace.updater.edit.find;

import com.google.re2j.Pattern;
import dev.millrace.updater.edit.text.FieldPath;
import java.util.Optional;

/** A way in which a policy finds its places, besides the markers that name it, which always apply. */
public sealed interface Finder {

    /** A custom comment text, at the end of the line or on the line above. */
    record Comment(String text) implements Finder {}

    /** The entries for the image in the {@code images} of kustomizations. */
    record Kustomize() implements Finder {}

    /** Containers and init containers with the image, in manifests and in strategic-merge patches. */
    record Containers() implements Finder {}

    /** Helm values: the parts of the image, each by its path; at least one is present. */
    record HelmValues(Optional<FieldPath> repository, Optional<FieldPath> tag, Optional<FieldPath> digest)
            implements Finder {}

    /** One field of a YAML or JSON file. */
    record Field(FieldPath path, Part part) implements Finder {}

    /** The version of a dependency in a {@code Chart.yaml}. */
    record Chart(String dependency) implements Finder {}

    /** Any text file: the matches of the groups {@code image}, {@code name}, {@code tag} and {@code digest} of an expression. */
    record Text(Pattern expression) implements Finder {}
}
