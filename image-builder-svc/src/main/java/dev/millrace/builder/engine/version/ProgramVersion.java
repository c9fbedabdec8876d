package dev.millrace.builder.engine.version;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three numbers of a program's version. */
record ProgramVersion(int major, int minor, int patch) implements Comparable<ProgramVersion> {
    private static final int MAX_OUTPUT = 4096;
    private static final Pattern NUMBERS =
            Pattern.compile("\\b(?:v|version )([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6})");
    private static final Comparator<ProgramVersion> ORDER = Comparator.comparingInt(ProgramVersion::major)
            .thenComparingInt(ProgramVersion::minor)
            .thenComparingInt(ProgramVersion::patch);

    /** Returns the first version in the output of {@code --version}. */
    static Optional<ProgramVersion> in(String output) {
        Matcher numbers = NUMBERS.matcher(output.substring(0, Math.min(output.length(), MAX_OUTPUT)));
        return numbers.find()
                ? Optional.of(new ProgramVersion(
                        Integer.parseInt(numbers.group(1)),
                        Integer.parseInt(numbers.group(2)),
                        Integer.parseInt(numbers.group(3))))
                : Optional.empty();
    }

    boolean isInLine(ProgramVersion other) {
        return major == other.major && minor == other.minor;
    }

    @Override
    public int compareTo(ProgramVersion other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
