package dev.millrace.sync.render.helm.chart;

/** A chart that can't be obtained. The reason is a sentence for users and holds no credential. */
public final class ChartUnavailable extends Exception {
    private final boolean isTransient;

    private ChartUnavailable(String reason, boolean isTransient) {
        super(reason);
        this.isTransient = isTransient;
    }

    static ChartUnavailable now(String reason) {
        return new ChartUnavailable(reason, true);
    }

    /** A failure that lasts until the spec changes. */
    static ChartUnavailable ever(String reason) {
        return new ChartUnavailable(reason, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Returns true if another try may succeed. */
    public boolean isTransient() {
        return isTransient;
    }
}
