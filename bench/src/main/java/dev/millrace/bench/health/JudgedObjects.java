package dev.millrace.bench.health;

import dev.millrace.bench.report.Measurement;
import dev.millrace.bench.report.Result.Measured;
import dev.millrace.sync.health.HealthRules;
import dev.millrace.sync.health.exact.KindRules;
import dev.millrace.sync.health.object.HealthContext;
import dev.millrace.testbed.delivery.LocalDelivery;
import dev.millrace.testbed.process.JavaCommand;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The time to judge one object of about 10 KB, on one thread, of 10,000 objects per round. */
public final class JudgedObjects implements Measurement {
    /** Objects differ in names, keys and messages; more of them would measure the memory. */
    private static final int DISTINCT = 500;

    private static final int OBJECTS = 10_000;
    private static final int WARM_UP = 8;
    private static final int ROUNDS = 5;
    private static final String HEAP = "256m";

    private final ObjectMix mix;

    private JudgedObjects(ObjectMix mix) {
        this.mix = mix;
    }

    /** Returns one measurement per rule. */
    public static List<JudgedObjects> all() {
        return Stream.of(ObjectMix.values()).map(JudgedObjects::new).toList();
    }

    @Override
    public String name() {
        return "health-10000-objects/" + mix.label();
    }

    /** Measures in a JVM of its own with the options of the agent's image, because the compiler decides more than the code. */
    @Override
    public void measure(LocalDelivery delivery, Consumer<Measured> results) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        JavaCommand.ofMainAsInImages(HEAP, JudgedObjects.class.getName(), mix.name()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Double> micros;
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            micros = output.lines().map(Double::valueOf).toList();
        }
        if (process.waitFor() != 0) {
            throw new IOException("the JVM that judges objects failed: exit status " + process.exitValue());
        }
        results.accept(Measured.of(name(), "µs", micros));
    }

    /** Prints the time of each object of a mix in microseconds. */
    @SuppressWarnings("SystemOut") // read by the measurement
    public static void main(String[] mix) {
        new JudgedObjects(ObjectMix.valueOf(mix[0])).micros().forEach(System.out::println);
    }

    /** Returns the time of each object in each round after the warm-up, in microseconds. */
    List<Double> micros() {
        List<GenericKubernetesResource> objects = mix.objects(DISTINCT);
        KindRules rules = KindRules.shipped();
        List<Double> micros = new ArrayList<>(ROUNDS * OBJECTS);
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (int i = 0; i < OBJECTS; i++) {
                GenericKubernetesResource object = objects.get(i % DISTINCT);
                long start = System.nanoTime();
                String rule = HealthRules.of(object, rules, HealthContext.NONE).rule();
                long took = System.nanoTime() - start;
                if (!rule.startsWith(mix.rule())) {
                    throw new IllegalStateException("judged by " + rule + ", not by " + mix.rule());
                }
                if (round >= WARM_UP) {
                    micros.add(took / 1e3);
                }
            }
        }
        return micros;
    }
}
