package dev.millrace.updater.edit.claim;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.find.WrittenValue;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The image that a value belongs to, by the repository beside it. Charts often have the registry in a value of its own, beside the repository or in
 * {@code global}; the two are compared as one name.
 */
public sealed interface ImageEvidence {
    /** The keys of a global registry, below {@code global}. */
    List<List<String>> GLOBAL = List.of(List.of("imageRegistry"), List.of("registry"), List.of("image", "registry"));

    /**
     * The value belongs to the image.
     *
     * @param registry the registry that is a value of its own; empty if the repository names it
     */
    record Own(String registry) implements ImageEvidence {}

    /** The value belongs to another image. */
    record Another(Scalar repository, String name) implements ImageEvidence {}

    /** The repository fits, but nothing names its registry. */
    record NoRegistry(Scalar repository) implements ImageEvidence {}

    /** There is no repository. */
    record None() implements ImageEvidence {}

    /** The evidence beside a tag or digest: the repository in the same mapping. */
    static ImageEvidence beside(Scalar value, ImageName image) {
        return value.parent() instanceof Node.Mapping mapping
                ? Stream.of("repository", "image", "newName", "name")
                        .flatMap(key -> mapping.text(key).stream().filter(text -> isRepository(key, text, value)))
                        .findFirst()
                        .map(repository -> of(repository, image))
                        .orElseGet(None::new)
                : new None();
    }

    /** Only a repository is surely an image; other keys have many meanings, so their values must have the form of a path. */
    private static boolean isRepository(String key, Scalar text, Scalar value) {
        return text != value
                && !text.value().isBlank()
                && (key.equals("repository") || text.value().contains("/"));
    }

    /** The evidence of a repository. */
    static ImageEvidence of(Scalar repository, ImageName image) {
        String name = WrittenImage.of(
                        WrittenValue.of(repository.value().strip()).image())
                .name();
        if (name.isBlank()) {
            return new None();
        }
        boolean whole = names(name, image);
        Optional<String> beside = besides(repository);
        Optional<String> global = global(repository);
        if (beside.isPresent() && global.isPresent() && !beside.equals(global)) {
            return new Another(repository, global.get() + " or " + beside.get() + "/" + name);
        }
        Optional<String> registry = beside.or(() -> global);
        if (registry.isPresent() && names(registry.get() + "/" + name, image)) {
            return new Own(registry.get());
        }
        if (whole && (beside.isEmpty() || beside.get().equals(image.registry()))) {
            return new Own("");
        }
        boolean end = image.value().endsWith("/" + name);
        return registry.isEmpty() && end
                ? new NoRegistry(repository)
                : new Another(repository, registry.map(one -> one + "/").orElse("") + name);
    }

    private static boolean names(String name, ImageName image) {
        return new WrittenImage(name, "", "").names(image);
    }

    /** The registry in the mapping of the repository. */
    private static Optional<String> besides(Scalar repository) {
        return repository.parent() instanceof Node.Mapping mapping
                ? mapping.text("registry").filter(text -> text != repository).flatMap(ImageEvidence::text)
                : Optional.empty();
    }

    /** The registry in {@code global}, of the repository's mapping or of one above it. */
    private static Optional<String> global(Scalar repository) {
        for (Node node = repository.parent(); node != null; node = node.parent()) {
            if (node instanceof Node.Mapping mapping
                    && mapping.get("global").orElse(null) instanceof Node.Mapping global) {
                Optional<String> found = GLOBAL.stream()
                        .flatMap(keys -> down(global, keys).stream())
                        .flatMap(scalar -> text(scalar).stream())
                        .findFirst();
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Scalar> down(Node.Mapping mapping, List<String> keys) {
        if (keys.size() == 1) {
            return mapping.text(keys.getFirst());
        }
        return mapping.get(keys.getFirst()).orElse(null) instanceof Node.Mapping below
                ? down(below, keys.subList(1, keys.size()))
                : Optional.empty();
    }

    private static Optional<String> text(Scalar scalar) {
        String text = scalar.value().strip().replaceFirst("/+$", "");
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
