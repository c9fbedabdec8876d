package dev.millrace.sync.render;

import dev.millrace.cluster.application.ApplicationSpec;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.sync.render.input.Inputs;

/**
 * What is to be rendered.
 *
 * @param directory of the tree
 * @param inputs what the ConfigMaps and Secrets hold that the Application names
 */
public record RenderRequest(ApplicationId application, String directory, ApplicationSpec spec, Inputs inputs) {}
