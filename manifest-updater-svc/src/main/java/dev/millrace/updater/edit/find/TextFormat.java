package dev.millrace.updater.edit.find;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The formats of text files whose comments are searched, by the file's name. */
public enum TextFormat {
    /** YAML and JSON, also of templates that are YAML before they are rendered. */
    YAML,
    /** Settings, line by line: {@code KEY=value}, with comments after {@code #}, {@code //} or {@code ;}. */
    SETTINGS,
    /** Programs and similar files, line by line: only texts in quotes are values. */
    PROGRAM,
    /** All others: documents, whose comments can't be distinguished from their text. */
    OTHER;

    private static final List<String> YAML_ENDS = List.of(".yaml", ".yml", ".json", "/kustomization");
    private static final List<String> SETTING_ENDS = List.of(
            ".env", ".gotmpl", ".tpl", ".tmpl", ".ini", ".cfg", ".conf", ".properties", ".sh", ".mk", ".dockerfile");
    private static final List<String> PROGRAM_ENDS = List.of(
            ".tf",
            ".tfvars",
            ".hcl",
            ".nomad",
            ".bicep",
            ".toml",
            ".jsonnet",
            ".libsonnet",
            ".cue",
            ".star",
            ".json5",
            ".jsonc");
    private static final Set<String> SETTING_NAMES = Set.of("dockerfile", "containerfile", "makefile", "justfile");
    private static final Set<String> PROGRAM_NAMES = Set.of("tiltfile", "jenkinsfile");

    /** @param path from the repository's root */
    public static TextFormat of(String path) {
        String lower = ("/" + path).toLowerCase(Locale.ROOT);
        String name = lower.substring(lower.lastIndexOf('/') + 1);
        String first = name.contains(".") && name.indexOf('.') > 0 ? name.substring(0, name.indexOf('.')) : name;
        if (YAML_ENDS.stream().anyMatch(lower::endsWith)) {
            return YAML;
        }
        if (PROGRAM_ENDS.stream().anyMatch(lower::endsWith) || PROGRAM_NAMES.contains(first)) {
            return PROGRAM;
        }
        boolean settings = SETTING_ENDS.stream().anyMatch(lower::endsWith)
                || SETTING_NAMES.contains(first)
                || name.startsWith(".env");
        return settings ? SETTINGS : OTHER;
    }

    /** Returns true if comments are searched line by line. */
    public boolean hasLines() {
        return this == SETTINGS || this == PROGRAM;
    }
}
