package dev.millrace.cluster.application;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** Another Application that must be healthy first. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Dependency(
        @Required String name,

        @JsonPropertyDescription("Its namespace; this Application's if absent.") @Nullable
        String namespace,

        @JsonPropertyDescription(
                "CEL condition on the other Application as self, such as self.status.health == 'Healthy'; if absent, it must be Ready.")
        @Nullable
        String ready) {}
