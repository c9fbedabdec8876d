package dev.millrace.updater.edit.form;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.add.Opening;
import dev.millrace.updater.edit.add.Openings;
import dev.millrace.updater.edit.claim.Claims;
import dev.millrace.updater.edit.claim.ImageEvidence;
import dev.millrace.updater.edit.claim.Layer;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.SearchResult;
import dev.millrace.updater.edit.find.TextFormat;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.find.WrittenValue;
import dev.millrace.updater.edit.text.FieldPath;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.ParseResult;
import dev.millrace.updater.edit.text.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Finds the places of policies in a file. */
public final class PlaceFinder {
    /** The limit of block strings that are parsed: each is read with the file up to it. */
    private static final int MAX_BLOCKS = 100;

    /** The limit of texts in texts. */
    private static final int MAX_DEPTH = 3;

    private static final Set<String> CHARTS = Set.of("Chart.yaml", "requirements.yaml");

    private final String path;
    private final List<Search> searches;
    private final Claims claims;
    private final MarkerPlaces markers;

    private PlaceFinder(String path, List<Search> searches, Set<String> known) {
        this.path = path;
        this.searches = searches;
        this.claims = new Claims(searches);
        this.markers = new MarkerPlaces(searches, known, claims);
    }

    /**
     * Searches a YAML or JSON file. Markers take precedence, then earlier policies over later ones.
     *
     * @param path from the repository's root; the file name identifies kustomizations and charts
     * @param known the names of all policies, searched for or not
     */
    public static SearchResult.Found find(String path, Manifest manifest, List<Search> searches, Set<String> known) {
        PlaceFinder finder = new PlaceFinder(path, searches, known);
        Layer file = new Layer(manifest, "");
        if (TextFormat.of(path).hasLines()) {
            new LinePlaces(path, manifest.text(), finder.claims, known).find(searches);
        } else {
            finder.markers.find(file);
        }
        finder.claims.endMarkers();
        finder.blocks(file, 1);
        for (Search search : searches) {
            search.finders().forEach(each -> finder.find(file, search, each));
        }
        finder.text(manifest.text());
        return finder.claims.found(finder.open(manifest));
    }

    /** Searches any other text, by expressions, markers and comments. */
    public static SearchResult.Found findInText(String path, String text, List<Search> searches, Set<String> known) {
        PlaceFinder finder = new PlaceFinder(path, searches, known);
        if (TextFormat.of(path).hasLines()) {
            new LinePlaces(path, text, finder.claims, known).find(searches);
        }
        finder.text(text);
        return finder.claims.found(Set.of());
    }

    /** Where the value of a policy that adds is missing, in a file in which it has no place. */
    public static Optional<Opening> opening(String path, Manifest manifest, Search search, Consumer<Problem> problems) {
        return Openings.of(path, manifest, search, KustomizeImages.isKustomization(path, manifest), problems);
    }

    /** The policies whose values are missing; of several for one image only the first one adds. */
    private Set<String> open(Manifest manifest) {
        Map<ImageName, String> open = new LinkedHashMap<>();
        for (Search search : searches) {
            if (search.adds() && !claims.hasPlaceOf(search.policy())) {
                opening(path, manifest, search, claims::problem).ifPresent(opening -> {
                    String other = open.putIfAbsent(search.image(), search.policy());
                    if (other != null) {
                        claims.problem(new Problem(
                                opening.line(),
                                "the policies " + other + " and " + search.policy() + " add one value; only " + other
                                        + " does: give them different paths"));
                    }
                });
            }
        }
        return Set.copyOf(open.values());
    }

    private void find(Layer layer, Search search, Finder finder) {
        switch (finder) {
            case Finder.Comment comment -> {} // Comments were searched once, before.
            case Finder.Text text -> {} // Text is searched last: it must not overlap other places.
            case Finder.Kustomize kustomize ->
                KustomizeImages.entries(path, layer.manifest()).stream()
                        .filter(entry -> KustomizeImages.isOf(entry, search.image()))
                        .forEach(entry -> kustomize(layer, search, entry));
            case Finder.Containers containers ->
                Containers.images(layer.manifest()).stream()
                        .filter(image -> isOf(search, image))
                        .forEach(image -> claims.claim(layer, search.policy(), Part.REFERENCE, image));
            case Finder.HelmValues values -> new HelmPlaces(layer, claims).find(search, values);
            case Finder.Field(FieldPath field, Part part) -> field(layer, search, field, part);
            case Finder.Chart(String dependency) -> {
                if (CHARTS.contains(path.substring(path.lastIndexOf('/') + 1))) {
                    new ChartPlaces(layer, claims).find(search, dependency);
                }
            }
        }
    }

    private static boolean isOf(Search search, Scalar image) {
        return WrittenImage.of(WrittenValue.of(image.value().strip()).image()).names(search.image());
    }

    private void kustomize(Layer layer, Search search, Node.Mapping entry) {
        Optional<Scalar> tag = entry.text("newTag");
        Optional<Scalar> digest = entry.text("digest");
        tag.ifPresent(scalar -> claims.claim(layer, search.policy(), Part.TAG, scalar));
        digest.ifPresent(scalar -> new HelmPlaces(layer, claims).digest(search, scalar, tag.isPresent()));
        if (tag.isEmpty() && digest.isEmpty() && !search.adds()) {
            int line = entry.entries().values().stream()
                    .filter(Scalar.class::isInstance)
                    .mapToInt(node -> layer.manifest().lineOf(((Scalar) node).start()) + 1)
                    .min()
                    .orElse(1);
            claims.problem(new Problem(
                    line, "the entry for " + search.image() + " has neither newTag nor digest; add one of them"));
        }
    }

    private void field(Layer layer, Search search, FieldPath field, Part part) {
        List<Node> nodes = layer.manifest().roots().stream()
                .flatMap(root -> field.in(root).stream())
                .toList();
        boolean some = nodes.stream().anyMatch(node -> evidence(search, part, node) instanceof ImageEvidence.Own);
        for (Node node : nodes) {
            if (!(node instanceof Scalar scalar)) {
                claims.problem(new Problem(1, node.field() + " is a mapping or a list; a value is expected"));
            } else if (evidence(search, part, node) instanceof ImageEvidence.Another(Scalar other, String name)) {
                claims.problem(
                        layer.manifest(),
                        scalar,
                        "not edited: " + scalar.field() + " is of another image than " + search.image() + ": " + name);
            } else if (some && evidence(search, part, node) instanceof ImageEvidence.None) {
                claims.problem(
                        layer.manifest(),
                        scalar,
                        "not edited: nothing says that " + scalar.field() + " is of " + search.image());
            } else {
                claims.claim(layer, search.policy(), part, scalar);
            }
        }
    }

    private static ImageEvidence evidence(Search search, Part part, Node node) {
        return node instanceof Scalar scalar && (part == Part.TAG || part == Part.DIGEST)
                ? ImageEvidence.beside(scalar, search.image())
                : new ImageEvidence.None();
    }

    /** Searches the block strings that are YAML themselves: patches in kustomizations, Helm values in applications. */
    private void blocks(Layer layer, int depth) {
        Manifest manifest = layer.manifest();
        List<Scalar> blocks = manifest.scalars().stream()
                .filter(scalar -> scalar.style() == Scalar.Style.LITERAL && mayHold(scalar.value()))
                .toList();
        if (blocks.size() > MAX_BLOCKS) {
            claims.problem(
                    manifest,
                    blocks.get(MAX_BLOCKS),
                    "not searched: the file has more than " + MAX_BLOCKS + " texts that may be YAML");
        }
        for (Scalar block : blocks.subList(0, Math.min(blocks.size(), MAX_BLOCKS))) {
            switch (manifest.block(block)) {
                case ParseResult.Parsed(Manifest inner) -> block(new Layer(inner, layer.field(block)), depth);
                case ParseResult.Unreadable(String reason, int line) -> unreadable(manifest, block, reason, line);
            }
        }
        manifest.scalars().stream()
                .filter(PlaceFinder::isClosed)
                .forEach(text -> unreadable(
                        manifest, text, "write the text as a block with '|'", manifest.lineOf(text.start()) + 1));
    }

    /** Returns true for a text whose lines are not those of the file, so that nothing can be spliced into it. */
    private static boolean isClosed(Scalar scalar) {
        return switch (scalar.style()) {
            case FOLDED -> true;
            case SINGLE_QUOTED, DOUBLE_QUOTED -> scalar.value().contains("\n");
            case PLAIN, LITERAL, JSON_BARE -> false;
        };
    }

    private void block(Layer layer, int depth) {
        markers.find(layer);
        claims.endMarkers();
        if (depth < MAX_DEPTH) {
            blocks(layer, depth + 1);
        }
        for (Search search : searches) {
            search.finders().stream()
                    .filter(finder -> finder instanceof Finder.Containers || finder instanceof Finder.HelmValues)
                    .forEach(finder -> find(layer, search, finder));
        }
    }

    /** Only a marker in a text that cannot be parsed is a problem: other texts are programs and templates. */
    private void unreadable(Manifest file, Scalar block, String reason, int line) {
        if (block.value().contains(Marker.KEY)) {
            claims.problem(new Problem(
                    Math.max(line, file.lineOf(block.start()) + (block.isBlock() ? 2 : 1)),
                    "the marker in " + block.field() + " is not followed: " + reason));
        }
    }

    private boolean mayHold(String block) {
        return block.contains(Marker.KEY)
                || searches.stream()
                        .flatMap(search -> search.finders().stream().filter(finder -> mayHold(block, search, finder)))
                        .findAny()
                        .isPresent();
    }

    private static boolean mayHold(String block, Search search, Finder finder) {
        String name = search.image().value();
        return switch (finder) {
            case Finder.Comment(String text) -> block.contains(text);
            case Finder.Containers containers ->
                block.contains("image") && block.contains(name.substring(name.lastIndexOf('/') + 1));
            case Finder.HelmValues values -> block.contains(name.substring(name.lastIndexOf('/') + 1));
            case Finder.Kustomize kustomize -> false;
            case Finder.Field field -> false;
            case Finder.Chart chart -> false;
            case Finder.Text text -> false;
        };
    }

    private void text(String text) {
        TextPlaces finder = new TextPlaces(text, claims::addInText, claims::problem);
        for (Search search : searches) {
            for (Finder each : search.finders()) {
                if (each instanceof Finder.Text(var expression)) {
                    finder.find(search, expression);
                }
            }
        }
    }
}
