package dev.millrace.builder.engine.buildkit.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.builder.engine.buildkit.limits.Mounts.Place;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountsTest {
    private static final String SNAPSHOTS = "/work/daemon/root/runc-overlayfs/snapshots/snapshots/";

    @Test
    void theWritablePlacesAreTheLayerAndTheCacheMounts() {
        List<String> table = List.of(
                "74 49 0:39 / / rw,relatime - overlay overlay rw,lowerdir=" + SNAPSHOTS + "19/fs:" + SNAPSHOTS
                        + "18/fs,upperdir=" + SNAPSHOTS + "20/fs,workdir=" + SNAPSHOTS + "20/work,uuid=on",
                "75 74 0:42 / /proc rw,nosuid - proc proc rw",
                "76 74 254:0 " + SNAPSHOTS + "7/fs /root/.npm rw,relatime - ext4 /dev/vda rw",
                "77 74 254:0 " + SNAPSHOTS + "8/fs/sub /cache rw,relatime shared:1 - ext4 /dev/vda rw",
                "78 74 254:0 " + SNAPSHOTS + "9/fs /src ro,relatime - ext4 /dev/vda rw",
                "79 74 254:0 /work/daemon/root/executor/resolv.conf /etc/resolv.conf rw - ext4 /dev/vda rw",
                "broken");

        assertThat(Mounts.writable(table))
                .containsExactly(
                        new Place("runc-overlayfs/snapshots/snapshots/20/fs", true),
                        new Place("runc-overlayfs/snapshots/snapshots/7/fs", false),
                        new Place("runc-overlayfs/snapshots/snapshots/8/fs", false));
    }

    @Test
    void aFirstLayerWithoutAnImageIsABindMount() {
        assertThat(Mounts.writable(List.of("74 49 254:0 " + SNAPSHOTS + "3/fs / rw,relatime - ext4 /dev/vda rw")))
                .containsExactly(new Place("runc-overlayfs/snapshots/snapshots/3/fs", true));
    }
}
