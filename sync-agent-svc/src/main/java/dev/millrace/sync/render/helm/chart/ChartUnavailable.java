package dev.millrace.sync.render.helm.chart;

/** A chart is not to be had. The reason is a sentence for people and holds no credential. */
public final class ChartUnavailable extends Exception {
    private final boolean mayPass;

    private ChartUnavailable(String reason, boolean mayPass) {
        super(reason);
        this.mayPass = mayPass;
    }

    static ChartUnavailable now(String reason) {
        return new ChartUnavailable(reason, true);
    }

    /** Until the spec says something else. */
    static ChartUnavailable ever(String reason) {
        return new ChartUnavailable(reason, false);
    }

    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether another try may well succeed. */
    public boolean mayPass() {
        return mayPass;
    }
}
