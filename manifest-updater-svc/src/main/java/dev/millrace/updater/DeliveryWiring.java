package dev.millrace.updater;

import dev.millrace.git.sign.Signer;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.updater.deliver.AnnouncedImages;
import dev.millrace.updater.deliver.Assessor;
import dev.millrace.updater.deliver.BranchWriter;
import dev.millrace.updater.deliver.CommitMessages;
import dev.millrace.updater.deliver.Commits;
import dev.millrace.updater.deliver.HeadBranches;
import dev.millrace.updater.deliver.Holds;
import dev.millrace.updater.registry.BuildInfoLookup;
import dev.millrace.updater.registry.confirm.ImageConfirmer;
import dev.millrace.updater.registry.verify.ImageVerifier;
import dev.millrace.updater.review.ReviewHosts;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;

/** Produces the objects of delivery. */
@Singleton
public class DeliveryWiring {
    @Produces
    @Singleton
    Assessor assessor(
            Holds holds,
            ImageConfirmer confirmer,
            ImageVerifier verifier,
            BuildInfoLookup buildInfos,
            AnnouncedImages announced) {
        return new Assessor(holds, confirmer, verifier, buildInfos, announced);
    }

    /** Created at the start, so that an unusable key stops the service. */
    @Produces
    @Singleton
    @Startup
    Commits commits(Clock clock, SigningConfig config) {
        return new Commits(new CommitMessages(), clock, config.keyFile().map(file -> signer(file, config)));
    }

    private static Signer signer(Path file, SigningConfig config) {
        String key = text(file);
        try {
            return switch (config.format()) {
                case SSH -> Signer.ssh(key);
                case GPG -> Signer.gpg(key, config.passphrase());
            };
        } catch (IllegalArgumentException e) {
            throw unusable(
                    file + ", read as millrace.updater.signing.format=" + config.format() + ": " + e.getMessage(), e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw unusable(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw unusable(file + ": no permission to read it", e);
        } catch (MalformedInputException e) {
            throw unusable(file + ": not a text file; export a GPG key with --armor", e);
        } catch (IOException e) {
            throw unusable(file + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException unusable(String why, Exception cause) {
        return new IllegalArgumentException(
                "millrace.updater.signing.key-file: " + why
                        + "; set a usable key (for a locked GPG key also millrace.updater.signing.passphrase), or no key, and commits are not signed",
                cause);
    }

    @Produces
    @Singleton
    HeadBranches heads(Assessor assessor, Commits commits, ReviewHosts hosts) {
        return new HeadBranches(assessor, commits, hosts::of);
    }

    @Produces
    @Singleton
    BranchWriter writer(Assessor assessor, Commits commits, HeadBranches heads, DeliveryMetrics metrics) {
        return new BranchWriter(assessor, commits, heads, metrics);
    }
}
