package dev.millrace.testbed;

/** The figures of attack tests, which {@code make attack} prints at its end, and the seed of their random numbers. */
public final class AttackFigures {
    private static final long DEFAULT_SEED = 1;

    private AttackFigures() {}

    /** The seed of this run: the system property {@code attack.seed}, or a constant. */
    public static long seed() {
        return Long.getLong("attack.seed", DEFAULT_SEED);
    }

    /**
     * Prints a figure of an attack.
     *
     * @param name the name of the attack and of the figure, without a colon
     */
    @SuppressWarnings("SystemOut") // "make attack" reads these lines from the output of the tests
    public static void print(String name, Object figure) {
        if (name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("the name of a figure has no colon: " + name);
        }
        System.out.println("ATTACK " + name + ": " + figure);
    }
}
