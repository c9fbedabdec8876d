package dev.millrace.testbed;

import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.gitea.GiteaServer;
import dev.millrace.testbed.kafka.Kafka;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.registry.ImageRegistry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** The JUnit extension behind {@link WithParts}. */
final class PartsExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    private static final Map<Class<?>, Supplier<?>> PARAMETERS = Map.of(
            Testbed.class, Testbed::shared,
            Kafka.class, () -> Testbed.shared().kafka(),
            GitHost.class, () -> Testbed.shared().gitHost(),
            GitWorkspace.class, () -> Testbed.shared().gitHost().workspace(),
            ImageRegistry.class, () -> Testbed.shared().registry(),
            Cluster.class, () -> Testbed.shared().cluster(),
            GiteaServer.class, () -> Testbed.shared().gitea());

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = required(context).stream()
                .flatMap(kind -> Testbed.shared().missing(kind).stream())
                .findFirst();
        ConditionEvaluationResult decision = decide(missing, System.getenv("CI") != null);
        if (decision.isDisabled() && context.getTestMethod().isEmpty()) {
            System.err.println("skipped " + context.getDisplayName() + ": "
                    + decision.getReason().orElse(""));
        }
        return decision;
    }

    /** Skips tests whose part is missing on a developer machine. On a build server, a missing part is an error. */
    static ConditionEvaluationResult decide(Optional<String> missing, boolean onBuildServer) {
        if (missing.isPresent() && onBuildServer) {
            throw new PartUnavailable(missing.get());
        }
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("all parts are available"));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Testbed.shared().start(required(context));
    }

    private static List<PartKind> required(ExtensionContext context) {
        return context.getTestClass()
                .flatMap(type ->
                        AnnotationSupport.findAnnotation(type, WithParts.class, context.getEnclosingTestClasses()))
                .map(parts -> List.of(parts.value()))
                .orElse(List.of());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return PARAMETERS.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Supplier<?> part = PARAMETERS.get(parameter.getParameter().getType());
        if (part == null) {
            throw new IllegalStateException("unsupported parameter: " + parameter);
        }
        return part.get();
    }
}
