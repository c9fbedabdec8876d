package dev.millrace.updater.policy;

import dev.millrace.updater.edit.find.Finder;
import java.util.List;

/**
 * Where a policy's places are.
 *
 * @param paths which files; empty for all YAML files
 * @param finders how to find places in them, besides the markers that name the policy
 */
public record PlaceRules(List<PathGlob> paths, List<Finder> finders) {
    /** In all YAML files, by marker and in kustomize's {@code images}. */
    public static final PlaceRules MARKERS = new PlaceRules(List.of(), List.of(new Finder.Kustomize()));

    public PlaceRules {
        paths = List.copyOf(paths);
        finders = List.copyOf(finders);
    }

    boolean covers(String path) {
        boolean named = paths.stream().anyMatch(glob -> glob.matches(path));
        return paths.isEmpty() ? isYaml(path) : named && (isYaml(path) || readsOtherText());
    }

    private boolean readsOtherText() {
        return finders.stream().anyMatch(finder -> finder instanceof Finder.Text || finder instanceof Finder.Field);
    }

    private static boolean isYaml(String path) {
        return path.endsWith(".yaml")
                || path.endsWith(".yml")
                || path.equals("Kustomization")
                || path.endsWith("/Kustomization");
    }
}
