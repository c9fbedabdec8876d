package dev.millrace.builder.make;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The bounds of a build.
 *
 * @param contexts the folder that build contexts are written to
 * @param contextBytes the largest context
 * @param timeout what testing may take, and building, and pushing, each
 */
public record MakeSettings(Path contexts, long contextBytes, Duration timeout) {}
