package dev.millrace.updater.deliver;

import dev.millrace.events.value.CommitId;
import dev.millrace.git.commit.Person;
import dev.millrace.git.sign.Signer;
import dev.millrace.git.transport.PushOutcome;
import dev.millrace.git.write.CommitDraft;
import dev.millrace.updater.policy.Delivery;
import dev.millrace.updater.policy.Policies;
import dev.millrace.updater.repository.ConfigRepository;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/** Creates commits and pushes them. */
public final class Commits {
    private static final Logger LOG = Logger.getLogger(Commits.class);
    private static final Pattern AUTHOR = Pattern.compile("(?<name>[^<>]+) <(?<address>[^<>]+)>");

    private final CommitMessages messages;
    private final Clock clock;
    private final Optional<Signer> signer;

    /** @param signer the signer of the commits; absent if they are not signed */
    public Commits(CommitMessages messages, Clock clock, Optional<Signer> signer) {
        this.messages = messages;
        this.clock = clock;
        this.signer = signer;
    }

    /** The messages, which also provide the titles of requests. */
    CommitMessages messages() {
        return messages;
    }

    /** Creates the commit of a bundle on a parent; empty if no file changes. */
    Optional<UnpushedCommit> create(
            ConfigRepository repository, CommitId parent, Policies policies, Bundle bundle, List<String> problems) {
        Edits edits = edits(repository, parent, policies, bundle);
        problems.addAll(edits.problems());
        List<AcceptedUpdate> edited = bundle.accepted().stream()
                .filter(one -> edits.concern(one.pendingUpdate().update().policy()))
                .toList();
        if (edited.isEmpty()) {
            return Optional.empty();
        }
        String message = messages.of(bundle.with(edited), edits.changes(), problems);
        Person author = author(bundle.delivery()).orElse(repository.committer());
        CommitId commit = repository
                .mirror()
                .write(new CommitDraft(
                        Optional.of(parent),
                        edits.files(),
                        Set.of(),
                        author,
                        repository.committer(),
                        clock.instant(),
                        message,
                        signer));
        return Optional.of(new UnpushedCommit(
                commit, repository.branch(), Optional.of(parent), false, edits.changes(), edited.size(), false));
    }

    private static Edits edits(ConfigRepository repository, CommitId parent, Policies policies, Bundle bundle) {
        return bundle.revert()
                .map(revert -> Reversal.of(repository, parent, policies, revert.decision()))
                .orElseGet(() -> EditPass.over(repository, parent, bundle.versions(), policies.names()));
    }

    private static Optional<Person> author(Delivery delivery) {
        return delivery.author()
                .map(AUTHOR::matcher)
                .filter(Matcher::matches)
                .map(form -> new Person(form.group("name"), form.group("address")));
    }

    PushOutcome push(ConfigRepository repository, UnpushedCommit commit) {
        PushOutcome outcome = commit.replaces()
                ? repository.mirror().replace(commit.onto(), commit.expected().orElseThrow(), commit.commit())
                : repository.mirror().push(commit.onto(), commit.expected(), commit.commit());
        if (outcome instanceof PushOutcome.Pushed) {
            LOG.infof(
                    "commit pushed: repository=%s ref=%s commit=%s updates=%d changes=%d",
                    repository.id(),
                    commit.onto(),
                    commit.commit(),
                    commit.updates(),
                    commit.changes().size());
        }
        return outcome;
    }
}
