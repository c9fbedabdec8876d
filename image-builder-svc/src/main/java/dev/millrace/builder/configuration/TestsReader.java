package dev.millrace.builder.configuration;

import dev.millrace.builder.configuration.spec.ImageTest;
import dev.millrace.yaml.InvalidYaml;
import dev.millrace.yaml.YamlMapping;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads the tests of images. */
final class TestsReader {
    private static final Set<String> KEYS = Set.of("stage", "image", "run", "junit");
    private static final int MAX_TESTS = 20;
    private static final int MAX_COMMANDS = 100;

    private TestsReader() {}

    static List<ImageTest> tests(YamlMapping mapping) {
        return Forms.boundedList(mapping, "tests", MAX_TESTS).stream()
                .map(TestsReader::test)
                .toList();
    }

    private static ImageTest test(Node node) {
        YamlMapping test = new YamlMapping("a test", node, KEYS);
        Optional<String> junit = test.parsed("junit", Forms::reports);
        Optional<String> stage = test.parsed("stage", Forms::stage);
        if (stage.isPresent()) {
            if (test.value("image").isPresent() || test.value("run").isPresent()) {
                throw new InvalidYaml(node, "a test has either 'stage', or 'image' and 'run'");
            }
            return new ImageTest.Stage(stage.get(), junit);
        }
        if (test.value("image").isEmpty() && test.value("run").isEmpty()) {
            throw new InvalidYaml(node, "a test needs 'stage', or 'image' and 'run'");
        }
        String image = YamlMapping.parse(test.required("image"), "image", Forms::image);
        test.required("run");
        List<String> commands = Forms.boundedList(test, "run", MAX_COMMANDS).stream()
                .map(command -> YamlMapping.parse(command, "run", TestsReader::command))
                .toList();
        return new ImageTest.Commands(image, commands, junit);
    }

    private static String command(String text) {
        if (text.isBlank() || text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text;
    }
}
