package dev.millrace.events;

import dev.millrace.events.value.ChainId;
import dev.millrace.events.value.EventId;

/** One of several changes that an event combines. */
public record Cause(ChainId chainId, EventId eventId) {}
