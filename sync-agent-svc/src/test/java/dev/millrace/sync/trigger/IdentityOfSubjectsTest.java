package dev.millrace.sync.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sync.Sample;
import dev.millrace.sync.Subject;
import dev.millrace.sync.identity.Identity;
import dev.millrace.sync.identity.Identity.Account;
import dev.millrace.sync.identity.IdentityPolicy;
import dev.millrace.sync.tenant.SampleTenancy;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdentityOfSubjectsTest {
    private static final Subjects WITH_DEFAULT = subjects(new IdentityPolicy(Optional.of("deployer"), Set.of()));

    private static Subjects subjects(IdentityPolicy identities) {
        return new Subjects("test", () -> Optional.of(SampleTenancy.SINGLE_TEAM), identities);
    }

    private static Subject subject(Subjects subjects, String... spec) {
        return subjects.fit(Sample.application("web", spec)).orElseThrow();
    }

    @Test
    void whatAnApplicationNamesIsReadAndChangedAsItsAccount() {
        Subject named = subject(WITH_DEFAULT, "serviceAccount: web");
        Subject other = subject(WITH_DEFAULT, "poll: 1m");

        assertThat(named.identity()).isEqualTo(new Account("shop", "web"));
        assertThat(named.source().reader()).isEqualTo(new Account("shop", "web"));
        assertThat(other.identity()).isEqualTo(new Account("shop", "deployer"));
        assertThat(other.source().reader()).isEqualTo(new Account("shop", "deployer"));
    }

    @Test
    void anAccountWithAnImpossibleNameIsRefusedWithTheField() {
        Subjects.Checked checked = WITH_DEFAULT.of(Sample.application("web", "serviceAccount: 'kube-system:admin'"));

        assertThat(checked).isInstanceOfSatisfying(Subjects.Checked.Unfit.class, unfit -> assertThat(unfit.reason())
                .startsWith("spec.serviceAccount is no name of a service account"));
    }

    @Test
    void theAgentsOwnRightsAreNoAccount() {
        assertThat(subject(subjects(IdentityPolicy.OWN_RIGHTS), "poll: 1m").identity())
                .isEqualTo(Identity.OWN);
    }
}
