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

/** Generated repositories of several services: an image changes the lines of its own service, and no other byte. */
class RepositoryPropertyTest {
    private static final String OLD = "1.0.0";
    private static final List<Finder> FINDERS = List.of(
            new Finder.Kustomize(),
            new Finder.Containers(),
            new Finder.HelmValues(
                    Optional.of(FieldPath.parse("image.repository")),
                    Optional.of(FieldPath.parse("image.tag")),
                    Optional.empty()));

    /** The files of which a repository has one for each service, or one for all. */
    enum Form {
        ENTRY("kustomization.yaml", "images:\n", "- name: %1$s # x\n  newTag: %2$s # of %1$s\n"),
        RENAMED("kustomization.yaml", "images:\n", "- newTag: '%2$s'\n  name: any\n  newName: \"%1$s\"\n"),
        VALUES("values.yaml", "", "---\nimage:\n  pullPolicy: Always\n  repository: %1$s\n  tag: \"%2$s\"\n"),
        FLOW("values.yaml", "", "---\nimage: {repository: %1$s, tag: %2$s, x: 1.0.0}\n"),
        POD("pods.yaml", "", "---\nkind: Pod\nspec:\n  containers:\n  - name: x\n    image: %1$s:%2$s  # 1.0.0\n"),
        PATCH("a.yaml", "patches:\n", "- patch: |-\n    spec:\n      initContainers:\n      - image: '%1$s:%2$s'\n");

        private final String path;
        private final String head;
        private final String service;

        Form(String path, String head, String service) {
            this.path = path;
            this.head = head;
            this.service = service;
        }

        /** @param tag the tag of the policy's own image; all others have the old one */
        String text(List<String> images, String tag, String lineBreak) {
            return images.stream()
                    .map(image -> service.formatted(image, image.equals(IMAGE) ? tag : OLD))
                    .collect(Collectors.joining("", head, ""))
                    .replace("\n", lineBreak);
        }
    }

    @Property(tries = 2000)
    void anImageChangesTheLinesOfItsServiceOnly(
            @ForAll Form form,
            @ForAll("services") List<String> images,
            @ForAll("lineBreaks") String lineBreak,
            @ForAll boolean named) {
        Search search = new Search("web", new ImageName(IMAGE), FINDERS, false, named);
        String before = form.text(images, OLD, lineBreak);

        EditOutcome outcome = ManifestEditor.edit(
                "apps/" + form.path,
                before.getBytes(StandardCharsets.UTF_8),
                List.of(new TargetVersion(search, new Tag("2.0.1"), new Digest(EditTable.SHA))),
                Set.of("web"));

        String after = outcome instanceof EditOutcome.Edited edited
                ? new String(edited.content(), StandardCharsets.UTF_8)
                : before;
        assertThat(after).isEqualTo(form.text(images, "2.0.1", lineBreak));
    }

    @Provide
    Arbitrary<List<String>> services() {
        Arbitrary<String> registry = Arbitraries.of("reg.example/", "quay.example/", "reg.example/shop/", "docker.io/");
        Arbitrary<String> name = Arbitraries.of("shop/web", "web", "shop/web-admin", "shop/webhook", "api", "shop");
        Arbitrary<String> other = Combinators.combine(registry, name).as((host, service) -> host + service);
        return Arbitraries.oneOf(Arbitraries.just(IMAGE), other)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<String> lineBreaks() {
        return Arbitraries.of("\n", "\r\n");
    }
}
