package dev.millrace.sync.render.plain;

import com.google.re2j.Pattern;
import dev.millrace.cluster.application.render.PlainSpec;
import dev.millrace.sync.source.SourceTree;
import java.util.Locale;

/** Selects the files of a directory that are manifests. Names that begin with a dot are none. Paths are relative to the directory. */
record Selection(PlainSpec spec, Globs include, Globs exclude) {
    /** Names of files that are never manifests. */
    private static final Pattern OTHER_FILES = Pattern.compile(
            "(readme|license|licence|notice|changelog|contributing|owners|codeowners|makefile|dockerfile|justfile)"
                    + "|.*\\.(md|txt|adoc|rst|sh|py|js|go|java|html|css|png|svg|jpg|jpeg|gif|pdf|toml|ini|lock|mod|sum|tf|tpl|j2)");

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

    /** Returns true if a link or submodule may be a manifest or a folder of manifests. */
    boolean mayHoldManifests(String path, SourceTree.Child link) {
        return hasFile(path, link.name())
                || (hasDirectory(path, link.name())
                        && (link.kind() == SourceTree.Kind.SUBMODULE
                                || !OTHER_FILES.matches(link.name().toLowerCase(Locale.ROOT))));
    }

    private static boolean isManifest(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    }
}
