package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.claim.Claims;
import dev.millrace.updater.edit.claim.ImageEvidence;
import dev.millrace.updater.edit.claim.Layer;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.text.FieldPath;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds Helm values by their paths. A tag or digest is edited only if something says whose it is: the repository, or the policy's {@code paths}. */
final class HelmPlaces {
    private final Layer layer;
    private final Claims claims;

    HelmPlaces(Layer layer, Claims claims) {
        this.layer = layer;
        this.claims = claims;
    }

    void find(Search search, Finder.HelmValues values) {
        List<Node> roots = layer.manifest().roots();
        boolean alone = roots.stream()
                        .filter(root -> parts(values, root).findAny().isPresent())
                        .count()
                <= 1;
        roots.forEach(root -> find(search, values, root, alone));
    }

    /** @param alone true if no other document of the file has such a tag */
    private void find(Search search, Finder.HelmValues values, Node root, boolean alone) {
        List<Scalar> repositories = values.repository().stream()
                .flatMap(path -> scalars(path, root))
                .toList();
        if (values.tag().isEmpty() && values.digest().isEmpty()) {
            repositories.forEach(scalar -> whole(search, scalar));
            return;
        }
        List<Scalar> tags =
                values.tag().stream().flatMap(path -> scalars(path, root)).toList();
        for (Scalar tag : tags) {
            if (isMine(search, evidence(search, tag, repositories, tags.size()), tag, alone)) {
                claims.claim(layer, search.policy(), Part.TAG, tag);
            }
        }
        values.digest().stream().flatMap(path -> scalars(path, root)).forEach(digest -> {
            if (isMine(search, evidence(search, digest, repositories, tags.size()), digest, alone)) {
                digest(search, digest, !tags.isEmpty());
            }
        });
        mappings(search, values, root);
    }

    /** The repository in the same mapping, or the only one that the path leads to. */
    private static ImageEvidence evidence(Search search, Scalar part, List<Scalar> repositories, int parts) {
        return repositories.stream()
                .filter(repository -> repository.parent() == part.parent() || (repositories.size() == 1 && parts <= 1))
                .findFirst()
                .map(repository -> ImageEvidence.of(repository, search.image()))
                .orElseGet(() -> ImageEvidence.beside(part, search.image()));
    }

    private boolean isMine(Search search, ImageEvidence evidence, Scalar part, boolean alone) {
        return switch (evidence) {
            case ImageEvidence.Own own -> true;
            case ImageEvidence.Another(Scalar repository, String name) -> {
                if (search.named()
                        || lastStep(name).equals(lastStep(search.image().value()))) {
                    report(
                            repository,
                            layer.field(repository) + " is another image than " + search.image() + ": " + name);
                }
                yield false;
            }
            case ImageEvidence.NoRegistry(Scalar repository) -> {
                if (!search.named()) {
                    report(
                            repository,
                            layer.field(repository) + " names no registry; if it is " + search.image()
                                    + ", name the registry beside it, or the file in 'paths'");
                }
                yield search.named();
            }
            case ImageEvidence.None none -> {
                boolean meant = search.named() && alone && layer.isFile();
                if (!meant && layer.isFile()) {
                    report(
                            part,
                            layer.field(part) + " has no repository beside it; if it is of " + search.image()
                                    + ", add the repository, or name the file in 'paths'");
                }
                yield meant;
            }
        };
    }

    private static String lastStep(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    /** A value that is the whole reference is its own evidence. */
    private void whole(Search search, Scalar scalar) {
        if (isMine(search, ImageEvidence.of(scalar, search.image()), scalar, true)) {
            claims.claim(layer, search.policy(), CommentPlaces.own(search, scalar), scalar);
        }
    }

    /** An empty digest is often a chart's default, so it stays unless the policy pins digests, and is reported. */
    void digest(Search search, Scalar digest, boolean tagged) {
        if (digest.value().isBlank() && tagged && !search.pinned()) {
            report(
                    digest,
                    layer.field(digest) + " is empty and is not filled; set digest: true in the policy to fill it");
        } else {
            claims.claim(layer, search.policy(), Part.DIGEST, digest);
        }
    }

    private void mappings(Search search, Finder.HelmValues values, Node root) {
        if (search.named()) {
            Stream.of(values.tag(), values.digest())
                    .flatMap(Optional::stream)
                    .flatMap(path -> path.in(root).stream())
                    .filter(node -> !(node instanceof Scalar))
                    .forEach(node -> claims.problem(
                            new Problem(1, node.field() + " is a mapping or a list; a value is expected")));
        }
    }

    private static Stream<Scalar> parts(Finder.HelmValues values, Node root) {
        return Stream.of(values.tag(), values.digest())
                .flatMap(Optional::stream)
                .flatMap(path -> scalars(path, root));
    }

    private static Stream<Scalar> scalars(FieldPath path, Node root) {
        return path.in(root).stream().filter(Scalar.class::isInstance).map(Scalar.class::cast);
    }

    private void report(Scalar scalar, String reason) {
        claims.problem(layer.manifest(), scalar, reason);
    }
}
