package dev.millrace.acceptance.attack;

import java.util.Random;

/**
 * Hostile inputs of one kind.
 *
 * @param name the service and the kind of input, as in {@code agent/expression}
 * @param inputs the number of inputs of one round in a long run
 */
record Attack(String name, Delivery delivery, int inputs, Sender sender) {

    /** The way on which the neighbour is measured. */
    enum Delivery {
        /** From a push to the configuration repository to its end in the cluster. */
        CONFIGURATION,
        /** From a push to the application repository to the commit of its image. */
        IMAGE
    }

    /** Sends inputs, waits for their results and removes them. */
    @FunctionalInterface
    interface Sender {
        Answers send(int inputs, Random random) throws Exception;
    }

    Answers run(int count, Random random) throws Exception {
        return sender.send(count, random);
    }

    @Override
    public String toString() {
        return name;
    }
}
