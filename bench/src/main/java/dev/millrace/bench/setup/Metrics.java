package dev.millrace.bench.setup;

import dev.millrace.testbed.cluster.ApiServer;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The samples of a page in Prometheus' text format. */
public final class Metrics {
    /** Requests that the agent's work causes; leases, nodes and tokens are renewed by others all the time. */
    private static final Pattern OF_APPLICATIONS =
            Pattern.compile("applications|secrets|events|namespaces|deployments|services|configmaps|serviceaccounts");

    private static final Pattern WRITE = Pattern.compile("POST|PUT|PATCH|APPLY|DELETE");
    private static final Pattern OBJECT = Pattern.compile("deployments|services|configmaps|serviceaccounts");

    private final List<String> samples;

    private Metrics(String page) {
        this.samples = page.lines().filter(line -> !line.startsWith("#")).toList();
    }

    public static Metrics of(String page) {
        return new Metrics(page);
    }

    /** Those of the API server. */
    public static Metrics of(ApiServer api) throws Exception {
        return of(api.get("/metrics"));
    }

    /** Whether the page has the metric, whatever its value is. */
    public boolean has(String metric) {
        return samples.stream().anyMatch(line -> isNamed(line, metric));
    }

    /** The sum over all labels; 0 if there is none. */
    public double sum(String metric) {
        return sum(metric, line -> true);
    }

    /** The sum of the samples with this label. */
    public double sum(String metric, String label, String value) {
        return sum(metric, line -> label(line, label).equals(value));
    }

    /** Requests to the API server that read or write Applications, what belongs to them, or records; no watches. */
    public double requests() {
        return sum(
                "apiserver_request_total",
                line -> OF_APPLICATIONS.matcher(label(line, "resource")).matches()
                        && !label(line, "verb").equals("WATCH"));
    }

    /** Those of {@link #requests} that write. */
    public double writes() {
        return sum(
                "apiserver_request_total",
                line -> OF_APPLICATIONS.matcher(label(line, "resource")).matches()
                        && WRITE.matcher(label(line, "verb")).matches());
    }

    /** Those of {@link #writes} that write objects of Applications. */
    public double objectWrites() {
        return sum(
                "apiserver_request_total",
                line -> OBJECT.matcher(label(line, "resource")).matches()
                        && WRITE.matcher(label(line, "verb")).matches());
    }

    private double sum(String metric, Predicate<String> counts) {
        return samples.stream()
                .filter(line -> isNamed(line, metric))
                .filter(counts)
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static boolean isNamed(String line, String metric) {
        return line.startsWith(metric)
                && line.length() > metric.length()
                && " {".indexOf(line.charAt(metric.length())) >= 0;
    }

    private static String label(String line, String name) {
        String start = name + "=\"";
        int at = line.indexOf("{" + start);
        if (at < 0) {
            at = line.indexOf("," + start);
        }
        if (at < 0) {
            return "";
        }
        int from = at + 1 + start.length();
        return line.substring(from, line.indexOf('"', from));
    }
}
