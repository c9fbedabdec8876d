package dev.millrace.builder.api;

import dev.millrace.builder.journal.BuildRecord;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which builds are listed.
 *
 * @param repository part of the repository's name
 * @param ref the full name of the ref, or a branch's or tag's
 * @param image part of the image's name
 * @param state the name of a state
 * @param after the id of the last build of the previous page
 * @param limit the number of builds
 */
record BuildFilter(
        Optional<String> repository,
        Optional<String> ref,
        Optional<String> image,
        Optional<String> state,
        Optional<String> after,
        int limit) {
    static final int MAX_LIMIT = 500;

    /** The number in a text; -1 for any other text. */
    static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    /** Returns a reason why the filter can't be used; empty if it can. */
    Optional<String> problem() {
        if (limit < 1 || limit > MAX_LIMIT) {
            return Optional.of("limit is between 1 and " + MAX_LIMIT);
        }
        return state.filter(name -> Stream.of(BuildRecord.State.values()).noneMatch(one -> isNamed(one, name)))
                .map(name -> "state is one of "
                        + Stream.of(BuildRecord.State.values()).toList());
    }

    /**
     * Returns one page.
     *
     * @param builds newest first
     */
    List<BuildRecord> of(List<BuildRecord> builds) {
        Stream<BuildRecord> page = after.isEmpty()
                ? builds.stream()
                : builds.stream()
                        .dropWhile(build -> !build.id().equals(after.get()))
                        .skip(1);
        return page.filter(this::matches).limit(limit).toList();
    }

    private boolean matches(BuildRecord build) {
        return repository.stream().allMatch(part -> build.repository().value().contains(part))
                && ref.stream()
                        .allMatch(name -> build.ref().value().equals(name)
                                || build.ref().value().equals("refs/heads/" + name)
                                || build.ref().value().equals("refs/tags/" + name))
                && image.stream().allMatch(part -> build.image().value().contains(part))
                && state.stream().allMatch(name -> isNamed(build.state(), name));
    }

    private static boolean isNamed(BuildRecord.State state, String name) {
        return state.name().equals(name.toUpperCase(Locale.ROOT));
    }
}
