package dev.millrace.updater;

import dev.millrace.git.sign.Signer;
import dev.millrace.messaging.DeliveryMetrics;
import dev.millrace.updater.deliver.Assessor;
import dev.millrace.updater.deliver.BranchWriter;
import dev.millrace.updater.deliver.CommitMessages;
import dev.millrace.updater.deliver.Commits;
import dev.millrace.updater.deliver.HeadBranches;
import dev.millrace.updater.deliver.Holds;
import dev.millrace.updater.registry.BuildInfoLookup;
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

/** Where delivery is put together. */
@Singleton
public class DeliveryWiring {
    @Produces
    @Singleton
    Assessor assessor(Holds holds, ImageVerifier verifier, BuildInfoLookup buildInfos) {
        return new Assessor(holds, verifier, buildInfos);
    }

    /** Read at the start, so that a key that can't be used stops it. */
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
            throw unusable(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw unusable(file + ": this process may not read it", e);
        } catch (MalformedInputException e) {
            throw unusable(file + ": no text; a GPG key is exported with --armor", e);
        } catch (IOException e) {
            throw unusable(file + ": " + e.getMessage(), e);
        }
    }

    private static IllegalArgumentException unusable(String why, Exception cause) {
        return new IllegalArgumentException(
                "millrace.updater.signing.key-file: " + why
                        + ". Name a key that can be used, a locked GPG key with its millrace.updater.signing.passphrase; or none: then commits are not signed",
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
