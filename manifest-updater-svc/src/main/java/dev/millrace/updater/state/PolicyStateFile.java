package dev.millrace.updater.state;

import dev.millrace.events.PolicyState;
import dev.millrace.events.Topic;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.events.wire.Decoded;
import dev.millrace.events.wire.Envelope;
import dev.millrace.events.wire.EventCodec;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The state of a policy as a file: the value of its event. */
final class PolicyStateFile {
    static final String FOLDER = "policies";
    static final int MAX_BYTES = 512 << 10;

    private static final String EXTENSION = ".json";
    private static final String SERVICE = "manifest-updater-svc";

    private static final String ANY_ID = EventId.of("policy.state", "file").value();

    /** The event's own headers are not in the file: they follow from its value. */
    private static final Map<String, String> HEADERS = Map.of(
            "ce_specversion",
            "1.0",
            "ce_type",
            EventCodec.typeOf(Topic.POLICY_STATE),
            "ce_source",
            "/millrace/" + SERVICE,
            "ce_id",
            ANY_ID,
            "ce_time",
            Instant.EPOCH.toString(),
            "ce_chainid",
            ANY_ID);

    private PolicyStateFile() {}

    /** The event of a state. The same state is the same event. */
    static Envelope<PolicyState> event(PolicyState state) {
        return Envelope.first(
                state, SERVICE, state.changedAt(), new ChainId(state.id().value()), Optional.empty());
    }

    static String path(PolicyState state) {
        return FOLDER + "/" + state.policy() + EXTENSION;
    }

    static byte[] write(PolicyState state) {
        return EventCodec.encode(event(state)).value();
    }

    /**
     * Reads a file.
     *
     * @param name the file's name in its folder
     * @return empty if it is not the state of a policy of that name in this repository, such as in a copy of another repository
     */
    static Optional<PolicyState> read(RepositoryId repository, String name, byte[] content) {
        return EventCodec.decode(HEADERS, content) instanceof Decoded.Known(Envelope<?> envelope)
                        && envelope.event() instanceof PolicyState state
                        && state.repository().equals(repository)
                        && name.equals(state.policy() + EXTENSION)
                ? Optional.of(state)
                : Optional.empty();
    }
}
