package dev.millrace.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** Shields mirrors from the machine's and the user's Git settings: rewritten URLs, proxies or hooks there must not change the behaviour. */
final class OwnSettings extends SystemReader.Delegate {

    private OwnSettings(SystemReader usual) {
        super(usual);
    }

    static synchronized void install() {
        if (!(SystemReader.getInstance() instanceof OwnSettings)) {
            SystemReader.setInstance(new OwnSettings(SystemReader.getInstance()));
        }
    }

    @Override
    public @Nullable String getenv(String variable) {
        return variable.startsWith("GIT_") ? null : super.getenv(variable);
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new Nothing(parent, fs);
    }

    private static final class Nothing extends FileBasedConfig {
        private static final long TIMESTAMP_RESOLUTION_MS = 10;
        private static final long RACY_MS = 2_000;

        Nothing(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // There is nothing to load.
        }

        @Override
        public void save() {
            // There is nowhere to save.
        }

        /**
         * The time for which the timestamp of a changed file may look unchanged: safe for any file system. The library would take seconds to
         * measure it, and leave probe files in the mirror.
         */
        @Override
        public long getTimeUnit(
                String section, @Nullable String subsection, String name, long otherwise, TimeUnit unit) {
            if (!section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)) {
                return super.getTimeUnit(section, subsection, name, otherwise, unit);
            }
            boolean isResolution = name.equals(ConfigConstants.CONFIG_KEY_TIMESTAMP_RESOLUTION);
            return unit.convert(isResolution ? TIMESTAMP_RESOLUTION_MS : RACY_MS, TimeUnit.MILLISECONDS);
        }

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
