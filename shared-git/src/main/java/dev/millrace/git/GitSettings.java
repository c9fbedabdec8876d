package dev.millrace.git;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/** The Git settings of the machine and its user. They are ignored: rewritten URLs, proxies or hooks there must not change the behaviour. */
public final class GitSettings {
    /** Larger objects are streamed, and never in memory as a whole unless a caller asks for their bytes. */
    private static final int MAX_WHOLE_BYTES = 16 << 20;

    private GitSettings() {}

    /** Isolates this process from them; called before a repository is opened. */
    public static synchronized void isolate() {
        if (!(SystemReader.getInstance() instanceof IsolatedReader)) {
            SystemReader.setInstance(new IsolatedReader(SystemReader.getInstance()));
            WindowCacheConfig cache = new WindowCacheConfig();
            cache.setStreamFileThreshold(MAX_WHOLE_BYTES);
            cache.install();
        }
    }

    private static final class IsolatedReader extends SystemReader.Delegate {
        IsolatedReader(SystemReader usual) {
            super(usual);
        }

        @Override
        public @Nullable String getenv(String variable) {
            return variable.startsWith("GIT_") ? null : super.getenv(variable);
        }

        @Override
        public FileBasedConfig openUserConfig(Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openSystemConfig(Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }

        @Override
        public FileBasedConfig openJGitConfig(Config parent, FS fs) {
            return new EmptyConfig(parent, fs);
        }
    }

    private static final class EmptyConfig extends FileBasedConfig {
        private static final long TIMESTAMP_RESOLUTION_MS = 10;
        private static final long RACY_MS = 2_000;

        EmptyConfig(Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public void load() {
            // It has no file.
        }

        @Override
        public void save() {
            // It has no file.
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
