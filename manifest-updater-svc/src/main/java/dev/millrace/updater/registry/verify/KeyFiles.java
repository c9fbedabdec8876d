package dev.millrace.updater.registry.verify;

import java.util.Optional;

/** The files of the configuration repository, at the commit of the policies. */
public interface KeyFiles {

    /** The bytes of a file; empty if there is no such file. */
    Optional<byte[]> read(String path);
}
