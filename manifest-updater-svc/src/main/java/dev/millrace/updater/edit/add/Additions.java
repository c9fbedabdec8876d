package dev.millrace.updater.edit.add;

import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/** Adds the values of an opening to a file. */
public final class Additions {
    private Additions() {}

    /**
     * The file with the new values.
     *
     * @param added the new values as they are read
     */
    public record Result(String text, List<Scalar> added) {
        public Result {
            added = List.copyOf(added);
        }
    }

    /** Tries it with any value. */
    static boolean isPossible(String path, Manifest manifest, Opening opening) {
        return add(path, manifest, opening, Field::key).isPresent();
    }

    /** Returns empty if the file would differ in more than the new values. */
    public static Optional<Result> add(String path, Manifest manifest, Opening opening, Function<Field, String> value) {
        SequencedMap<String, String> values = values(opening, value);
        return new Inserter(manifest, values).into(opening.slot()).flatMap(insertion -> insertion
                .addedBy(path, manifest, opening.slot(), values)
                .map(added -> new Result(insertion.into(manifest.text()), added)));
    }

    private static SequencedMap<String, String> values(Opening opening, Function<Field, String> value) {
        SequencedMap<String, String> values = new LinkedHashMap<>();
        opening.fields().forEach(field -> values.put(field.key(), value.apply(field)));
        return values;
    }
}
