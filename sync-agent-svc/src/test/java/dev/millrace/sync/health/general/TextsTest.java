package dev.millrace.sync.health.general;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextsTest {

    @ParameterizedTest
    @CsvSource({
        "Running, false, HEALTHY",
        "Running, true, PROGRESSING",
        "STATE_RUNNING, false, HEALTHY",
        "Failed, true, FAILED",
        "Succeeded, true, HEALTHY",
        "Pending, false, PROGRESSING",
        "Provisioning, false, PROGRESSING",
        "Frobnicating, false, PROGRESSING",
        "Listening, false, NEUTRAL",
        "Mauve, false, NEUTRAL",
        "Mauve, true, PROGRESSING",
        "Paused, false, SUSPENDED",
        "not ready, false, PROGRESSING",
        "NotFound, false, FAILED",
        "down, false, FAILED",
        "new, false, PROGRESSING",
        "'', false, NEUTRAL",
        "'', true, NEUTRAL"
    })
    void aStateHasAMeaning(String text, boolean ends, Meaning meaning) {
        assertThat(Texts.state(text, ends)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "ImagePullBackOff, FAILED",
        "WaitingForDeletionAfterError, PROGRESSING",
        "AwaitingApproval, PROGRESSING",
        "ReconcileSucceeded, HEALTHY",
        "InvalidSpec, FAILED",
        "DependencyNotReady, PROGRESSING",
        "Mauve, NEUTRAL",
        "'', NEUTRAL"
    })
    void aReasonHasAMeaning(String text, Meaning meaning) {
        assertThat(Texts.reason(text)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource({
        "the secret doesn't exist yet, PROGRESSING",
        "failed to pull the image, FAILED",
        "failed while waiting for the image, FAILED",
        "waiting for the image that failed, PROGRESSING",
        "Operation cannot be fulfilled: the object has been modified; please apply your changes, PROGRESSING",
        "all replicas are available, HEALTHY",
        "'', NEUTRAL"
    })
    void aMessageHasAMeaning(String text, Meaning meaning) {
        assertThat(Texts.message(text)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NewReplicaSetAvailable", "Completed", "UpToDate", "InSync"})
    void someReasonsStateAnEndInSuccess(String reason) {
        assertThat(Texts.isDone(reason)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "NotCompleted", "CompletedWithErrors", "Mauve"})
    void otherReasonsStateNone(String reason) {
        assertThat(Texts.isDone(reason)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "NotReady, true",
        "Unavailable, true",
        "StatusUnknown, true",
        "DiskFull, false",
        "Ready, false",
        "'', false"
    })
    void aVagueTextGivesNoCause(String text, boolean vague) {
        assertThat(Texts.isVague(text)).isEqualTo(vague);
    }

    @ParameterizedTest
    @CsvSource({"Error, true", "failed, true", "ImageError, false", "'', false"})
    void aBareFailureStatesNoMore(String reason, boolean bare) {
        assertThat(Texts.isBareFailure(reason)).isEqualTo(bare);
    }
}
