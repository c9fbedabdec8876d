package dev.millrace.testbed;

import dev.millrace.testbed.cluster.Cluster;
import dev.millrace.testbed.git.GitHost;
import dev.millrace.testbed.git.GitWorkspace;
import dev.millrace.testbed.gitea.Gitea;
import dev.millrace.testbed.kafka.Kafka;
import dev.millrace.testbed.process.PartUnavailable;
import dev.millrace.testbed.registry.Registry;
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

/** What stands behind {@link WithParts}. */
final class PartsExtension implements ExecutionCondition, BeforeAllCallback, ParameterResolver {
    private static final Map<Class<?>, Supplier<?>> OFFERED = Map.of(
            Testbed.class, Testbed::shared,
            Kafka.class, () -> Testbed.shared().kafka(),
            GitHost.class, () -> Testbed.shared().gitHost(),
            GitWorkspace.class, () -> Testbed.shared().gitHost().workspace(),
            Registry.class, () -> Testbed.shared().registry(),
            Cluster.class, () -> Testbed.shared().cluster(),
            Gitea.class, () -> Testbed.shared().gitea());

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> missing = needed(context).stream()
                .flatMap(kind -> Testbed.shared().missing(kind).stream())
                .findFirst();
        ConditionEvaluationResult decision = decide(missing, System.getenv("CI") != null);
        if (decision.isDisabled() && context.getTestMethod().isEmpty()) {
            System.err.println("skipped " + context.getDisplayName() + ": "
                    + decision.getReason().orElse(""));
        }
        return decision;
    }

    /** On a person's machine what is missing costs only its tests; a build server that lacks a part proves nothing. */
    static ConditionEvaluationResult decide(Optional<String> missing, boolean onBuildServer) {
        if (missing.isPresent() && onBuildServer) {
            throw new PartUnavailable(missing.get());
        }
        return missing.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("all parts can be had"));
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        Testbed.shared().start(needed(context));
    }

    private static List<PartKind> needed(ExtensionContext context) {
        return context.getTestClass()
                .flatMap(type ->
                        AnnotationSupport.findAnnotation(type, WithParts.class, context.getEnclosingTestClasses()))
                .map(parts -> List.of(parts.value()))
                .orElse(List.of());
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return OFFERED.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Supplier<?> offered = OFFERED.get(parameter.getParameter().getType());
        if (offered == null) {
            throw new IllegalStateException("asked for a parameter that is not supported: " + parameter);
        }
        return offered.get();
    }
}
