package dev.millrace.sync.health.explain;

import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The arguments of the command.
 *
 * @param file the file with the objects; empty for standard input
 * @param rules files with rules that precede the shipped ones
 * @param definitions files with CustomResourceDefinitions
 * @param age the time since each object was created
 * @param generalOnly true to leave the shipped rules out
 */
record Options(
        boolean help,
        boolean jsonLines,
        Optional<Path> file,
        List<Path> rules,
        List<Path> definitions,
        Duration age,
        boolean generalOnly) {

    static final String USAGE = """
            Usage: explain [options] [file]
            Prints the health of each object in the file (YAML or JSON), and the rules that decided. Without a file, or with -, standard input is read.

              --crd FILE      CustomResourceDefinitions of the objects' kinds
              --rules FILE    rules that precede the shipped ones, as in a ConfigMap with the label millrace.dev/health-rules
              --general       without the shipped rules of operators' kinds
              --age DURATION  time since the objects were created, such as 5m; they are new by default
              --json-lines    read {"object": …, "crd": …} and write {"status": …, "reason": …, "rule": …}, one per line
            """;

    private static final String STANDARD_INPUT = "-";

    /** The arguments are wrong; the message states how. */
    static final class Wrong extends RuntimeException {
        Wrong(String message) {
            super(message);
        }
    }

    static Options parse(String... args) {
        boolean help = false;
        boolean jsonLines = false;
        boolean generalOnly = false;
        Optional<String> input = Optional.empty();
        List<Path> rules = new ArrayList<>();
        List<Path> definitions = new ArrayList<>();
        Duration age = Duration.ZERO;
        for (int at = 0; at < args.length; at++) {
            switch (args[at]) {
                case "--help", "-h" -> help = true;
                case "--json-lines" -> jsonLines = true;
                case "--general" -> generalOnly = true;
                case "--rules" -> rules.add(Path.of(value(args, ++at)));
                case "--crd" -> definitions.add(Path.of(value(args, ++at)));
                case "--age" -> age = age(value(args, ++at));
                default -> {
                    if (input.isPresent()) {
                        throw new Wrong("there is one input, not also " + args[at]);
                    }
                    input = Optional.of(input(args[at]));
                }
            }
        }
        Optional<Path> file = input.filter(name -> !name.equals(STANDARD_INPUT)).map(Path::of);
        return new Options(help, jsonLines, file, List.copyOf(rules), List.copyOf(definitions), age, generalOnly);
    }

    private static String input(String arg) {
        if (arg.startsWith("-") && !arg.equals(STANDARD_INPUT)) {
            throw new Wrong("there is no option " + arg);
        }
        return arg;
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new Wrong(args[at - 1] + " needs a value");
        }
        return args[at];
    }

    private static Duration age(String text) {
        try {
            Duration age = Duration.parse("PT" + text);
            if (!age.isNegative()) {
                return age;
            }
            throw new Wrong("--age is not negative: " + text);
        } catch (DateTimeParseException e) {
            throw new Wrong("--age is a duration such as 30s, 5m or 2h, not " + text);
        }
    }
}
