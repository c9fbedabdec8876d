package dev.millrace.sync.manifest;

import dev.millrace.sync.manifest.guard.FieldRefusal;
import dev.millrace.sync.manifest.guard.Guard;
import dev.millrace.sync.manifest.guard.Hooks;
import dev.millrace.sync.manifest.guard.Templates;
import dev.millrace.sync.manifest.guard.UnusableFile;
import dev.millrace.sync.manifest.yaml.Scalars;
import dev.millrace.sync.manifest.yaml.YamlText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads YAML and JSON files. */
public final class ManifestReader implements YamlText.Visitor {
    private static final List<String> GIVEN_BY_THE_CLUSTER =
            List.of("creationTimestamp", "managedFields", "resourceVersion", "uid", "generation", "selfLink");

    private final String file;
    private final boolean hasLines;
    private final List<Manifest> objects = new ArrayList<>();
    private final List<Unreadable> unreadable = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private Optional<Unreadable> wholeFile = Optional.empty();

    private ManifestReader(String file, boolean hasLines) {
        this.file = file;
        this.hasLines = hasLines;
    }

    /** Reads all objects of a file, with lists ({@code kind: List}) split into their items. */
    public static Manifests read(String file, String text) {
        return read(file, text, Scalars.AS_WRITTEN);
    }

    /** The same, with a function applied to each scalar. */
    public static Manifests read(String file, String text, Scalars scalars) {
        return read(new ManifestReader(file, true), text, scalars);
    }

    /** Reads all objects of a file that must be valid text: replacement characters would otherwise be applied as if they were written. */
    public static Manifests read(String file, byte[] content, Scalars scalars) {
        return read(new ManifestReader(file, true), content, scalars);
    }

    /** Reads all objects of a rendered text: failures name the place it was rendered from, without a line. */
    public static Manifests readRendered(String madeFrom, String text) {
        return read(new ManifestReader(madeFrom, false), text, Scalars.AS_WRITTEN);
    }

    /** The same for bytes that must be valid text, with a function applied to each scalar. */
    public static Manifests readRendered(String madeFrom, byte[] content, Scalars scalars) {
        return read(new ManifestReader(madeFrom, false), content, scalars);
    }

    /** Reads the object in a content, if there is one. */
    public static Manifests object(Map<String, Object> content, Origin origin) {
        ManifestReader reader = new ManifestReader(origin.file(), true);
        reader.value(origin.line(), content, path -> origin.line());
        return reader.manifests();
    }

    private static Manifests read(ManifestReader reader, byte[] content, Scalars scalars) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return read(reader, text, scalars);
        } catch (CharacterCodingException e) {
            return Manifests.unreadable(reader.origin(0), "not UTF-8");
        }
    }

    private static Manifests read(ManifestReader reader, String text, Scalars scalars) {
        Optional<String> pointer = UnusableFile.pointer(text);
        if (pointer.isPresent()) {
            return Manifests.unreadable(reader.origin(1), pointer.get());
        }
        YamlText.read(text, scalars, reader);
        return reader.manifests();
    }

    /** A file that is a template is refused as a whole: a condition or loop in it may cover any of its objects. */
    private Manifests manifests() {
        return wholeFile
                .map(reason -> new Manifests(List.of(), List.of(reason)))
                .orElseGet(() -> new Manifests(objects, unreadable, notices));
    }

    @Override
    public void unreadable(int line, String reason) {
        unreadable.add(new Unreadable(origin(line), reason));
    }

    private Origin origin(int line) {
        return new Origin(file, hasLines ? line : 0);
    }

    @Override
    public void template(int line) {
        refuseFile(line, Templates.REASON);
    }

    private void refuseFile(int line, String reason) {
        if (wholeFile.isEmpty()) {
            wholeFile = Optional.of(new Unreadable(origin(line), reason));
        }
    }

    @Override
    public void value(int line, Object value, YamlText.Lines lines) {
        if (!(value instanceof Map<?, ?>)) {
            unreadable(line, "no Kubernetes object: not a mapping");
            return;
        }
        Map<String, Object> content = Content.map(value);
        Optional<FieldRefusal> refusal = Guard.refusal(content);
        if (refusal.isPresent()) {
            refuse(refusal.get(), Identity.label(content), lines);
            return;
        }
        switch (Identity.of(content)) {
            case Identity.Named.Impossible impossible -> nameless(line, content, impossible.reason());
            case Identity.Named.Of(var ref) -> {
                Optional<String> mistake = Secrets.mistake(ref.kind(), ref.apiVersion(), content);
                if (mistake.isPresent()) {
                    unreadable(line, mistake.get());
                    return;
                }
                Map<String, Object> stored =
                        Secrets.withoutStringData(ref.kind(), ref.apiVersion(), withoutStatus(content));
                objects.add(new Manifest(ref, stored, origin(line)));
            }
        }
    }

    private void refuse(FieldRefusal refusal, String label, YamlText.Lines lines) {
        int line = lines.of(refusal.path());
        if (refusal.wholeFile() && hasLines) {
            refuseFile(line, label + refusal.reason());
        } else {
            unreadable(line, label + refusal.reason());
        }
    }

    /** Hooks mostly have a generated name; they need none here, because they are never applied. */
    private void nameless(int line, Map<String, Object> content, String reason) {
        Optional<String> hook = Content.at(content, "metadata", "generateName") instanceof String
                ? Hooks.in(content)
                : Optional.empty();
        hook.ifPresentOrElse(
                why -> notices.add(new Notice(origin(line), Optional.empty(), Identity.label(content) + why)),
                () -> unreadable(line, reason));
    }

    /** Removes the fields that only the cluster sets. */
    private static Map<String, Object> withoutStatus(Map<String, Object> content) {
        Map<String, Object> copy = new LinkedHashMap<>(content);
        copy.remove("status");
        Map<String, Object> metadata = new LinkedHashMap<>(Content.map(content.get("metadata")));
        GIVEN_BY_THE_CLUSTER.forEach(metadata::remove);
        copy.put("metadata", metadata);
        return copy;
    }
}
