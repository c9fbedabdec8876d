package dev.millrace.sync.manifest;

/**
 * Where an object is written down.
 *
 * @param file from the repository's root; the overlay's directory for what kustomize rendered
 * @param line of its first key, from 1; 0 if it isn't known
 */
public record Origin(String file, int line) {

    @Override
    public String toString() {
        return line == 0 ? file : file + ":" + line;
    }
}
