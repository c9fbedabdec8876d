package dev.millrace.builder.registry.push;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.ManifestWriter;
import dev.millrace.builder.registry.ManifestWriter.Manifest;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.events.value.Tag;
import dev.millrace.messaging.Failpoint;
import dev.millrace.messaging.Parallel;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Pushes an image from an OCI layout: its blobs, its manifests from the innermost to the image itself, then its tags in their order. A push that was
 * interrupted between any two requests is finished by repeating it. Thread-safe; blocking; its memory does not grow with the layers.
 */
public final class ImagePush {
    /** The number of blobs of one image that are uploaded at the same time. */
    private static final int MAX_UPLOADS = 4;

    private final BlobUpload blobs;
    private final ManifestWriter manifests;

    public ImagePush(Registries registries, RegistryCalls calls) {
        this.blobs = new BlobUpload(registries, calls);
        this.manifests = new ManifestWriter(registries, calls);
    }

    /**
     * An image to be pushed.
     *
     * @param layout the folder of the layout
     * @param digest the digest of the image or index, which the layout lists
     * @param tags in the order in which they are written: a reader of one may rely on those before it. The first is fixed: it is never moved to another
     *     image; the others are
     * @param source another image, from which a registry may take layers if both are in the same one
     * @param limit the time limit for everything
     */
    public record Job(
            Path layout, Digest digest, ImageName image, List<Tag> tags, Optional<ImageName> source, Duration limit) {
        public Job {
            tags = List.copyOf(tags);
        }
    }

    /** Attaches documents to an image that the registry has, but that no tag names yet. */
    public interface Attach {

        /**
         * Attaches them; throws as a push does.
         *
         * @param uploaded true if the registry did not have the image before this push: nothing is attached to it yet
         */
        void attach(Job job, boolean uploaded, Deadline deadline);
    }

    /**
     * Pushes an image.
     *
     * @param attach a step before the first tag, so that a client that finds the image finds its documents too; repeated with the push
     * @param log receives a line for each step
     * @return the digest of the image that the first tag names. Another one than the job's if it was there first; the other tags are not written then
     * @throws dev.millrace.registry.RegistryUnavailable if the error is transient or the time limit is exceeded; the next attempt continues
     * @throws dev.millrace.registry.RegistryRefused if the registry refuses it
     * @throws LayoutUnusable if the layout is not as it describes itself
     */
    public Digest push(Job job, Attach attach, Consumer<String> log) {
        Deadline deadline = Deadline.in(job.limit());
        LayoutFiles layout = new LayoutFiles(job.layout());
        UploadPlan plan = UploadPlan.of(layout.root(job.digest()), layout::document);
        boolean missing = !manifests.has(job.image(), job.digest(), deadline);
        if (missing) {
            upload(job, layout, plan, deadline, log);
        } else {
            log.accept("the registry has " + job.image().at(job.digest()));
        }
        Failpoint.reached("blobs-pushed");
        attach.attach(job, missing, deadline);
        Failpoint.reached("evidence-attached");
        return tag(job, plan.root(), deadline, log);
    }

    private Digest tag(Job job, Manifest root, Deadline deadline, Consumer<String> log) {
        List<Tag> tags = job.tags();
        if (!tags.isEmpty()) {
            Digest named = manifests.claim(job.image(), root, tags.getFirst(), deadline);
            if (!named.equals(job.digest())) {
                log.accept("not tagged: " + job.image() + ":" + tags.getFirst() + " names " + named
                        + " of another build already");
                return named;
            }
            Failpoint.reached("fixed-tag-pushed");
            log.accept("tagged " + job.image() + ":" + tags.getFirst());
        }
        tags.stream().skip(1).forEach(tag -> {
            manifests.tag(job.image(), root, tag, deadline);
            log.accept("tagged " + job.image() + ":" + tag);
        });
        return job.digest();
    }

    private void upload(Job job, LayoutFiles layout, UploadPlan plan, Deadline deadline, Consumer<String> log) {
        Map<BlobUpload.Result, Integer> results = new EnumMap<>(BlobUpload.Result.class);
        Parallel.each(
                        plan.blobs(),
                        MAX_UPLOADS,
                        blob -> blobs.put(job.image(), blob, layout.file(blob), job.source(), deadline))
                .forEach(result -> results.merge(result, 1, Integer::sum));
        log.accept("layers: uploaded=" + results.getOrDefault(BlobUpload.Result.UPLOADED, 0)
                + " mounted=" + results.getOrDefault(BlobUpload.Result.MOUNTED, 0)
                + " present=" + results.getOrDefault(BlobUpload.Result.PRESENT, 0)
                + " bytes=" + plan.bytes());
        for (Manifest manifest : plan.manifests()) {
            manifests.put(job.image(), manifest, deadline);
        }
        log.accept("pushed " + job.image().at(job.digest()));
    }
}
