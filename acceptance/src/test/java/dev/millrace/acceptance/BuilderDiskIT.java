package dev.millrace.acceptance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.millrace.events.value.CommitId;
import dev.millrace.testbed.PartKind;
import dev.millrace.testbed.WithParts;
import dev.millrace.testbed.services.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The disk of a builder over many builds whose layers are several times as large as the limit of its cache. */
@WithParts({PartKind.KAFKA, PartKind.GIT, PartKind.REGISTRY})
class BuilderDiskIT {
    private static final long MEGABYTE = 1L << 20;
    private static final int CACHE = 30;
    private static final int LAYER = 8;
    private static final int REMEMBERED = 3;

    /** A layer while it is written, compressed and exported; the layout; what BuildKit keeps beside the layers, such as its databases. */
    private static final long MAX_BYTES = (CACHE + 4 * LAYER + 30) * MEGABYTE;

    private static final int BUILDS = Integer.getInteger("millrace.rounds", 1) > 1 ? 100 : 15;

    @Test
    void manyBuildsStayWithinTheLimitsAndLeaveNothing() {
        try (BuilderReplicas replicas = new BuilderReplicas("disk", 1)) {
            ServiceProcess builder = replicas.add()
                    .with("millrace.builder.buildkit.cache-megabytes", Integer.toString(CACHE))
                    .with("millrace.builder.build.remembered", Integer.toString(REMEMBERED));
            Path work = BuilderReplicas.workDirectory(builder);
            AtomicLong max = new AtomicLong();
            builder.start();
            for (int i = 0; i < BUILDS; i++) {
                CommitId commit = replicas.push(0, "main", "head -c " + LAYER * MEGABYTE + " /dev/urandom > /layer");
                replicas.awaitUntil(() -> {
                    max.accumulateAndGet(bytes(work), Math::max);
                    return !replicas.built(commit).isEmpty();
                });
            }

            replicas.awaitUntil(() -> BuilderReplicas.running(builder).isEmpty());
            assertTrue(max.get() < MAX_BYTES, () -> "at most " + max.get() / MEGABYTE + " MB; " + usage(work));
            replicas.awaitUntil(() -> files(work.resolve("contexts")).isEmpty());
            assertTrue(files(work.resolve("logs")).size() <= REMEMBERED, () -> usage(work));
            replicas.awaitUntil(() -> bytes(work) < (CACHE + 30) * MEGABYTE);
        }
    }

    private static List<Path> files(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String usage(Path work) {
        return files(work).stream()
                .map(folder -> folder.getFileName() + "=" + bytes(folder) / MEGABYTE + "MB")
                .toList()
                .toString();
    }

    /** The size of the files in a folder whose files come and go; without what is mounted in it. */
    private static long bytes(Path folder) {
        AtomicLong sum = new AtomicLong();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes) {
                    return visited.endsWith("rootfs") ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum.addAndGet(attributes.isRegularFile() ? attributes.size() : 0);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) {
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, IOException error) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum.get();
    }
}
