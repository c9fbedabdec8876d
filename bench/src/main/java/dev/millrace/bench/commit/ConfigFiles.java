package dev.millrace.bench.commit;

import java.util.Map;

/** The files of a configuration repository, one of which follows an image. */
interface ConfigFiles {

    /** The image's path in the registry. */
    String image();

    /** The file that follows the image. */
    String path();

    /**
     * The content of that file.
     *
     * @param host the registry's host
     */
    String text(String host, String tag);

    /** All files before the first image, by path. */
    Map<String, String> all(String host);
}
