package dev.millrace.updater.policy.read;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.policy.ImageSet;
import dev.millrace.updater.policy.PlaceRules;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.path.PathGlob;
import dev.millrace.updater.policy.path.Placeholders;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one policy. */
final class PolicyEntry {
    /** The keys of a policy in one environment. */
    static final Set<String> KEYS = Set.of(
            "name",
            "namespace",
            "image",
            "images",
            "source",
            "environment",
            "group",
            "branches",
            "releases",
            "tags",
            "select",
            "digest",
            "look",
            "verify",
            "paths",
            "comment",
            "places",
            "add",
            "after",
            "gates",
            "onFailure",
            "suspend",
            "reason");

    private static final int MAX_NAME = 255;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private static final Pattern CHARTS = Pattern.compile("charts?/|/helm/");

    private final Set<String> environments;

    PolicyEntry(Set<String> environments) {
        this.environments = environments;
    }

    Policy read(Node node) {
        YamlMapping policy = new YamlMapping("a policy", node, KEYS);
        Optional<String> environment = policy.parsed("environment", this::environment);
        String name = YamlMapping.parse(policy.required("name"), "name", PolicyEntry::name);
        ImageName image = YamlMapping.parse(policy.required("image"), "image", ImageName::resolve);
        List<Finder> finders = PlacesReader.read(policy);
        String whole = policy.parsed("namespace", PolicyEntry::name)
                        .map(namespace -> namespace + ":")
                        .orElse("")
                + name;
        List<ImageName> images = policy.list("images").stream()
                .map(item -> YamlMapping.parse(item, "images", ImageName::resolve))
                .toList();
        Policy one = new Policy(
                images.isEmpty() ? whole : ImageSet.memberName(whole, image.value()),
                image,
                VersionsReader.read(policy, isChart(image, finders)),
                places(policy, finders),
                PromotionReader.read(policy, environment, this::environment),
                policy.parsed("group", PolicyEntry::name).or(() -> environment).orElse(Policy.DEFAULT_GROUP));
        return images.isEmpty() ? one : one.in(new ImageSet(whole, images));
    }

    /** Values are added only to files that the policy names, where kustomize or Helm reads them. */
    private static PlaceRules places(YamlMapping policy, List<Finder> finders) {
        List<PathGlob> paths = policy.list("paths").stream()
                .map(path -> YamlMapping.parse(path, "paths", PolicyEntry::path))
                .toList();
        PlaceRules rules = new PlaceRules(paths, finders, policy.flag("add"));
        boolean possible = finders.stream()
                .anyMatch(finder -> finder instanceof Finder.Kustomize
                        || (finder instanceof Finder.HelmValues values
                                && values.tag().isPresent()));
        if (rules.adds() && !(rules.nameFiles() && possible)) {
            throw new InvalidYaml(
                    policy.required("add"),
                    "'add' needs 'paths' that name files or directories, and a place kustomize or values with a tag");
        }
        return rules;
    }

    /** A policy is about a chart if it writes one's dependency, or if a folder of the image's path is named for charts. */
    private static boolean isChart(ImageName image, List<Finder> finders) {
        return finders.stream().anyMatch(Finder.Chart.class::isInstance)
                || CHARTS.matcher("/" + image.path()).find();
    }

    private String environment(String name) {
        name(name);
        if (!environments.isEmpty() && !environments.contains(name)) {
            throw new IllegalArgumentException("unknown environment " + name + "; known environments are "
                    + String.join(", ", environments.stream().sorted().toList()));
        }
        return name;
    }

    private static PathGlob path(String text) {
        requireValues(text);
        return new PathGlob(text);
    }

    /** A placeholder without a value would be read as a name. */
    private static void requireValues(String text) {
        Placeholders.in(text).stream().findFirst().ifPresent(name -> {
            throw new IllegalArgumentException("{" + name + "} has no value; placeholders are those of 'image', and {"
                    + Placeholders.ENVIRONMENT + "} with 'environments'");
        });
    }

    private static String name(String text) {
        requireValues(text);
        if (text.length() > MAX_NAME) {
            throw new IllegalArgumentException("at most " + MAX_NAME + " characters are expected");
        }
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("letters, digits, '.', '_' and '-' only, not " + text);
        }
        return text;
    }
}
