package dev.millrace.updater.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.updater.edit.find.Finder;
import dev.millrace.updater.edit.find.Search;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Generated files: an edit changes only its value, for YAML readers and to the byte. */
class AnyFileTest {
    private static final String OLD = "1.0.0";
    private static final String MARK = " # {\"$imagepolicy\": \"web:tag\"}";
    private static final Digest DIGEST = new Digest("sha256:" + "a".repeat(64));
    private static final Search SEARCH =
            new Search("web", new ImageName("reg.example/shop/web"), List.of(new Finder.Kustomize()), false);

    /** Elements of YAML, separated by tildes. */
    private static final String PIECES = "a~: ~b: ~- ~\n~\n  ~\n    ~|~>-~&x ~*x~!!str ~{~}~[~]~, ~'~\"~# STAGING_TAG~"
            + " # {\"$imagepolicy\": \"web\"}~ # {\"$imagepolicy\": \"web:tag\"}~image: ~containers:~images:~"
            + "newTag: ~digest: ~name: ~reg.example/shop/web~:1.0~---\n~<<: *x~\r\n~\t~ä🚀~image:\n  tag: ~"
            + "a:\n  b: ~? ";

    /** A file in two halves around the value. */
    record Halves(String before, String quote, String after) {
        String with(String value, String quoted) {
            return before + quoted + value + quoted + after;
        }
    }

    @Property(tries = 500)
    void onlyTheValueDiffers(@ForAll("files") Halves file, @ForAll("tags") String tag) {
        byte[] before = bytes(file.with(OLD, file.quote()));

        EditOutcome outcome = ManifestEditor.edit(
                "app.yaml", before, List.of(new TargetVersion(SEARCH, new Tag(tag), DIGEST)), Set.of("web"));

        assertThat(outcome).isInstanceOf(EditOutcome.Edited.class);
        String after = new String(((EditOutcome.Edited) outcome).content(), StandardCharsets.UTF_8);
        assertThat(after).isIn(file.with(tag, file.quote()), file.with(tag, "\""));
        assertThat(read(after)).isEqualTo(replaced(read(file.with(OLD, file.quote())), tag));
    }

    @Property(tries = 2000)
    void noBytesBreakTheEditor(@ForAll byte[] data) {
        AnyFile.isEditedSoundly(data);
    }

    @Property(tries = 2000)
    void noYamlBreaksTheEditor(@ForAll("pieces") String text) {
        AnyFile.isEditedSoundly(bytes(text));
    }

    @Provide
    Arbitrary<String> pieces() {
        return Arbitraries.of(PIECES.split("~")).list().ofMaxSize(30).map(pieces -> "x" + String.join("", pieces));
    }

    @Provide
    Arbitrary<String> tags() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "1.10", "1e3", "true", "null", "0x1F", "2024-06-27", "0362525", "~x".substring(1), "_1", "v1"),
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withCharRange('0', '9')
                        .withChars("._-")
                        .ofMinLength(1)
                        .ofMaxLength(20)
                        .filter(tag -> tag.matches("[a-z0-9_][a-z0-9._-]*") && !tag.equals(OLD)));
    }

    @Provide
    Arbitrary<Halves> files() {
        Arbitrary<List<String>> blocks = blocks().list().ofMaxSize(6);
        return Combinators.combine(
                        Arbitraries.of("", "\uFEFF"),
                        blocks,
                        blocks,
                        Arbitraries.of(
                                "tag: ",
                                "tag:   ",
                                "t: {a: 1, tag: ",
                                "t:\n  - x\n  - tag: ",
                                "tag: &anchor ",
                                "tag: !!str "),
                        Arbitraries.of("", "'", "\""),
                        Arbitraries.of("\n", "\r\n"),
                        Arbitraries.of(true, false))
                .as((mark, first, second, key, quote, end, last) -> {
                    String before = mark + numbered(first, "a") + key;
                    String after = (key.contains("{") ? "}" : "")
                            + MARK
                            + (last && second.isEmpty() ? "" : "\n" + numbered(second, "b"));
                    return new Halves(before.replace("\n", end), quote, after.replace("\n", end));
                });
    }

    private static Arbitrary<String> blocks() {
        return Arbitraries.of(
                "KEY: 1.0.0\n",
                "KEY: '1.0.0' # tag: 1.0.0\n",
                "KEY: |\n  tag: 1.0.0 # not a comment\n\n",
                "KEY: >-\n  folded\n  text\n",
                "KEY: {flow: [1.0.0, \"x # y\"], tag: 1.0.0}\n",
                "KEY:\n  - a\n  -   b   \n",
                "KEY: \"{{ .Values.x }}\"\n",
                "KEY: ä🚀ö # 🦫\n",
                "\n\n# just a comment with a tab\t\n",
                "KEY: multi\n  line # comment\n",
                "KEY: \"escaped \\\" \\u00e4\"\n",
                "KEY:\n");
    }

    private static String numbered(List<String> blocks, String name) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < blocks.size(); i++) {
            text.append(blocks.get(i).replace("KEY", name + i));
        }
        return text.toString();
    }

    private static Object read(String text) {
        return new Load(LoadSettings.builder().build())
                .loadFromString(text.startsWith("\uFEFF") ? text.substring(1) : text);
    }

    /** The single value of {@code tag} at the top, in {@code t}, or in the last item of its list. */
    @SuppressWarnings("unchecked")
    private static Object replaced(Object read, String tag) {
        Map<String, Object> top = (Map<String, Object>) read;
        if (top.containsKey("tag")) {
            top.put("tag", tag);
        } else if (top.get("t") instanceof Map<?, ?> flow) {
            ((Map<String, Object>) flow).put("tag", tag);
        } else {
            List<Object> items = new ArrayList<>((List<Object>) top.get("t"));
            ((Map<String, Object>) items.getLast()).put("tag", tag);
        }
        return top;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
