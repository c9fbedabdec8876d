package dev.millrace.builder.build;

import dev.millrace.builder.engine.Network;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The bounds of a build.
 *
 * @param contexts the folder for build contexts
 * @param contextBytes the maximum size of a context
 * @param timeout the time limit for each of testing, building and pushing
 * @param network the widest network of the commands of a build
 * @param builderId the id of this builder in provenances, a URI
 */
public record BuildSettings(Path contexts, long contextBytes, Duration timeout, Network network, String builderId) {}
