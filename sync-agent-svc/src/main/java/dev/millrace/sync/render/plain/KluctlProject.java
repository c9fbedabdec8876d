package dev.millrace.sync.render.plain;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Projects of <a href="https://kluctl.io/docs/kluctl/">kluctl</a>. Their files are Jinja templates, some of which look like plain manifests, and the
 * project decides which of them are used.
 */
final class KluctlProject {
    static final String REASON =
            "a kluctl project, which is not rendered here, so that nothing of its folder is read; commit what \"kluctl render\" writes,"
                    + " or leave it out with spec.plain.exclude";

    private static final Set<String> NAMES =
            Set.of(".kluctl.yaml", ".kluctl.yml", ".kluctl-library.yaml", ".kluctl-library.yml");
    private static final Pattern DEPLOYMENTS = Pattern.compile("(?m)^(deployments|\"deployments\")[ \\t]*:");
    private static final Pattern KIND = Pattern.compile("(?m)^kind[ \\t]*:");

    private KluctlProject() {}

    /** Returns true if the name alone identifies the head of a project. */
    static boolean isNamed(String name) {
        return NAMES.contains(name);
    }

    /** Returns true if a file of that name may be the head of a project; it may also hold a Deployment. */
    static boolean mayBeHead(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals("deployment.yaml") || name.equals("deployment.yml");
    }

    /** A head lists deployments at its top level and is no Kubernetes object. It need not be YAML, because it may be a template itself. */
    static boolean isHead(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return DEPLOYMENTS.matcher(text).find() && !KIND.matcher(text).find();
    }
}
