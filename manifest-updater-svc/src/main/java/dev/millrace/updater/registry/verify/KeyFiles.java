package dev.millrace.updater.registry.verify;

import java.util.Optional;

/** The files of the configuration repository, as they stand at the commit that the policies are of. */
public interface KeyFiles {

    /** A file's bytes; empty if there is no such file. */
    Optional<byte[]> read(String path);
}
