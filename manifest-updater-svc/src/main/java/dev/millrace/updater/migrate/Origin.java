package dev.millrace.updater.migrate;

import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * The place of a setting.
 *
 * @param file from the repository's root
 * @param line from 1
 */
public record Origin(String file, int line) {

    public static Origin of(String file, Node node) {
        return new Origin(file, node.getStartMark().map(Mark::getLine).orElse(0) + 1);
    }

    @Override
    public String toString() {
        return file + ":" + line;
    }
}
