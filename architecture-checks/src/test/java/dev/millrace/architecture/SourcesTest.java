package dev.millrace.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Files and methods stay short. */
class SourcesTest {
    private static final int MAX_LINES_PER_FILE = 300;
    private static final int MAX_LINES_PER_METHOD = 40;

    private static final List<Path> ALL = Stream.of("src/main/java", "src/test/java")
            .flatMap(folder -> Project.sources(folder).stream())
            .toList();

    @Test
    void noFileIsLongerThanThreeHundredLines() {
        List<String> tooLong = ALL.stream()
                .filter(file -> Project.read(file).lines().count() > MAX_LINES_PER_FILE)
                .map(Project::relative)
                .toList();

        assertThat(tooLong).isEmpty();
    }

    @Test
    void noMethodIsLongerThanFortyLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null, files, diagnostic -> {}, List.of("-proc:none"), null, files.getJavaFileObjectsFromPaths(ALL));
            Iterable<? extends CompilationUnitTree> units = task.parse();
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            units.forEach(unit -> unit.accept(new LongMethods(unit, positions, tooLong), null));
        }

        assertThat(tooLong).isEmpty();
    }

    /** Collects methods with too many lines between their braces. */
    private static final class LongMethods extends TreeScanner<@Nullable Void, @Nullable Void> {
        private final CompilationUnitTree unit;
        private final SourcePositions positions;
        private final List<String> found;

        LongMethods(CompilationUnitTree unit, SourcePositions positions, List<String> found) {
            this.unit = unit;
            this.positions = positions;
            this.found = found;
        }

        @Override
        public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
            if (method.getBody() != null) {
                LineMap lines = unit.getLineMap();
                long first = lines.getLineNumber(positions.getStartPosition(unit, method.getBody()));
                long last = lines.getLineNumber(positions.getEndPosition(unit, method.getBody()));
                if (last - first - 1 > MAX_LINES_PER_METHOD) {
                    Path file = Path.of(unit.getSourceFile().toUri());
                    found.add(
                            Project.relative(file) + ":" + first + " " + method.getName() + ": " + (last - first - 1));
                }
            }
            return super.visitMethod(method, null);
        }
    }
}
