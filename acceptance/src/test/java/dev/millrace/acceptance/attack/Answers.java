package dev.millrace.acceptance.attack;

/**
 * The number of inputs by what a service made of them.
 *
 * @param refused inputs with a reason: by the service, or by the API server
 * @param open inputs without a result within the limit of the test
 */
record Answers(int refused, int accepted, int open) {
    static final Answers NONE = new Answers(0, 0, 0);
    static final Answers REFUSED = new Answers(1, 0, 0);
    static final Answers ACCEPTED = new Answers(0, 1, 0);
    static final Answers OPEN = new Answers(0, 0, 1);

    Answers plus(Answers more) {
        return new Answers(refused + more.refused, accepted + more.accepted, open + more.open);
    }

    int inputs() {
        return refused + accepted + open;
    }

    @Override
    public String toString() {
        return inputs() + " inputs, " + refused + " refused, " + accepted + " accepted, " + open + " open";
    }
}
