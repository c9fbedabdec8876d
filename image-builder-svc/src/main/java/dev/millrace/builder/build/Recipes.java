package dev.millrace.builder.build;

import dev.millrace.builder.configuration.ImageSpec;
import dev.millrace.builder.configuration.spec.BuildAccess;
import dev.millrace.builder.configuration.spec.BuildLimits;
import dev.millrace.builder.configuration.spec.ContextSource;
import dev.millrace.builder.configuration.spec.NetworkLimit;
import dev.millrace.builder.engine.NamedContext;
import dev.millrace.builder.engine.Network;
import dev.millrace.builder.engine.Recipe;
import dev.millrace.builder.plan.ImagePlan;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The input of the engine for a planned image. */
final class Recipes {
    private static final Set<Recipe.Attestation> ATTESTATIONS = EnumSet.allOf(Recipe.Attestation.class);

    private Recipes() {}

    /**
     * Returns the recipe. The files of the commit are written to disk for it.
     *
     * @param id unique among the builds of this service
     * @param dockerfile the path of the Dockerfile on disk
     * @param access the values of the image's repository
     * @param widest the network of a build that asks for none; none may have a wider one
     */
    static Recipe of(
            String id, ImagePlan plan, BuildContexts contexts, Path dockerfile, AccessValues access, Network widest) {
        ImageSpec spec = plan.spec();
        return new Recipe(
                id,
                new Recipe.Files(contexts.of(spec.context()), dockerfile, named(spec, contexts)),
                spec.target(),
                spec.args(),
                sandbox(plan, access, widest),
                new Recipe.Output(plan.labels(), plan.platforms(), plan.source().committedAt(), ATTESTATIONS));
    }

    /** The path on disk of the image's own Dockerfile. */
    static Path dockerfile(ImageSpec spec, BuildContexts contexts) {
        return spec.hasDockerfileOutsideItsContext()
                ? contexts.dockerfile(spec.dockerfilePath())
                : contexts.of(spec.context()).resolve(spec.dockerfile());
    }

    private static SortedMap<String, NamedContext> named(ImageSpec spec, BuildContexts contexts) {
        SortedMap<String, NamedContext> named = new TreeMap<>();
        spec.contexts()
                .forEach((name, context) -> named.put(
                        name,
                        switch (context) {
                            case ContextSource.Folder(var path) -> new NamedContext.Folder(contexts.of(path));
                            case ContextSource.Image(var reference) -> new NamedContext.Image(reference);
                        }));
        return named;
    }

    private static Recipe.Sandbox sandbox(ImagePlan plan, AccessValues access, Network widest) {
        BuildAccess asked = plan.spec().access();
        return new Recipe.Sandbox(
                Recipe.Sandbox.namespaceOf(cacheOwner(plan)),
                network(plan.spec(), widest),
                chosen(asked.secrets(), access.secrets()),
                new TreeMap<>(chosen(asked.ssh(), access.ssh())),
                resources(plan.spec().limits()));
    }

    private static Recipe.Resources resources(BuildLimits limits) {
        return new Recipe.Resources(limits.memory(), limits.milliCpus(), limits.processes(), limits.disk());
    }

    /** Tests of requests, which anybody may open, neither read nor write the cache mounts of builds with secrets. */
    private static String cacheOwner(ImagePlan plan) {
        String repository = plan.source().repository().value();
        return plan.isTestOnly() ? repository + "\nrequests" : repository;
    }

    private static Network network(ImageSpec spec, Network widest) {
        boolean none = spec.limits()
                .network()
                .filter(asked -> asked == NetworkLimit.NONE)
                .isPresent();
        return none ? Network.NONE : widest;
    }

    private static <V> Map<String, V> chosen(Iterable<String> names, Map<String, V> values) {
        Map<String, V> chosen = new HashMap<>();
        for (String name : names) {
            V value = values.get(name);
            if (value == null) {
                throw new IllegalStateException("the plan names a value that the repository has not: " + name);
            }
            chosen.put(name, value);
        }
        return chosen;
    }
}
