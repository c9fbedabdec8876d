package dev.millrace.updater.policy;

import dev.millrace.updater.edit.find.Finder;
import java.util.List;

/**
 * The rules for a policy's places.
 *
 * @param paths the covered files; empty for all YAML files
 * @param finders the ways to find places in them, besides the markers that name the policy
 */
public record PlaceRules(List<PathGlob> paths, List<Finder> finders) {
    /** All YAML files, with markers and kustomize's {@code images}. */
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
