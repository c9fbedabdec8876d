package dev.millrace.sync.render.input;

import dev.millrace.cluster.application.reference.ValuesReference;
import dev.millrace.sync.manifest.Content;
import dev.millrace.sync.named.Named;
import dev.millrace.sync.named.ReferenceContent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The content of the ConfigMaps and Secrets that an Application names. */
public final class Inputs {
    private static final String USUAL_KEY = "values.yaml";

    /** The inputs of an Application that names none. */
    public static final Inputs NONE = new Inputs("", "", List.of(), Map.of(), Masking.NONE);

    private final String namespace;
    private final String hash;
    private final List<ValuesReference> references;
    private final Map<Named, ReferenceContent> readings;
    private final Masking masking;

    private Inputs(
            String namespace,
            String hash,
            List<ValuesReference> references,
            Map<Named, ReferenceContent> readings,
            Masking masking) {
        this.namespace = namespace;
        this.hash = hash;
        this.references = references;
        this.readings = readings;
        this.masking = masking;
    }

    /** @param salt makes the hash differ from that of the same values elsewhere */
    static Inputs of(
            String salt, String namespace, List<ValuesReference> references, Map<Named, ReferenceContent> readings) {
        Map<String, Object> content = new TreeMap<>();
        readings.forEach((named, reading) -> content.put(
                named.toString(),
                switch (reading) {
                    case ReferenceContent.Found found -> found.entries();
                    case ReferenceContent.Missing missing -> "missing";
                    case ReferenceContent.Refused refused -> "refused";
                }));
        String hash = "-" + Content.hash(List.of(salt, content)).substring(0, 16);
        return new Inputs(namespace, hash, List.copyOf(references), Map.copyOf(readings), Masking.of(readings));
    }

    /** A required input that is unavailable. */
    public record Problem(String reason, boolean isTransient) {}

    /** Returns the hash that, together with the read set, decides if the commit is rendered again; empty if nothing is named. */
    public String hash() {
        return hash;
    }

    /** Returns why nothing can be rendered with these inputs; empty if all required ones are available. */
    public Optional<Problem> problem() {
        return references.stream().flatMap(one -> problem(one).stream()).findFirst();
    }

    private Optional<Problem> problem(ValuesReference reference) {
        Named named = Named.of(reference, namespace);
        return switch (reading(reference)) {
            case ReferenceContent.Refused refused ->
                Optional.of(new Problem("the " + named + " can't be read: " + refused.why(), true));
            case ReferenceContent.Missing missing ->
                reference.optional() ? Optional.empty() : Optional.of(new Problem("there is no " + named, false));
            case ReferenceContent.Found found ->
                reference.key() == null
                                || reference.optional()
                                || found.entries().containsKey(reference.key())
                        ? Optional.empty()
                        : Optional.of(new Problem("the " + named + " has no entry " + reference.key(), false));
        };
    }

    private ReferenceContent reading(ValuesReference reference) {
        return readings.getOrDefault(Named.of(reference, namespace), new ReferenceContent.Missing());
    }

    /** Returns all entries of the named object, or the one that the reference selects; none if it is optional and missing. */
    public Map<String, String> entries(ValuesReference reference) {
        Map<String, String> all =
                reading(reference) instanceof ReferenceContent.Found found ? found.entries() : Map.of();
        String key = reference.key();
        if (key == null) {
            return all;
        }
        return all.containsKey(key) ? Map.of(key, all.get(key)) : Map.of();
    }

    /** Returns the one entry that the reference selects, {@code values.yaml} by default. */
    public Optional<String> entry(ValuesReference reference) {
        String key = reference.key() == null ? USUAL_KEY : reference.key();
        return reading(reference) instanceof ReferenceContent.Found found
                ? Optional.ofNullable(found.entries().get(key))
                : Optional.empty();
    }

    /** Returns the same inputs, which mask these values too. */
    public Inputs hiding(Collection<String> values) {
        return with(masking.and(values));
    }

    /** Returns the same inputs, which mask these values of rendered Secrets too. */
    public Inputs hidingRendered(Collection<String> values) {
        return with(masking.andRendered(values));
    }

    private Inputs with(Masking other) {
        return other == masking ? this : new Inputs(namespace, hash, references, readings, other);
    }

    /** Returns true if the text holds a value of a Secret. */
    public boolean isSecretIn(String text) {
        return masking.isIn(text);
    }

    /** Returns the text with every value of the Secrets masked. */
    public String masked(String text) {
        return masking.in(text);
    }

    @Override
    public String toString() {
        return "Inputs" + readings.keySet();
    }
}
