package dev.millrace.bench.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.bench.report.Result.Failed;
import dev.millrace.bench.report.Result.Measured;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * All results so far, on the terminal and in a file. Each new one is printed at once, and the file is replaced by a rename: a run that
 * ends early leaves what it had measured, as valid JSON.
 */
public final class Report {
    /** Every result comes from a single run: one test bed, one start of each service. */
    private static final int RUNS = 1;

    private static final ObjectMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path file;
    private final PrintStream out;
    private final List<Result> results = new ArrayList<>();

    private Report(Path file, PrintStream out) {
        this.file = file;
        this.out = out;
    }

    /** A report without results; the file no longer contains an earlier run's. */
    public static Report begin(Path file, PrintStream out) {
        Report report = new Report(file.toAbsolutePath(), out);
        report.write();
        out.println(Table.HEAD);
        return report;
    }

    public void add(Result result) {
        results.add(result);
        write();
        out.println(Table.line(result, ratio(result)));
    }

    /** Prints all results together: those that were printed before their limit was measured get their ratio here. */
    public void printAll() {
        out.println();
        out.println(Table.HEAD);
        results.forEach(result -> out.println(Table.line(result, ratio(result))));
        out.println(Table.NOTES);
    }

    public boolean hasFailures() {
        return results.stream().anyMatch(Failed.class::isInstance);
    }

    private OptionalDouble ratio(Result result) {
        if (!(result instanceof Measured measured) || measured.limit().isEmpty()) {
            return OptionalDouble.empty();
        }
        String limit = measured.limit().get();
        return results.stream()
                .filter(other -> other.name().equals(limit))
                .filter(Measured.class::isInstance)
                .mapToDouble(other -> ((Measured) other).values().p50())
                .filter(p50 -> p50 > 0)
                .map(p50 -> Math.round(measured.values().p50() / p50 * 100) / 100.0)
                .findFirst();
    }

    private void write() {
        Path next = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.createDirectories(file.getParent());
            JSON.writeValue(next.toFile(), results.stream().map(this::fields).toList());
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("could not write " + file, e);
        }
    }

    private Map<String, Object> fields(Result result) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", result.name());
        switch (result) {
            case Failed failed -> fields.put("failure", failed.reason());
            case Measured measured -> {
                fields.put("unit", measured.unit());
                fields.put("runs", RUNS);
                fields.put("n", measured.values().n());
                fields.put("p50", measured.values().p50());
                fields.put("p90", measured.values().p90());
                fields.put("p99", measured.values().p99());
                measured.limit().ifPresent(limit -> fields.put("limit", limit));
                ratio(measured).ifPresent(ratio -> fields.put("ratio", ratio));
            }
        }
        return fields;
    }
}
