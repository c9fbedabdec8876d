package dev.millrace.sync.render.plain;

import dev.millrace.cluster.application.render.PlainSpec;

/** Which files of a directory are manifests. Names that begin with a dot are none. Paths are relative to the directory. */
record Selection(PlainSpec spec, Globs include, Globs exclude) {

    static Selection of(PlainSpec spec) {
        return new Selection(spec, Globs.of(spec.include()), Globs.of(spec.exclude()));
    }

    boolean hasFile(String path, String name) {
        if (name.startsWith(".") || exclude.fits(path)) {
            return false;
        }
        return include.isEmpty()
                ? isManifest(name)
                : include.fits(path) || (isManifest(name) && include.fitsAbove(path));
    }

    boolean hasDirectory(String path, String name) {
        return spec.recursive() && !name.startsWith(".") && !exclude.fits(path);
    }

    private static boolean isManifest(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }
}
