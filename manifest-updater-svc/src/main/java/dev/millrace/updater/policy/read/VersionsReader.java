package dev.millrace.updater.policy.read;

import com.google.re2j.Pattern;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.value.Tag;
import dev.millrace.git.version.VersionRange;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.TagFilter;
import dev.millrace.updater.policy.UserPattern;
import dev.millrace.updater.policy.Verification;
import dev.millrace.updater.policy.Versions;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Reads the versions that a policy accepts. */
final class VersionsReader {
    private static final Map<String, Boolean> ORDERS = Map.of("ascending", false, "descending", true);

    private VersionsReader() {}

    /** @param ofChart true if the tags are those of a chart */
    static Versions read(YamlMapping policy, boolean ofChart) {
        Selection selection =
                policy.value("select").map(node -> selection(node, ofChart)).orElseGet(Selection.Newest::new);
        boolean digest = policy.flag("digest");
        if (selection instanceof Selection.Channel && policy.value("digest").isPresent() && !digest) {
            throw new InvalidYaml(
                    policy.required("digest"), "a channel is always pinned by digest: 'digest' cannot be false");
        }
        return new Versions(
                policy.texts("branches"),
                policy.word("releases", Map.of("any", false, "only", true)).orElse(false),
                policy.value("tags").map(VersionsReader::filter),
                selection,
                digest || selection instanceof Selection.Channel,
                policy.parsed("look", Durations::parse),
                verification(policy));
    }

    /** A mistake in the extract is the problem of this policy only: the others of the file stay in force. */
    private static TagFilter filter(Node node) {
        YamlMapping tags = new YamlMapping("tags", node, Set.of("pattern", "extract"));
        Pattern pattern = YamlMapping.parse(tags.required("pattern"), "pattern", text -> UserPattern.compile(text, 0));
        try {
            return tags.parsed("extract", text -> new TagFilter(pattern, Optional.of(text)))
                    .orElse(new TagFilter(pattern, Optional.empty()));
        } catch (InvalidYaml e) {
            return TagFilter.unusable(pattern, new TagFilter.Mistake(e.line(), e.column(), e.reason()));
        }
    }

    private static Selection selection(Node node, boolean ofChart) {
        if (node instanceof ScalarNode) {
            return YamlMapping.parse(node, "select", text -> {
                if (!text.equals("newest")) {
                    throw new IllegalArgumentException(
                            "newest, or a mapping with semver, numerical, alphabetical or channel is expected, not "
                                    + text);
                }
                return new Selection.Newest();
            });
        }
        YamlMapping select = new YamlMapping(
                "select", node, Set.of("semver", "preReleases", "numerical", "alphabetical", "channel"));
        long ways =
                select.keys().stream().filter(key -> !key.equals("preReleases")).count();
        if (ways != 1) {
            throw new InvalidYaml(node, "'select' needs exactly one of semver, numerical, alphabetical, channel");
        }
        boolean preReleases = select.flag("preReleases");
        return select.parsed("semver", range ->
                        (Selection) new Selection.SemVer(new VersionRange(range, preReleases), ofChart))
                .or(() -> select.word("numerical", ORDERS).map(Selection.Numerical::new))
                .or(() -> select.word("alphabetical", ORDERS).map(Selection.Alphabetical::new))
                .orElseGet(() ->
                        new Selection.Channel(YamlMapping.parse(select.required("channel"), "channel", Tag::new)));
    }

    private static Verification verification(YamlMapping policy) {
        Optional<RepositoryId> source = policy.parsed("source", RepositoryId::parse);
        Optional<YamlMapping> verify = policy.mapping("verify", "verify", Set.of("cosign", "provenance"));
        return new Verification(
                source,
                verify.flatMap(one -> one.text("cosign")),
                verify.flatMap(one -> one.mapping("provenance", "provenance", Set.of("builder", "source")))
                        .map(provenance -> new Verification.RequiredProvenance(
                                provenance.text("builder"), provenance.text("source"))));
    }
}
