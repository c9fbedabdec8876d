package dev.millrace.updater.deliver;

import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.Traceparent;
import java.util.Optional;

/** An update that waits to be written, and the chain it belongs to. */
public record Wish(UpdateRequested update, ChainId chain, Optional<Traceparent> trace) {}
