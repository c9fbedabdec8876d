package dev.millrace.git.webhook.body;

/** The result of reading a body. */
public sealed interface ReceivedBody {

    /** All of the body. */
    record Complete(byte[] bytes) implements ReceivedBody {}

    /** The body is larger than the limit of one. */
    record TooLarge() implements ReceivedBody {}

    /** All bodies together would be larger than their limit. */
    record OverBudget() implements ReceivedBody {}

    /** The body did not arrive in time, or its sender went away. */
    record Incomplete() implements ReceivedBody {}
}
