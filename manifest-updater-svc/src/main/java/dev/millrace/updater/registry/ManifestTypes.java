package dev.millrace.updater.registry;

/** Media types of manifests (OCI image spec; Docker Image Manifest V2, Schema 2). */
final class ManifestTypes {
    private static final String OCI_INDEX = "application/vnd.oci.image.index.v1+json";
    private static final String DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json";
    static final String ACCEPTED = String.join(
            ", ",
            OCI_INDEX,
            DOCKER_LIST,
            "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json");

    private ManifestTypes() {}

    static boolean isIndex(String mediaType) {
        return mediaType.equals(OCI_INDEX) || mediaType.equals(DOCKER_LIST);
    }
}
