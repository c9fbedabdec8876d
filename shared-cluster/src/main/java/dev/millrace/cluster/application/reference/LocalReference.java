package dev.millrace.cluster.application.reference;

import io.fabric8.generator.annotation.Required;

/** Names an object in the same namespace. */
public record LocalReference(@Required String name) {}
