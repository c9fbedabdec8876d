package dev.millrace.updater.deliver.template;

import dev.millrace.updater.policy.Delivery;
import io.quarkus.qute.Engine;
import io.quarkus.qute.IfSectionHelper;
import io.quarkus.qute.LoopSectionHelper;
import io.quarkus.qute.SetSectionHelper;
import io.quarkus.qute.TemplateException;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.qute.WhenSectionHelper;
import java.util.Map;
import java.util.concurrent.CompletionException;

/**
 * Renders templates that come from people who may write to a repository: bounded in length, steps and output, and without access to anything but
 * the given data.
 *
 * @see <a href="https://quarkus.io/guides/qute-reference">Qute</a>
 */
public final class MessageTemplates {
    private static final int MAX_OUTPUT = 64 << 10;

    /** The limit of the work: sections and iterations, times the length of the template, which bounds the expressions in each of them. */
    private static final long MAX_WORK = 20_000_000;

    private final Engine engine = Engine.builder()
            .addSectionHelpers(
                    new BoundedSection(new IfSectionHelper.Factory()),
                    new BoundedSection(new LoopSectionHelper.Factory()),
                    new BoundedSection(new SetSectionHelper.Factory()),
                    new BoundedSection(new WhenSectionHelper.Factory()))
            .addDefaultValueResolvers()
            .strictRendering(true)
            .build();

    /**
     * Renders a template.
     *
     * @throws TemplateException if the template is invalid, needs a section that is not available, or exceeds a bound
     */
    public String render(String template, Map<String, Object> data) {
        if (template.length() > Delivery.MAX_TEMPLATE_LENGTH) {
            throw new TemplateException("it has more than " + Delivery.MAX_TEMPLATE_LENGTH + " characters");
        }
        StringBuilder text = new StringBuilder();
        try {
            TemplateInstance instance = engine.parse(template)
                    .data(data)
                    .setAttribute(WorkBudget.KEY, new WorkBudget(MAX_WORK / Math.max(1, template.length())));
            instance.consume(part -> append(text, part)).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof TemplateException cause ? cause : new TemplateException(e);
        } catch (StackOverflowError e) {
            throw new TemplateException("its sections or expressions are nested too deeply");
        }
        return text.toString();
    }

    private static void append(StringBuilder text, String part) {
        if (text.length() + part.length() > MAX_OUTPUT) {
            throw new TemplateException("its text has more than " + MAX_OUTPUT + " characters");
        }
        text.append(part);
    }
}
