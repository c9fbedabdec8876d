package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where objects go. */
public record DestinationSpec(
        @Required @JsonPropertyDescription("Namespace of objects that name none.")
        String namespace) {}
