package dev.millrace.builder.engine.version;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The versions of a program without published escapes.
 *
 * @param program its name
 * @param floors the first safe version of each maintained line, in ascending order; a line without a floor is safe if it is newer than the
 *     last one
 * @param backport matches the output of a build of a distribution that has the fixes at an older version
 */
public record SafeVersions(String program, List<Floor> floors, Optional<Pattern> backport) {

    /** The programs of BuildKit. */
    public static final SafeVersions BUILDKITD = from("buildkitd", new Floor(0, 34, 2));

    public static final SafeVersions BUILDCTL = from("buildctl", new Floor(0, 34, 2));

    public static final SafeVersions BUILDAH = from("buildah", new Floor(1, 43, 0));

    /**
     * runc: writes to {@code /proc} through masked paths and {@code /dev/console} (November 2025), fixed in 1.2.8 and 1.3.3; the leaked file
     * descriptor of January 2024, which Debian 12 has fixed in its 1.1.5.
     */
    public static final SafeVersions RUNC = new SafeVersions(
            "runc",
            List.of(new Floor(1, 2, 8), new Floor(1, 3, 3)),
            Optional.of(Pattern.compile("\\b1\\.1\\.5\\+ds1-1\\+deb12u[1-9]")));

    private static SafeVersions from(String program, Floor floor) {
        return new SafeVersions(program, List.of(floor), Optional.empty());
    }

    /** The first safe version of its line. */
    public record Floor(int major, int minor, int patch) {
        ProgramVersion version() {
            return new ProgramVersion(major, minor, patch);
        }
    }

    /** Returns the reason why a program must not be used, by the output of its {@code --version}; empty if it may. */
    public Optional<String> refusal(String output) {
        Optional<ProgramVersion> found = ProgramVersion.in(output);
        if (found.isEmpty()) {
            return Optional.of(program + ": its version can't be determined; version " + required() + " is required");
        }
        if (isSafe(found.get())
                || backport.filter(one -> one.matcher(output).find()).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                program + " " + found.get() + " has known security problems; version " + required() + " is required");
    }

    private boolean isSafe(ProgramVersion found) {
        ProgramVersion newest = floors.getLast().version();
        return floors.stream()
                        .map(Floor::version)
                        .anyMatch(floor -> found.isInLine(floor) && found.compareTo(floor) >= 0)
                || found.compareTo(newest) >= 0;
    }

    private String required() {
        String newest = floors.getLast().version() + " or newer";
        return floors.size() == 1
                ? newest
                : newest + ", or "
                        + String.join(
                                ", ",
                                floors.subList(0, floors.size() - 1).stream()
                                        .map(floor -> floor.major() + "." + floor.minor() + " from " + floor.version())
                                        .toList());
    }
}
