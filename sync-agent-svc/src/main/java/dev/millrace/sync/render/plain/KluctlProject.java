package dev.millrace.sync.render.plain;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Projects of <a href="https://kluctl.io/docs/kluctl/">kluctl</a>. Their files are Jinja templates, some of which would pass for plain manifests, and which of
 * them are meant is decided by the project.
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

    /** The name alone decides it. */
    static boolean isNamed(String name) {
        return NAMES.contains(name);
    }

    /** A file of that name may be the head of a project, or hold a Deployment. */
    static boolean mayBeHead(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return name.equals("deployment.yaml") || name.equals("deployment.yml");
    }

    /** It names deployments at its top, and is no Kubernetes object. It need not be YAML: it may be a template itself. */
    static boolean isHead(byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        return DEPLOYMENTS.matcher(text).find() && !KIND.matcher(text).find();
    }
}
