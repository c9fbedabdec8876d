package dev.millrace.builder.source.lfs;

/** A file in Git LFS can't be fetched, and a retry would not help. The message names the file. */
public final class LfsRefused extends RuntimeException {

    LfsRefused(String path, String reason) {
        super("the file " + path + " in Git LFS: " + reason);
    }
}
