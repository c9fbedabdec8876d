package dev.millrace.builder.sign;

import dev.millrace.builder.registry.Deadline;
import dev.millrace.builder.registry.push.Attestation;
import dev.millrace.builder.registry.push.ImagePush;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.ImageName;
import dev.millrace.registry.Registries;
import dev.millrace.registry.RegistryCalls;
import dev.millrace.registry.RegistryReader;
import dev.millrace.registry.RegistryRefused;
import dev.millrace.registry.verify.Evidence;
import dev.millrace.registry.verify.PublicKeys;
import dev.millrace.registry.verify.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Attaches the evidence to a pushed image: the provenance and SBOM of the engine, completed with the origin, and our signature. Without a key, the
 * claims are attached unsigned. Thread-safe.
 *
 * <p>A provenance is attached to the image and, for several platforms, to the image of its platform; its subjects are both. An SBOM is about one
 * platform and attached to its image only.
 */
public final class EvidenceWriter {
    private final StatementWriter statements;
    private final RegistryReader reader;
    private final Optional<ImageSigner> signer;
    private final Optional<PublicKeys> keys;

    public EvidenceWriter(Registries registries, RegistryCalls calls, Optional<SigningKey> key) {
        this.statements = new StatementWriter(registries, calls, key);
        this.reader = new RegistryReader(registries, calls);
        this.signer = key.map(one -> new ImageSigner(registries, calls, one));
        this.keys = key.map(one -> PublicKeys.parse(one.publicKey()));
    }

    /** The step of a push, for an image of this origin. */
    public ImagePush.Attach of(Origin origin) {
        return (job, uploaded, deadline) -> attach(job, uploaded, origin, deadline);
    }

    /**
     * Returns true if an image has the evidence that is attached before its first tag. One without is never signed later: any client that may push
     * could have written it.
     *
     * @param attested true if the engine gives a provenance
     */
    public boolean isComplete(ImageName image, Digest digest, Origin origin, boolean attested) {
        Evidence evidence = new Evidence(reader, image, digest);
        try {
            return keys.map(evidence::isSignedBy).orElse(true)
                    && (!attested
                            || evidence.statements(keys).stream()
                                    .anyMatch(one ->
                                            one.type().equals(Origin.PROVENANCE) && origin.isIn(one.predicate())));
        } catch (RegistryRefused e) {
            // The push will show the reason.
            return false;
        }
    }

    private void attach(ImagePush.Job job, boolean uploaded, Origin origin, Deadline deadline) {
        Map<Digest, List<Statement>> byTarget = new LinkedHashMap<>();
        for (Attestation claim : Attestation.in(job.layout(), job.digest())) {
            List<Digest> subjects = subjects(claim, job.digest());
            Statement statement = Statement.about(
                    job.image(), subjects, claim.type(), origin.complete(claim.type(), claim.predicate()));
            subjects.forEach(target ->
                    byTarget.computeIfAbsent(target, one -> new ArrayList<>()).add(statement));
        }
        byTarget.forEach((target, all) -> {
            boolean isNew =
                    uploaded && target.equals(job.digest()); // the image of a platform may be older than its index
            attach(job.image(), target, isNew, all, origin, deadline);
        });
        signer.ifPresent(one -> one.sign(job.image(), job.digest(), deadline));
    }

    /**
     * The two places are independent: an interrupted push may have finished one of them, and a registry may not let their tags be moved. A new
     * image has no referrers.
     */
    private void attach(
            ImageName image, Digest target, boolean isNew, List<Statement> all, Origin origin, Deadline deadline) {
        Evidence present = new Evidence(reader, image, target);
        List<Statement> unattached = isNew ? all : missing(present.referringStatements(keys), all, origin);
        if (!unattached.isEmpty()) {
            statements.attach(image, target, unattached, deadline);
        }
        List<Statement> unlisted = keys.isPresent() ? missing(present.taggedStatements(keys), all, origin) : List.of();
        if (!unlisted.isEmpty()) {
            statements.list(image, target, unlisted, deadline);
        }
    }

    private static List<Digest> subjects(Attestation claim, Digest image) {
        return claim.type().equals(Origin.PROVENANCE)
                ? Stream.of(image, claim.image()).distinct().toList()
                : List.of(claim.image());
    }

    /** The statements of which an interrupted push left none: those of another attempt differ in their times only. */
    private static List<Statement> missing(List<Statement> present, List<Statement> all, Origin origin) {
        return all.stream()
                .filter(one -> count(present, one, origin) < count(all, one, origin))
                .toList();
    }

    private static long count(List<Statement> statements, Statement like, Origin origin) {
        return statements.stream()
                .filter(one -> one.type().equals(like.type())
                        && one.subjects().equals(like.subjects())
                        && (!one.type().equals(Origin.PROVENANCE) || origin.isIn(one.predicate())))
                .count();
    }
}
