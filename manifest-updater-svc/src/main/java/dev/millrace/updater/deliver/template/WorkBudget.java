package dev.millrace.updater.deliver.template;

import io.quarkus.qute.TemplateException;

/** The number of blocks that one rendering may still execute. */
final class WorkBudget {
    /** The attribute of the template instance that has the budget. */
    static final String KEY = "millrace.work";

    private long left;

    WorkBudget(long left) {
        this.left = left;
    }

    void spend() {
        if (--left < 0) {
            throw new TemplateException("it takes too many steps");
        }
    }
}
