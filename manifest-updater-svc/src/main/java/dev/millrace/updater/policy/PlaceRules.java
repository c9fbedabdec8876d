package dev.millrace.updater.policy;

import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.TextFormat;
import dev.millrace.updater.policy.path.PathGlob;
import java.util.List;

/**
 * The rules for a policy's places.
 *
 * @param paths the covered files, and the excluded ones; all YAML files if none is named
 * @param finders the ways to find places in them, besides the markers that name the policy
 * @param adds true if values that are not there yet are added
 */
public record PlaceRules(List<PathGlob> paths, List<Finder> finders, boolean adds) {
    /** All YAML files, with markers and kustomize's {@code images}. */
    public static final PlaceRules MARKERS = new PlaceRules(List.of(), List.of(new Finder.Kustomize()));

    /** Rules that add nothing. */
    public PlaceRules(List<PathGlob> paths, List<Finder> finders) {
        this(paths, finders, false);
    }

    public PlaceRules {
        paths = List.copyOf(paths);
        finders = List.copyOf(finders);
    }

    /** An exclusion takes precedence, wherever it is in the list; a list of exclusions only is about all YAML files. */
    boolean covers(String path) {
        boolean all = paths.stream().allMatch(PathGlob::excludes);
        boolean named = paths.stream().anyMatch(glob -> !glob.excludes() && glob.matches(path));
        boolean candidate = all
                ? isYaml(path)
                : named && (isYaml(path) || readsOtherText() || TextFormat.of(path) != TextFormat.OTHER);
        return candidate && paths.stream().noneMatch(glob -> glob.excludes() && glob.matches(path));
    }

    private boolean readsOtherText() {
        return finders.stream().anyMatch(finder -> finder instanceof Finder.Text || finder instanceof Finder.Field);
    }

    /** Returns true if the paths name files or directories, and are not patterns that files of any directory match. */
    public boolean nameFiles() {
        List<PathGlob> included =
                paths.stream().filter(glob -> !glob.excludes()).toList();
        return !included.isEmpty() && included.stream().map(PathGlob::text).allMatch(PlaceRules::namesDirectory);
    }

    private static boolean namesDirectory(String glob) {
        List<String> steps = List.of(glob.split("/", -1));
        boolean literal = steps.subList(0, steps.size() - 1).stream().anyMatch(step -> !isPattern(step));
        return literal || (steps.size() == 1 && !glob.contains("**") && !glob.equals("*")) || !isPattern(glob);
    }

    private static boolean isPattern(String step) {
        return step.isEmpty() || step.contains("*") || step.contains("?") || step.contains("[") || step.equals(".");
    }

    /** Returns true for the files that are read if no path is named. */
    public static boolean isYaml(String path) {
        return path.endsWith(".yaml")
                || path.endsWith(".yml")
                || path.equals("Kustomization")
                || path.endsWith("/Kustomization");
    }
}
