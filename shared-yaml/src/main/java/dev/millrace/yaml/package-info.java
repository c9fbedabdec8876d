/**
 * Reads the configuration files of repositories (YAML 1.2).
 *
 * <p>In: the bytes of a file. Out: its mappings, lists and texts, or an {@link dev.millrace.yaml.InvalidYaml} with the position of the first
 * error. What never happens here: I/O, a default in place of an invalid value, or work that grows faster than the file.
 */
@NullMarked
package dev.millrace.yaml;

import org.jspecify.annotations.NullMarked;
