package dev.millrace.updater.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.events.value.CommitId;
import dev.millrace.events.value.GitRef;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProposalTest {

    @Test
    void cutsTextsToTheLimitsOfHosts() {
        Proposal tooLong = proposal("Update\n  " + "x".repeat(400), "y".repeat(70_000));

        assertThat(tooLong.title()).startsWith("Update xxx").endsWith("x…").hasSize(250);
        assertThat(tooLong.text()).endsWith("y…").hasSize(28_000);
    }

    @Test
    void keepsTextsWithinTheLimits() {
        Proposal fits = proposal("Update web", "- web\n- api\n");

        assertThat(fits.title()).isEqualTo("Update web");
        assertThat(fits.text()).isEqualTo("- web\n- api\n");
    }

    private static Proposal proposal(String title, String text) {
        return new Proposal(
                "production",
                GitRef.branch("millrace/production"),
                CommitId.NONE,
                GitRef.branch("main"),
                title,
                text,
                List.of(),
                List.of("web"),
                false);
    }
}
