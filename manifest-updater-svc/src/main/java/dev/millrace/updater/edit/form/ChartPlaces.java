package dev.millrace.updater.edit.form;

import dev.millrace.updater.edit.claim.Claims;
import dev.millrace.updater.edit.claim.Layer;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.find.WrittenImage;
import dev.millrace.updater.edit.text.Node;
import dev.millrace.updater.edit.text.Scalar;
import java.util.List;
import java.util.Optional;

/**
 * Finds the versions of a chart's dependencies. Charts of one name in two repositories are two charts, and a chart that is used twice has two versions.
 *
 * @see <a href="https://helm.sh/docs/topics/charts/#chart-dependencies">Helm: chart dependencies</a>
 */
final class ChartPlaces {
    private static final String OCI = "oci://";

    private final Layer layer;
    private final Claims claims;

    ChartPlaces(Layer layer, Claims claims) {
        this.layer = layer;
        this.claims = claims;
    }

    /** @param chart the name or the alias of a dependency */
    void find(Search search, String chart) {
        for (Node root : layer.manifest().roots()) {
            List<Node.Mapping> aliased = dependencies(root, "alias", chart);
            List<Node.Mapping> candidates = aliased.isEmpty() ? dependencies(root, "name", chart) : aliased;
            List<Node.Mapping> own = candidates.stream()
                    .filter(dependency -> isOf(dependency, search, candidates.size() == 1))
                    .toList();
            for (Node.Mapping dependency : candidates) {
                dependency.text("version").ifPresent(version -> {
                    if (!own.contains(dependency)) {
                        report(
                                version,
                                "not edited: the dependency is not " + search.image() + " but "
                                        + repository(dependency).orElse("of no repository"));
                    } else if (own.size() > 1) {
                        report(
                                version,
                                "not edited: the chart is used " + own.size()
                                        + " times; name the alias of one dependency in 'chart'");
                    } else {
                        claims.claim(layer, search.policy(), Part.TAG, version);
                    }
                });
            }
        }
    }

    private static List<Node.Mapping> dependencies(Node root, String key, String value) {
        return root instanceof Node.Mapping chart
                        && chart.get("dependencies").orElse(null) instanceof Node.Sequence list
                ? list.items().stream()
                        .map(Node::resolved)
                        .filter(Node.Mapping.class::isInstance)
                        .map(Node.Mapping.class::cast)
                        .filter(dependency -> dependency
                                .text(key)
                                .filter(text -> text.value().equals(value))
                                .isPresent())
                        .toList()
                : List.of();
    }

    /** A dependency without a repository is one of the chart's own directory; if there is only one, the policy means it. */
    private static boolean isOf(Node.Mapping dependency, Search search, boolean only) {
        Optional<String> repository = repository(dependency);
        if (repository.isEmpty()) {
            return only;
        }
        String name = dependency.text("name").map(Scalar::value).orElse("");
        return repository.get().startsWith(OCI)
                && new WrittenImage(
                                repository.get().substring(OCI.length()).replaceFirst("/+$", "") + "/" + name, "", "")
                        .names(search.image());
    }

    private static Optional<String> repository(Node.Mapping dependency) {
        return dependency.text("repository").map(text -> text.value().strip()).filter(text -> !text.isEmpty());
    }

    private void report(Scalar scalar, String reason) {
        claims.problem(layer.manifest(), scalar, reason);
    }
}
