package dev.millrace.architecture;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameterizedType;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The configuration keys of the services, read from their {@code @ConfigMapping}. */
final class ConfigurationKeys {
    private static final String PACKAGE = "io.smallrye.config.";

    private ConfigurationKeys() {}

    /** All keys of all services, such as {@code millrace.builder.repositories."<name>".url}. */
    static List<String> all() {
        return Project.MAIN_CLASSES.stream()
                .filter(type -> type.isAnnotatedWith(PACKAGE + "ConfigMapping"))
                .flatMap(type -> of(type, text(type.getAnnotationOfType(PACKAGE + "ConfigMapping"), "prefix")))
                .sorted()
                .toList();
    }

    private static Stream<String> of(JavaClass group, String prefix) {
        return group.getMethods().stream()
                .filter(method -> !method.getModifiers().contains(JavaModifier.STATIC))
                .flatMap(method -> of(method, prefix + name(method)));
    }

    private static Stream<String> of(JavaMethod method, String key) {
        JavaType type = method.getReturnType();
        boolean map = type.toErasure().isEquivalentTo(Map.class);
        String here = map ? key + ".\"<name>\"" : key;
        JavaClass value = value(type);
        return value.isInterface() && value.getPackageName().startsWith("dev.millrace")
                ? of(value, here)
                : Stream.of(here);
    }

    /** The innermost value type of an optional, a list or a map. */
    private static JavaClass value(JavaType type) {
        return type instanceof JavaParameterizedType generic
                ? value(generic.getActualTypeArguments().getLast())
                : type.toErasure();
    }

    private static String name(JavaMethod method) {
        if (method.isAnnotatedWith(PACKAGE + "WithParentName")) {
            return "";
        }
        if (method.isAnnotatedWith(PACKAGE + "WithName")) {
            return "." + text(method.getAnnotationOfType(PACKAGE + "WithName"), "value");
        }
        return "." + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private static String text(JavaAnnotation<?> annotation, String property) {
        Optional<Object> value = annotation.get(property);
        return value.map(String::valueOf).orElseThrow();
    }
}
