package dev.millrace.updater.state;

import dev.millrace.events.PolicyState;
import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import dev.millrace.git.read.Tree;
import dev.millrace.git.transport.PushOutcome;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.updater.repository.ConfigRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * The states of a repository's policies on a ref of the repository itself: a file for each policy, and a commit for each change. The ref is among the
 * notes, which hosts accept, and which neither a clone nor a branch shows.
 */
final class PolicyStateRef {
    static final GitRef REF = new GitRef("refs/notes/millrace");

    private static final Logger LOG = Logger.getLogger(PolicyStateRef.class);
    private static final int MAX_FILES = 1_000;

    /**
     * The content of the ref.
     *
     * @param tip the ref's commit; absent if the ref doesn't exist
     * @param states by key
     */
    record Content(Optional<CommitId> tip, Map<String, PolicyState> states) {
        Content {
            states = Map.copyOf(states);
        }

        /** Returns true if the state is on the ref, or a newer one of its policy. */
        boolean has(PolicyState state) {
            PolicyState stored = states.get(state.key());
            return stored != null && !stored.changedAt().isBefore(state.changedAt());
        }
    }

    private PolicyStateRef() {}

    /**
     * Reads the ref as the host has it now.
     *
     * @throws dev.millrace.git.GitUnavailable if the host is unreachable
     */
    static Content read(ConfigRepository repository) {
        Optional<CommitId> tip = repository.fetch(REF);
        Map<String, PolicyState> states = new HashMap<>();
        tip.map(repository.mirror()::tree)
                .ifPresent(tree -> read(repository, tree).forEach(state -> states.put(state.key(), state)));
        return new Content(tip, states);
    }

    private static List<PolicyState> read(ConfigRepository repository, Tree tree) {
        List<Tree.Entry> files = tree.list(PolicyStateFile.FOLDER);
        if (files.size() > MAX_FILES) {
            LOG.warnf(
                    "more decisions about policies than are read: repository=%s files=%d read=%d",
                    repository.id(), files.size(), MAX_FILES);
        }
        List<PolicyState> states = new ArrayList<>();
        for (Tree.Entry file : files.subList(0, Math.min(files.size(), MAX_FILES))) {
            tree.read(PolicyStateFile.FOLDER + "/" + file.name(), PolicyStateFile.MAX_BYTES)
                    .flatMap(content -> PolicyStateFile.read(repository.id(), file.name(), content))
                    .ifPresentOrElse(
                            states::add,
                            () -> LOG.warnf(
                                    "decisions about a policy can't be read, they count as absent: repository=%s ref=%s file=%s",
                                    repository.id(), REF, file.name()));
        }
        return states;
    }

    /**
     * Adds states in one commit.
     *
     * @param on the content that the commit builds on: if the ref has moved since, nothing is pushed
     * @throws dev.millrace.git.GitUnavailable if the host is unreachable
     */
    static PushOutcome write(ConfigRepository repository, Content on, Collection<PolicyState> states, Instant now) {
        Map<String, byte[]> files =
                states.stream().collect(Collectors.toMap(PolicyStateFile::path, PolicyStateFile::write));
        String policies = states.stream().map(PolicyState::policy).sorted().collect(Collectors.joining(", "));
        CommitId commit = repository
                .mirror()
                .write(new CommitDraft(
                        on.tip(),
                        files,
                        Set.of(),
                        repository.committer(),
                        repository.committer(),
                        now,
                        "Record decisions about " + policies));
        return repository.mirror().push(REF, on.tip(), commit);
    }
}
