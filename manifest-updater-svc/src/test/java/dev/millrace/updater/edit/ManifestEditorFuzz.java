package dev.millrace.updater.edit;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Runs Jazzer on the editor, by {@code make fuzz}. It instruments the classes it runs, and therefore runs alone. */
class ManifestEditorFuzz {

    @FuzzTest(maxDuration = "10m")
    void anyFileIsEditedSoundly(byte[] data) {
        AnyFile.isEditedSoundly(data);
    }
}
