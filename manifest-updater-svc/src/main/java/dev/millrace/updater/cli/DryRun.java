package dev.millrace.updater.cli;

import dev.millrace.events.Source;
import dev.millrace.events.UpdateRequested;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.Digest;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.GitRef;
import dev.millrace.events.value.ImageReference;
import dev.millrace.events.value.RepositoryId;
import dev.millrace.git.worktree.WorkTree;
import dev.millrace.updater.check.CheckoutFindings;
import dev.millrace.updater.decide.BranchState;
import dev.millrace.updater.decide.Decision;
import dev.millrace.updater.decide.PlaceDecision;
import dev.millrace.updater.decide.PresentVersion;
import dev.millrace.updater.decide.UpdateDecider;
import dev.millrace.updater.decide.WrittenUpdates;
import dev.millrace.updater.edit.EditOutcome;
import dev.millrace.updater.edit.ManifestEditor;
import dev.millrace.updater.edit.TargetVersion;
import dev.millrace.updater.edit.find.Problem;
import dev.millrace.updater.edit.find.Search;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.policy.Policy;
import dev.millrace.updater.policy.Selection;
import dev.millrace.updater.policy.read.Expansion;
import dev.millrace.updater.policy.read.PolicyOutcome;
import dev.millrace.updater.policy.read.PolicyReader;
import dev.millrace.updater.repository.PoliciesInForce;
import dev.millrace.updater.repository.PresentVersions;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Applies images to a checkout: the policies that accept them, the decisions, the edits. The branch's history is not read. */
final class DryRun {
    /** The placeholder of a missing digest; it must never appear in an edited file. */
    private static final Digest NO_DIGEST = new Digest("sha256:" + "0".repeat(64));

    private static final RepositoryId CHECKOUT = new RepositoryId("localhost/checkout");

    /**
     * The request of a dry run.
     *
     * @param images references with a tag, and with a digest where one is to be written
     * @param policy the only policy to apply; all policies if absent
     * @param ref the ref that the images were built from, if it is known
     */
    record Request(List<String> images, Optional<String> policy, Optional<String> ref) {}

    private final TreeMap<String, Preview.FileEdit> files = new TreeMap<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Policies policies;

    private DryRun(Policies policies) {
        this.policies = policies;
    }

    /**
     * The changes to the checkout.
     *
     * @throws UnusableInput if the policies are invalid, or no policy has the given name
     */
    static Preview of(WorkTree checkout, Request request) throws IOException {
        Expansion expansion = policies(checkout);
        DryRun run = new DryRun(expansion.policies());
        expansion.problems().forEach(problem -> run.notes.add(problem.inFile(PoliciesInForce.FILE)));
        List<UpdateRequested> updates = run.updates(request);
        CheckoutFindings findings = CheckoutFindings.of(checkout, run.policies);
        BranchState branchState = new BranchState(WrittenUpdates.NONE, run.present(findings), run.policies.suspended());
        List<Decision.Write> writes = run.accepted(updates, branchState);
        run.notes.addAll(findings.problems(run.policies));
        if (!writes.isEmpty()) {
            run.edit(checkout, findings, writes, branchState);
        }
        return new Preview(run.files, List.copyOf(run.notes));
    }

    private static Expansion policies(WorkTree checkout) throws IOException {
        String file = PoliciesInForce.FILE;
        byte[] text = checkout.read(file).orElseThrow(() -> new UnusableInput("no " + file + " in the checkout"));
        return switch (PolicyReader.read(text)) {
            case PolicyOutcome.Usable usable -> usable.expanded(checkout.files());
            case PolicyOutcome.Broken broken -> throw new UnusableInput(broken.inFile(file));
        };
    }

    private List<UpdateRequested> updates(Request request) {
        if (request.policy().isPresent()
                && policies.named(request.policy().get()).isEmpty()) {
            throw new UnusableInput("no policy " + request.policy().get() + "; known policies: " + policies.names());
        }
        List<UpdateRequested> updates = new ArrayList<>();
        for (String text : request.images()) {
            ImageReference image = ImageReference.resolve(text);
            List<Policy> matching = policies.of(image.name()).stream()
                    .filter(policy ->
                            request.policy().map(policy.name()::equals).orElse(true))
                    .toList();
            if (matching.isEmpty()) {
                notes.add("no policy accepts " + image.name());
            }
            matching.forEach(policy -> updates.add(update(policy, image, request)));
        }
        return updates;
    }

    private static UpdateRequested update(Policy policy, ImageReference image, Request request) {
        Instant now = Instant.now();
        return new UpdateRequested(
                CHECKOUT,
                GitRef.branch("main"),
                policy.name(),
                "",
                request.policy().isPresent() ? UpdateRequested.Kind.PROMOTION : UpdateRequested.Kind.IMAGE,
                image.name(),
                image.tag().orElseThrow(() -> new UnusableInput(image + ": no tag; use name:tag@digest")),
                image.digest().orElse(NO_DIGEST),
                now,
                Optional.empty(),
                request.ref().map(ref -> new Source(CHECKOUT, CommitId.NONE, new GitRef(ref), now, 1)),
                Optional.empty(),
                EventId.of("command line", image.toString()),
                now);
    }

    /** The versions in the places of policies that compare tags only: for all others, the build time is known to the registry only. */
    private Map<String, PresentVersion> present(CheckoutFindings findings) {
        Map<String, PresentVersion> present = new HashMap<>(PresentVersions.of(findings.files()));
        policies.all().stream().filter(policy -> !goesByTags(policy)).forEach(policy -> present.remove(policy.name()));
        return present;
    }

    private static boolean goesByTags(Policy policy) {
        return switch (policy.versions().selection()) {
            case Selection.SemVer semVer -> true;
            case Selection.Numerical numerical -> true;
            case Selection.Alphabetical alphabetical -> true;
            case Selection.Newest newest -> false;
            case Selection.Channel channel -> false;
        };
    }

    private List<Decision.Write> accepted(List<UpdateRequested> updates, BranchState branchState) {
        List<Decision> decisions = UpdateDecider.decide(updates, policies, branchState);
        List<Decision.Write> writes = new ArrayList<>();
        for (int i = 0; i < updates.size(); i++) {
            UpdateRequested update = updates.get(i);
            switch (decisions.get(i)) {
                case Decision.Write write -> writes.add(write);
                case Decision.Done done -> throw new IllegalStateException("a dry run reads no commits");
                case Decision.Revert revert -> throw new IllegalStateException("a dry run requests no reverts");
                case Decision.Leave leave ->
                    notes.add(update.policy() + " ignores " + update.image() + ":" + update.tag() + ": "
                            + leave.reason().word());
            }
        }
        return writes;
    }

    private void edit(
            WorkTree checkout, CheckoutFindings findings, List<Decision.Write> writes, BranchState branchState)
            throws IOException {
        Set<String> known = policies.names();
        for (String path : checkout.files()) {
            List<TargetVersion> targets = writes.stream()
                    .filter(write -> write.policy().covers(path))
                    .map(write -> target(write, branchState))
                    .toList();
            List<Search> searches = targets.stream().map(TargetVersion::search).toList();
            byte[] content =
                    targets.isEmpty() ? new byte[0] : checkout.read(path).orElse(new byte[0]);
            if (content.length > 0 && ManifestEditor.mayHold(content, searches)) {
                List<Search> rivals = findings.rivals(path, policies, searches);
                record(path, content, ManifestEditor.edit(path, content, targets, rivals, known));
            }
        }
    }

    private static TargetVersion target(Decision.Write write, BranchState branchState) {
        UpdateRequested update = write.update();
        return new TargetVersion(
                write.policy().search(),
                update.tag(),
                update.digest(),
                new PlaceDecision(write, branchState, (tag, digest) -> Optional.empty())::reasonToKeep);
    }

    private void record(String path, byte[] before, EditOutcome outcome) {
        switch (outcome) {
            case EditOutcome.Edited edited -> {
                if (edited.changes().stream().anyMatch(change -> change.to().contains(NO_DIGEST.value()))) {
                    throw new UnusableInput(path + ": a digest is written here; use name:tag@sha256:...");
                }
                files.put(path, new Preview.FileEdit(before, edited.content()));
                note(path, edited.problems());
            }
            case EditOutcome.AlreadyCurrent current -> note(path, current.problems());
            case EditOutcome.Unreadable unreadable ->
                note(path, List.of(new Problem(unreadable.line(), unreadable.reason())));
        }
    }

    private void note(String path, List<Problem> problems) {
        problems.forEach(one -> notes.add(path + ":" + one.line() + ": " + one.reason()));
    }
}
