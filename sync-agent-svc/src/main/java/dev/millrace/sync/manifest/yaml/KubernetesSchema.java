package dev.millrace.sync.manifest.yaml;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.ConstructNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.CoreScalarResolver;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Plain scalars as kubectl reads them (sigs.k8s.io/yaml, YAML 1.1): {@code yes} and {@code on} are booleans and {@code 0644} is octal,
 * which YAML 1.2 reads as a text and as 644. Merge keys are left to {@link YamlValues}: the composer would expand them without bound.
 */
final class KubernetesSchema implements Schema {
    private static final Pattern WORDS =
            Pattern.compile("true|True|TRUE|false|False|FALSE|yes|Yes|YES|no|No|NO|on|On|ON|off|Off|OFF");
    private static final Pattern WHOLE_NUMBERS =
            Pattern.compile("[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*)");
    private static final Set<String> TRUE = Set.of("true", "yes", "on");

    private final CoreSchema core = new CoreSchema();

    @Override
    public ScalarResolver getScalarResolver() {
        return new Resolver();
    }

    @Override
    public Map<Tag, ConstructNode> getSchemaTagConstructors() {
        Map<Tag, ConstructNode> constructors = new HashMap<>(core.getSchemaTagConstructors());
        constructors.put(Tag.BOOL, KubernetesSchema::bool);
        constructors.put(Tag.INT, KubernetesSchema::integer);
        return constructors;
    }

    private static Object bool(Node node) {
        return TRUE.contains(text(node).toLowerCase(Locale.ROOT));
    }

    private static Object integer(Node node) {
        String text = text(node).replace("_", "");
        boolean signed = text.startsWith("-") || text.startsWith("+");
        return signed ? parse(text.substring(0, 1), text.substring(1)) : parse("", text);
    }

    private static long parse(String sign, String digits) {
        try {
            if (digits.startsWith("0x")) {
                return Long.parseLong(sign + digits.substring(2), 16);
            }
            if (digits.startsWith("0b")) {
                return Long.parseLong(sign + digits.substring(2), 2);
            }
            if (digits.startsWith("0o")) {
                return Long.parseLong(sign + digits.substring(2), 8);
            }
            return digits.length() > 1 && digits.startsWith("0")
                    ? Long.parseLong(sign + digits.substring(1), 8)
                    : Long.parseLong(sign + digits);
        } catch (NumberFormatException e) {
            throw new ImpossibleNumber();
        }
    }

    private static String text(Node node) {
        return ((ScalarNode) node).getValue();
    }

    /** A whole number beyond 64 bits, or with underscores only. */
    static final class ImpossibleNumber extends RuntimeException {
        ImpossibleNumber() {
            super("a whole number that does not fit into 64 bits");
        }
    }

    private static final class Resolver extends CoreScalarResolver {
        private static final Pattern FLOAT =
                Pattern.compile("[-+]?(?:[0-9][0-9_]*\\.[0-9_]*|\\.[0-9]+|[0-9][0-9_]*(?=[eE]))(?:[eE][-+]?[0-9]+)?");
        private static final Pattern NULL = Pattern.compile("~|null|Null|NULL");

        Resolver() {
            super(false);
        }

        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.NULL, EMPTY, null);
            addImplicitResolver(Tag.BOOL, WORDS, "yYnNtTfFoO");
            addImplicitResolver(Tag.INT, WHOLE_NUMBERS, "-+0123456789");
            addImplicitResolver(Tag.FLOAT, FLOAT, "-+0123456789.");
            addImplicitResolver(Tag.NULL, NULL, "nN~");
        }
    }
}
