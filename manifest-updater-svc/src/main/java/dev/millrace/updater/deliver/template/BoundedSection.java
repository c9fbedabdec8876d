package dev.millrace.updater.deliver.template;

import io.quarkus.qute.Expression;
import io.quarkus.qute.ResolutionContext;
import io.quarkus.qute.ResultNode;
import io.quarkus.qute.Scope;
import io.quarkus.qute.SectionBlock;
import io.quarkus.qute.SectionHelper;
import io.quarkus.qute.SectionHelperFactory;
import io.quarkus.qute.TemplateException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A section of Qute whose blocks are counted, each time that they are executed, and whose loops are over lists only. */
final class BoundedSection implements SectionHelperFactory<SectionHelper> {
    private static final String ITERABLE = "iterable";

    private final SectionHelperFactory<?> section;

    BoundedSection(SectionHelperFactory<?> section) {
        this.section = section;
    }

    @Override
    public List<String> getDefaultAliases() {
        return section.getDefaultAliases();
    }

    @Override
    public ParametersInfo getParameters() {
        return section.getParameters();
    }

    @Override
    public List<String> getBlockLabels() {
        return section.getBlockLabels();
    }

    @Override
    public boolean treatUnknownSectionsAsBlocks() {
        return section.treatUnknownSectionsAsBlocks();
    }

    @Override
    public MissingEndTagStrategy missingEndTagStrategy() {
        return section.missingEndTagStrategy();
    }

    @Override
    public Scope initializeBlock(Scope outer, BlockInfo block) {
        return section.initializeBlock(outer, block);
    }

    @Override
    public SectionHelper initialize(SectionInitContext context) {
        SectionHelper helper = section.initialize(context);
        Optional<Expression> iterable = context.hasParameter(ITERABLE)
                ? Optional.ofNullable(context.getExpression(ITERABLE))
                : Optional.empty();
        return resolution -> {
            CountedContext counted = new CountedContext(resolution, budget(resolution.resolutionContext()));
            return iterable.map(list -> resolution
                            .resolutionContext()
                            .evaluate(list)
                            .thenCompose(value -> helper.resolve(requireList(value, counted))))
                    .orElseGet(() -> helper.resolve(counted));
        };
    }

    /** A number would be a range, for which memory is reserved before the first iteration. */
    private static CountedContext requireList(Object value, CountedContext context) {
        if (value instanceof Collection || value instanceof Map) {
            return context;
        }
        throw new TemplateException("a loop needs a list, such as 'changes', 'images' or 'commits'");
    }

    private static WorkBudget budget(ResolutionContext context) {
        if (context.getAttribute(WorkBudget.KEY) instanceof WorkBudget budget) {
            return budget;
        }
        throw new IllegalStateException("every rendering has a budget");
    }

    private record CountedContext(SectionHelper.SectionResolutionContext context, WorkBudget budget)
            implements SectionHelper.SectionResolutionContext {
        @Override
        public CompletionStage<Map<String, Object>> evaluate(Map<String, Expression> expressions) {
            return context.evaluate(expressions);
        }

        @Override
        public ResolutionContext resolutionContext() {
            return context.resolutionContext();
        }

        @Override
        public ResolutionContext newResolutionContext(Object data, Map<String, SectionBlock> blocks) {
            return context.newResolutionContext(data, blocks);
        }

        @Override
        public CompletionStage<ResultNode> execute(SectionBlock block, ResolutionContext blockContext) {
            budget.spend();
            return context.execute(block, blockContext);
        }

        @Override
        public Map<String, Object> getParameters() {
            return context.getParameters();
        }
    }
}
