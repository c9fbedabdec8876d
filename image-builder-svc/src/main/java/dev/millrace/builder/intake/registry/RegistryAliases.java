package dev.millrace.builder.intake.registry;

import dev.millrace.builder.intake.registry.notice.Names;
import dev.millrace.events.value.ImageName;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Other names of the configured registries: of a registry behind a proxy, of a virtual repository. The longest matching name counts. */
public final class RegistryAliases {

    /**
     * A name that stands for another.
     *
     * @param from a host, with a path or without, without a trailing slash
     * @param to the host of a configured registry, with a path or without
     */
    public record Alias(String from, String to) {

        /**
         * Reads an alias of a registry: {@code <host>[/<path>]}, which is the registry itself, or {@code <host>[/<path>]=<path>}, which is that
         * path in the registry.
         *
         * @throws IllegalArgumentException if it is no such alias
         */
        public static Alias of(String text, String registry) {
            int equals = text.indexOf('=');
            String from = written(equals < 0 ? text : text.substring(0, equals));
            String path = equals < 0 ? "" : written(text.substring(equals + 1));
            if (from.isEmpty() || (equals >= 0 && path.isEmpty())) {
                throw new IllegalArgumentException(
                        "not an alias: '" + text + "'; write <host>[/<path>] or <host>[/<path>]=<path>");
            }
            return new Alias(from, path.isEmpty() ? registry : registry + "/" + path);
        }

        private static String written(String text) {
            String host = Names.host(text);
            String path = Names.path(text);
            return (path.isEmpty() ? host : host + "/" + path).replaceFirst("/+$", "");
        }

        private Optional<ImageName> applied(ImageName image) {
            return image.value().startsWith(from + "/")
                    ? Names.image(to + image.value().substring(from.length()))
                    : Optional.empty();
        }
    }

    private final List<Alias> aliases;

    public RegistryAliases(List<Alias> aliases) {
        this.aliases = aliases.stream()
                .sorted(Comparator.comparing((Alias alias) -> alias.from().length())
                        .reversed())
                .toList();
    }

    /** The image under the name of its configured registry; the name itself without an alias. */
    ImageName resolve(ImageName image) {
        return aliases.stream()
                .flatMap(alias -> alias.applied(image).stream())
                .findFirst()
                .orElse(image);
    }
}
