package dev.millrace.updater.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Part;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.text.FieldPath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The properties that hold for any bytes; also run by the fuzzer and for its findings. */
final class AnyFile {
    private static final List<String> PATHS =
            List.of("app.yaml", "kustomization.yaml", "app.json", "app.env", "Chart.yaml", "values.yaml");

    private static final List<Finder> FINDERS = List.of(
            new Finder.Comment("STAGING_TAG"),
            new Finder.Kustomize(),
            new Finder.Containers(),
            new Finder.HelmValues(
                    Optional.of(FieldPath.parse("image.repository")),
                    Optional.of(FieldPath.parse("image.tag")),
                    Optional.of(FieldPath.parse("image.digest"))),
            new Finder.Field(FieldPath.parse("a.b"), Part.TAG),
            new Finder.Chart("redis"));

    private AnyFile() {}

    /** The first byte selects path and tag, the rest is the file: no exception, and an edited file has the target version. */
    static void isEditedSoundly(byte[] data) {
        if (data.length == 0) {
            return;
        }
        String path = PATHS.get((data[0] & 0xFF) % PATHS.size());
        byte[] file = Arrays.copyOfRange(data, 1, data.length);
        Search search = new Search("web", new ImageName("reg.example/shop/web"), FINDERS, data[0] % 3 == 0);
        TargetVersion target =
                new TargetVersion(search, new Tag(data[0] < 0 ? "1.10" : "v2"), new Digest("sha256:" + "a".repeat(64)));

        EditOutcome outcome = ManifestEditor.edit(path, file, List.of(target), Set.of("web"));

        if (outcome instanceof EditOutcome.Edited edited) {
            assertThat(ManifestEditor.mayHold(file, List.of(search))).isTrue();
            assertThat(ManifestEditor.edit(path, edited.content(), List.of(target), Set.of("web")))
                    .isInstanceOf(EditOutcome.AlreadyCurrent.class);
        }
    }
}
