package dev.millrace.updater.edit;

import dev.millrace.updater.edit.add.Additions;
import dev.millrace.updater.edit.add.Field;
import dev.millrace.updater.edit.add.Opening;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.form.PlaceFinder;
import dev.millrace.updater.edit.text.Lines;
import dev.millrace.updater.edit.text.Manifest;
import dev.millrace.updater.edit.text.ParseResult;
import dev.millrace.updater.edit.text.Scalar;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Adds values that are not there yet, policy by policy, because each addition moves what is below it. */
final class MissingValues {
    private final String path;
    private final List<Change> changes = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private String text;

    private MissingValues(String path, String text) {
        this.path = path;
        this.text = text;
    }

    /**
     * The outcome of an edit, with the missing values.
     *
     * @param before the file before the edit
     * @param targets the versions of the policies that miss values
     */
    static EditOutcome addTo(String path, byte[] before, EditOutcome outcome, List<TargetVersion> targets) {
        return switch (outcome) {
            case EditOutcome.Unreadable unreadable -> unreadable;
            case EditOutcome.AlreadyCurrent(int places, List<Problem> problems) -> {
                MissingValues missing = of(path, before, targets);
                yield missing.changes.isEmpty()
                        ? new EditOutcome.AlreadyCurrent(places, joined(problems, missing.problems))
                        : missing.edited(List.of(), problems);
            }
            case EditOutcome.Edited edited ->
                of(path, edited.content(), targets).edited(edited.changes(), edited.problems());
        };
    }

    private static MissingValues of(String path, byte[] content, List<TargetVersion> targets) {
        MissingValues missing = new MissingValues(path, Manifest.decode(content).orElse(""));
        targets.forEach(missing::add);
        return missing;
    }

    private EditOutcome.Edited edited(List<Change> some, List<Problem> others) {
        return new EditOutcome.Edited(
                text.getBytes(StandardCharsets.UTF_8), joined(some, changes), joined(others, problems));
    }

    private static <T> List<T> joined(List<T> one, List<T> other) {
        List<T> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }

    private void add(TargetVersion target) {
        if (Manifest.read(path, text) instanceof ParseResult.Parsed(Manifest manifest)) {
            PlaceFinder.opening(path, manifest, target.search(), problems::add)
                    .ifPresent(opening -> Additions.add(path, manifest, opening, field -> value(target, opening, field))
                            .ifPresentOrElse(
                                    result -> accept(target, opening, result),
                                    () -> problems.add(new Problem(
                                            opening.line(),
                                            "not added: the file would differ in more than the values of policy "
                                                    + opening.policy()))));
        }
    }

    private static String value(TargetVersion target, Opening opening, Field field) {
        boolean beside = opening.fields().stream().anyMatch(other -> other.part() == Part.DIGEST);
        return target.text(field.part(), beside);
    }

    /** A name is written once and never changes, so it is no change of a version. */
    private void accept(TargetVersion target, Opening opening, Additions.Result result) {
        text = result.text();
        Lines lines = new Lines(text);
        for (int i = 0; i < opening.fields().size(); i++) {
            Scalar scalar = result.added().get(i);
            if (opening.fields().get(i).part() != Part.NAME) {
                changes.add(new Change(
                        target.search().policy(), scalar.field(), lines.of(scalar.start()) + 1, "", scalar.value()));
            }
        }
    }
}
