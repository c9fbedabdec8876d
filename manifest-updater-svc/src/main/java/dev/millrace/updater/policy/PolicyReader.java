package dev.millrace.updater.policy;

import dev.millrace.events.value.ImageName;
import dev.millrace.updater.edit.find.Finder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads an {@code updates.yaml} (YAML 1.2). A mistake is an answer with its line; nothing is defaulted over a mistake. */
public final class PolicyReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
    private static final int MOST_BYTES = 256 * 1024;

    private PolicyReader() {}

    /** What the text says. */
    public static PolicyOutcome read(byte[] text) {
        try {
            return new PolicyOutcome.Usable(policies(root(text)));
        } catch (BrokenPolicies e) {
            return e.outcome();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            return new PolicyOutcome.Broken(line, "not YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            return new PolicyOutcome.Broken(1, "not YAML: " + e.getMessage());
        }
    }

    private static Node root(byte[] text) {
        if (text.length > MOST_BYTES) {
            throw new BrokenPolicies(1, "larger than " + MOST_BYTES / 1024 + " KiB");
        }
        LoadSettings settings = LoadSettings.builder()
                .setLabel("updates.yaml")
                .setMaxAliasesForCollections(20)
                .build();
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
            return new Compose(settings)
                    .composeString(decoded.startsWith("\uFEFF") ? decoded.substring(1) : decoded)
                    .orElseThrow(() -> new BrokenPolicies(1, "empty; 'policies' is needed"));
        } catch (CharacterCodingException e) {
            throw new BrokenPolicies(1, "not UTF-8");
        }
    }

    private static Policies policies(Node root) {
        YamlMapping top = new YamlMapping("the file", root, Set.of("policies"));
        top.required("policies");
        List<Policy> policies = new ArrayList<>();
        for (Node node : top.list("policies")) {
            Policy policy = policy(node);
            if (policies.stream().anyMatch(other -> other.name().equals(policy.name()))) {
                throw new BrokenPolicies(node, "policy " + policy.name() + " stands twice");
            }
            policies.add(policy);
        }
        return Policies.of(policies);
    }

    private static Policy policy(Node node) {
        YamlMapping policy =
                new YamlMapping("a policy", node, Set.of("name", "image", "branches", "paths", "comment", "digest"));
        List<Finder> finders = new ArrayList<>(Where.MARKERS.finders());
        policy.parsed("comment", PolicyReader::text).ifPresent(text -> finders.add(new Finder.Comment(text)));
        return new Policy(
                YamlMapping.parse(policy.required("name"), "name", PolicyReader::name),
                YamlMapping.parse(policy.required("image"), "image", ImageName::new),
                versions(policy),
                new Where(
                        policy.list("paths").stream()
                                .map(path -> YamlMapping.parse(path, "paths", PathGlob::new))
                                .toList(),
                        finders),
                Promotion.NONE,
                Policy.DEFAULT_GROUP);
    }

    private static Versions versions(YamlMapping policy) {
        return new Versions(
                policy.list("branches").stream()
                        .map(branch -> YamlMapping.parse(branch, "branches", PolicyReader::text))
                        .toList(),
                false,
                Optional.empty(),
                new Selection.Newest(),
                policy.parsed("digest", PolicyReader::flag).orElse(false),
                Optional.empty(),
                Verification.NONE);
    }

    private static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException("letters, digits, '.', '_' and '-' only, not " + text);
        }
        return text;
    }

    private static String text(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text.strip();
    }

    private static boolean flag(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("true or false is expected, not " + text);
        };
    }
}
