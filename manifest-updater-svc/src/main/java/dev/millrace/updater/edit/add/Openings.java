package dev.millrace.updater.edit.add;

import dev.millrace.updater.edit.claim.ImageEvidence;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.text.FieldPath;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds where the values of a policy that adds are missing. */
public final class Openings {
    private static final String HUB = "docker.io";

    private final String path;
    private final Manifest manifest;
    private final Search search;
    private final Consumer<Problem> problems;

    private Openings(String path, Manifest manifest, Search search, Consumer<Problem> problems) {
        this.path = path;
        this.manifest = manifest;
        this.search = search;
        this.problems = problems;
    }

    /**
     * The first opening in a file, if the policy adds. Only the caller knows if it has a place there already.
     *
     * @param kustomization true if the file is a kustomization
     */
    public static Optional<Opening> of(
            String path, Manifest manifest, Search search, boolean kustomization, Consumer<Problem> problems) {
        Openings openings = new Openings(path, manifest, search, problems);
        if (!search.adds() || !search.named()) {
            return Optional.empty();
        }
        for (Finder finder : search.finders()) {
            Optional<Opening> opening =
                    switch (finder) {
                        case Finder.Kustomize kustomize -> kustomization ? openings.entry() : Optional.empty();
                        case Finder.HelmValues(var repository, var tag, var digest) ->
                            kustomization ? Optional.empty() : tag.flatMap(field -> openings.value(repository, field));
                        case Finder.Comment comment -> Optional.empty();
                        case Finder.Containers containers -> Optional.empty();
                        case Finder.Field field -> Optional.empty();
                        case Finder.Chart chart -> Optional.empty();
                        case Finder.Text text -> Optional.empty();
                    };
            if (opening.isPresent()) {
                return opening;
            }
        }
        return Optional.empty();
    }

    private Optional<Opening> entry() {
        if (manifest.roots().size() != 1 || !(manifest.roots().getFirst() instanceof Node.Mapping root)) {
            return manifest.roots().isEmpty() ? Optional.empty() : refused(1, "the file has several documents");
        }
        Node images = root.entries().get("images");
        if (images == null) {
            return root.get("images").isPresent()
                    ? refused(1, "'images' comes from an anchor")
                    : newEntry(1, new Slot.AtEnd(root, "images"));
        }
        return switch (images) {
            case Node.Sequence list -> inList(list);
            case Scalar scalar when scalar.isEmpty() -> newEntry(line(scalar), new Slot.BelowKey(root, scalar));
            case Scalar scalar -> refused(line(scalar), "'images' is no list");
            case Node.Mapping mapping -> refused(1, "'images' is no list");
            case Node.Alias alias -> refused(1, "'images' comes from an anchor");
        };
    }

    private Optional<Opening> inList(Node.Sequence list) {
        for (Node item : list.items()) {
            if (!(item instanceof Node.Mapping entry)) {
                return refused(1, "'images' has an entry that is no mapping");
            }
            boolean named = entry.text("name")
                    .filter(name -> name.value().equals(search.image().value()))
                    .isPresent();
            if (isOf(entry)) {
                boolean whole =
                        entry.text("newTag").or(() -> entry.text("digest")).isPresent();
                return whole ? Optional.empty() : opening(line(entry), new Slot.InMapping(entry), versions());
            }
            if (named) {
                return refused(line(entry), "the entry of this name stands for another image, by its newName");
            }
        }
        return newEntry(line(list), new Slot.InList(list));
    }

    private boolean isOf(Node.Mapping entry) {
        return entry.filled("newName")
                .or(() -> entry.text("name"))
                .filter(name -> ImageEvidence.of(name, search.image()) instanceof ImageEvidence.Own)
                .isPresent();
    }

    /** kustomize compares names as text, and Docker Hub's names have several forms. */
    private Optional<Opening> newEntry(int line, Slot slot) {
        return search.image().registry().equals(HUB)
                ? refused(
                        line,
                        "an entry needs the name that the manifests have, and Docker Hub's names have several forms")
                : opening(line, slot, names());
    }

    private List<Field> names() {
        List<Field> fields = new ArrayList<>();
        fields.add(new Field("name", Part.NAME));
        fields.addAll(versions());
        return fields;
    }

    private List<Field> versions() {
        return search.pinned()
                ? List.of(new Field("newTag", Part.TAG), new Field("digest", Part.DIGEST))
                : List.of(new Field("newTag", Part.TAG));
    }

    /** The tag in the mapping that its path names, if exactly one document has that mapping. */
    private Optional<Opening> value(Optional<FieldPath> repository, FieldPath tag) {
        List<Node.Mapping> open = manifest.roots().stream()
                .flatMap(root -> tag.openIn(root).stream())
                .toList();
        if (open.size() != 1) {
            return open.isEmpty()
                    ? Optional.empty()
                    : refused(line(open.getFirst()), "several documents have the mapping for " + tag.lastKey());
        }
        Node.Mapping mapping = open.getFirst();
        Optional<Scalar> named = mapping.text("repository")
                .or(() -> repository.flatMap(path -> manifest.roots().stream()
                        .filter(root -> root.document() == mapping.document())
                        .flatMap(root -> path.in(root).stream())
                        .filter(Scalar.class::isInstance)
                        .map(Scalar.class::cast)
                        .findFirst()));
        boolean certain = named.map(scalar -> isOwn(ImageEvidence.of(scalar, search.image())))
                .orElse(tag.steps().size() > 1);
        return certain
                ? opening(line(mapping), new Slot.InMapping(mapping), List.of(new Field(tag.lastKey(), Part.TAG)))
                : Optional.empty();
    }

    private static boolean isOwn(ImageEvidence evidence) {
        return switch (evidence) {
            case ImageEvidence.Own own -> true;
            case ImageEvidence.NoRegistry noRegistry -> true;
            case ImageEvidence.Another another -> false;
            case ImageEvidence.None none -> false;
        };
    }

    private Optional<Opening> opening(int line, Slot slot, List<Field> fields) {
        Opening opening = new Opening(search.policy(), line, slot, fields);
        return Additions.isPossible(path, manifest, opening)
                ? Optional.of(opening)
                : refused(line, "the notation there leaves no safe place for it");
    }

    private Optional<Opening> refused(int line, String reason) {
        problems.accept(new Problem(
                line, "the value of " + search.image() + " is not added: " + reason + "; add it once by hand"));
        return Optional.empty();
    }

    private int line(Scalar scalar) {
        return manifest.lineOf(scalar.start()) + 1;
    }

    private int line(Node.Mapping mapping) {
        return manifest.lineOf(mapping.start()) + 1;
    }

    private int line(Node.Sequence list) {
        return manifest.lineOf(list.start()) + 1;
    }
}
