package dev.millrace.sync.health.explain;

import dev.millrace.sync.health.exact.KindRules;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command {@code explain}. Exit status: 0 if each object could be read, whatever its health is; 1 if one could not; 2 for wrong arguments.
 */
public final class Explain {
    private static final int MAX_BYTES = 16 << 20;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    public Explain(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** @param args those after the name of the command */
    public int run(String... args) {
        try {
            Options options = Options.parse(args);
            if (options.help()) {
                out.print(Options.USAGE);
                return 0;
            }
            Judge judge = new Judge(rules(options), definitions(options), options.age());
            return options.jsonLines() ? jsonLines(judge, options) : readable(judge, options);
        } catch (Options.Wrong e) {
            err.println("explain: " + e.getMessage() + "\n\n" + Options.USAGE);
            return 2;
        } catch (IOException | IllegalArgumentException e) {
            err.println("explain: " + message(e));
            return 1;
        }
    }

    private static String message(Exception e) {
        return e instanceof java.nio.file.NoSuchFileException missing
                ? "there is no file " + missing.getFile()
                : String.valueOf(e.getMessage());
    }

    private static KindRules rules(Options options) throws IOException {
        KindRules rules = KindRules.NONE;
        for (Path file : options.rules()) {
            try {
                rules = rules.orElse(KindRules.parse(String.valueOf(file.getFileName()), text(file)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("rules can't be read: " + file + ": " + e.getMessage(), e);
            }
        }
        return options.generalOnly() ? rules : rules.orElse(KindRules.shipped());
    }

    private static Definitions definitions(Options options) throws IOException {
        Definitions definitions = new Definitions();
        for (Path file : options.definitions()) {
            definitions.add(text(file));
        }
        return definitions;
    }

    private static String text(Path file) throws IOException {
        try (InputStream from = Files.newInputStream(file)) {
            return text(from, file.toString());
        }
    }

    private static String text(InputStream from, String name) throws IOException {
        byte[] bytes = from.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
            throw new IOException(name + " is larger than " + (MAX_BYTES >> 20) + " MiB");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int readable(Judge judge, Options options) throws IOException {
        String text = options.file().isPresent() ? text(options.file().get()) : text(in, "standard input");
        ReadableAnswer answer = new ReadableAnswer(judge, out, err);
        answer.all(text);
        return answer.failed() ? 1 : 0;
    }

    private int jsonLines(Judge judge, Options options) throws IOException {
        JsonLines lines = new JsonLines(judge);
        try (InputStream from = options.file().isPresent()
                        ? Files.newInputStream(options.file().get())
                        : in;
                BufferedReader reader = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
            BoundedLines bounded = new BoundedLines(reader, MAX_BYTES);
            for (String line = bounded.next(); line != null; line = bounded.next()) {
                if (!line.isBlank()) {
                    out.println(lines.answer(line));
                }
            }
        }
        out.flush();
        return lines.failed() ? 1 : 0;
    }
}
