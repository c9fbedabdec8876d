package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.ContextSource;
import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.events.value.Platform;
import dev.millrace.events.value.Sha256;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A text of everything that decides an image's content. Each value has its length before it, so that no two images have the same text.
 */
final class Fingerprint {
    private final StringBuilder text = new StringBuilder();

    private Fingerprint() {}

    /** SHA-256 in hex. */
    static String of(ImageSpec image, Optional<String> testStage) {
        Fingerprint all = new Fingerprint();
        all.add("image", image.name().value())
                .add("context", image.context())
                .add("dockerfile", image.dockerfile())
                .add("target", image.target())
                .add("args", image.args())
                .add(
                        "platforms",
                        image.platforms().stream().map(Platform::value).toList())
                .add("labels", image.labels())
                .add("test", testStage)
                .add("secrets", image.access().secrets())
                .add("ssh", image.access().ssh())
                .add("network", image.limits().network().map(Enum::name));
        image.contexts().forEach(all::add);
        image.tests().forEach(all::add);
        return Sha256.hex(all.text.toString());
    }

    private void add(String name, ContextSource context) {
        switch (context) {
            case ContextSource.Folder folder -> add("folder", List.of(name, folder.path()));
            case ContextSource.Image image -> add("base", List.of(name, image.reference()));
        }
    }

    private void add(ImageTest test) {
        switch (test) {
            case ImageTest.Stage stage -> add("stage", stage.stage());
            case ImageTest.Commands commands -> add("in", commands.image()).add("run", commands.run());
        }
        add("junit", test.junit());
    }

    private Fingerprint add(String key, Optional<String> value) {
        return add(key, value.map(List::of).orElse(List.of()));
    }

    private Fingerprint add(String key, Map<String, String> values) {
        add(key, List.copyOf(values.keySet()));
        return add(key, List.copyOf(values.values()));
    }

    private Fingerprint add(String key, List<String> values) {
        text.append(key).append(' ').append(values.size()).append('\n');
        values.forEach(value -> add("-", value));
        return this;
    }

    private Fingerprint add(String key, String value) {
        text.append(key)
                .append(' ')
                .append(value.length())
                .append(':')
                .append(value)
                .append('\n');
        return this;
    }
}
