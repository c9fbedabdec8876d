package dev.millrace.drift.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.cluster.notice.Notice;
import dev.millrace.events.DriftDetected;
import dev.millrace.events.DriftDetected.Change;
import dev.millrace.events.DriftDetected.FieldDrift;
import dev.millrace.events.value.ApplicationId;
import dev.millrace.events.value.EventId;
import dev.millrace.events.value.ObjectRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GatheredNoticesTest {
    private static final Instant START = Instant.parse("2026-03-14T09:00:00Z");

    private final GatheredNotices notices = new GatheredNotices();

    @Test
    void eventsOfAShortTimeBecomeOneNoticeWithPathsAndNoValues() {
        notices.add(event("app-1", "a", Change.Modified), START);
        notices.add(event("app-1", "b", Change.Modified), START.plusSeconds(1));
        notices.add(event("app-1", "a", Change.Resolved), START.plusSeconds(2));

        assertThat(notices.due(START.plusSeconds(3))).isEmpty();
        List<Notice> due = notices.due(START.plusSeconds(7));

        assertThat(due).singleElement().satisfies(notice -> {
            assertThat(notice.warning()).isTrue();
            assertThat(notice.reason()).isEqualTo("DriftDetected");
            assertThat(notice.message())
                    .isEqualTo(
                            "drift detected: 2: ConfigMap shop/a Modified (data.a), ConfigMap shop/b Modified (data.a);"
                                    + " drift resolved: 1");
        });
        assertThat(notices.due(START.plusSeconds(8))).isEmpty();
    }

    @Test
    void aStormIsOneNoticeAMinute() {
        int written = 0;
        for (int second = 0; second < 180; second++) {
            for (int i = 0; i < 50; i++) {
                notices.add(event("app-1", "o" + i, Change.Modified), START.plusSeconds(second));
            }
            List<Notice> due = notices.due(START.plusSeconds(second));
            written += due.size();
            assertThat(due).allMatch(notice -> notice.message().length() < 1000);
        }

        assertThat(written).isEqualTo(3);
    }

    @Test
    void aResolutionAloneIsNoWarning() {
        notices.add(event("app-1", "a", Change.Resolved), START);
        notices.add(event("app-2", "a", Change.Missing), START);

        assertThat(notices.due(START.plusSeconds(5)))
                .extracting(Notice::reason)
                .containsExactlyInAnyOrder("DriftResolved", "DriftDetected");
    }

    @Test
    void theApplicationsThatWaitAreBounded() {
        for (int i = 0; i < GatheredNotices.MAX_APPLICATIONS + 10; i++) {
            notices.add(event("app-" + i, "a", Change.Missing), START);
        }

        assertThat(notices.due(START.plusSeconds(5))).hasSize(GatheredNotices.MAX_APPLICATIONS);
    }

    private static DriftDetected event(String uid, String name, Change change) {
        return new DriftDetected(
                new ApplicationId("test", "apps", uid),
                uid,
                new ObjectRef("v1", "ConfigMap", Optional.of("shop"), name),
                Optional.empty(),
                change,
                List.of(new FieldDrift(
                        "data.a",
                        Optional.of(TextNode.valueOf("hunter2")),
                        Optional.empty(),
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty())),
                Optional.empty(),
                change == Change.Resolved ? Optional.of(EventId.of("drift.detected", name)) : Optional.empty(),
                false,
                START);
    }
}
