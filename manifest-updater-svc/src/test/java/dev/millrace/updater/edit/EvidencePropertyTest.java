package dev.millrace.updater.edit;

import static dev.millrace.updater.edit.EditTable.IMAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.edit.text.FieldPath;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Generated files: edits only where evidence is, and no other byte differs. */
class EvidencePropertyTest {
    private static final String NEW = "2.0.1";
    private static final Finder VALUES = new Finder.HelmValues(
            Optional.of(FieldPath.parse("image.repository")),
            Optional.of(FieldPath.parse("image.tag")),
            Optional.empty());

    /** The values of a release; an empty registry or repository is absent. */
    record Release(String registry, String repository, String tag) {
        String text(String version) {
            return "image:\n"
                    + (registry.isEmpty() ? "" : "  registry: " + registry + "\n")
                    + (repository.isEmpty() ? "" : "  repository: " + repository + "\n")
                    + "  tag: " + version + "\n";
        }

        /** Returns true if registry and repository are the image, or if the file's name has to decide and does. */
        boolean isOfImage(boolean named, boolean only) {
            if (repository.isEmpty()) {
                return named && only;
            }
            String whole = registry.isEmpty() ? repository : registry + "/" + repository;
            boolean twice = registry.equals("reg.example") && repository.equals(IMAGE);
            return whole.equals(IMAGE) || twice || (named && registry.isEmpty() && IMAGE.endsWith("/" + repository));
        }

        boolean hasTag() {
            return tag.equals("1.0.0") || tag.equals("v1");
        }
    }

    /** A line with a value; its comment may be a marker, and the line may be commented out. */
    record Line(boolean live, String value, String comment) {
        String text(String version) {
            return (live ? "" : "# ") + "- " + version + comment + "\n";
        }

        boolean isMarked() {
            return live && comment.contains("\"web:tag\"") && value.matches("[0-9.]+");
        }
    }

    @Property(tries = 1000)
    void aTagIsEditedIfItsRepositoryIsTheImage(@ForAll("releases") List<Release> releases, @ForAll boolean named) {
        boolean only = releases.size() == 1;
        String before = releases.stream().map(one -> one.text(one.tag())).collect(Collectors.joining("---\n"));
        String after = releases.stream()
                .map(one -> one.text(one.hasTag() && one.isOfImage(named, only) ? NEW : one.tag()))
                .collect(Collectors.joining("---\n"));

        assertThat(edited(before, VALUES, named)).isEqualTo(after);
    }

    @Property(tries = 1000)
    void aValueIsEditedIfItsOwnLineIsMarked(@ForAll("lines") List<Line> lines) {
        String before = lines.stream().map(one -> one.text(one.value())).collect(Collectors.joining());
        String after = lines.stream()
                .map(one -> one.text(one.isMarked() ? NEW : one.value()))
                .collect(Collectors.joining());

        assertThat(edited(before, new Finder.Comment("STAGING_TAG"), true)).isEqualTo(after);
    }

    @Provide
    Arbitrary<List<Release>> releases() {
        return Combinators.combine(
                        Arbitraries.of("", "reg.example", "quay.example", "reg.example/shop"),
                        Arbitraries.of(
                                "", IMAGE, "shop/web", "web", "shop/api", "quay.example/shop/web", "reg.example/web"),
                        Arbitraries.of("1.0.0", "v1", IMAGE + ":1", "\"{{ .x }}\"", "${TAG}", "a b"))
                .as(Release::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Line>> lines() {
        return Combinators.combine(
                        Arbitraries.of(true, false),
                        Arbitraries.of("1.0.0", "1.9.2", "web.example.com:80", IMAGE + ":1", "run it"),
                        Arbitraries.of(
                                "",
                                " # 1.0.0",
                                " # {\"$imagepolicy\": \"web:tag\"}",
                                " # {\"$imagepolicy\": \"other:tag\"}",
                                " # about {\"$imagepolicy\": \"web:tag\"}"))
                .as(Line::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static String edited(String text, Finder finder, boolean named) {
        Search search = new Search("web", new ImageName(IMAGE), List.of(finder), false, named);
        EditOutcome outcome = ManifestEditor.edit(
                "values.yaml",
                text.getBytes(StandardCharsets.UTF_8),
                List.of(new TargetVersion(search, new Tag(NEW), new Digest(EditTable.SHA))),
                Set.of("web", "other"));
        return outcome instanceof EditOutcome.Edited edited
                ? new String(edited.content(), StandardCharsets.UTF_8)
                : text;
    }
}
