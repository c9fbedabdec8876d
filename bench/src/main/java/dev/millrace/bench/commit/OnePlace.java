package dev.millrace.bench.commit;

import dev.millrace.bench.setup.Fleet;
import java.util.HashMap;
import java.util.Map;

/**
 * One marked value, beside files that nothing follows.
 *
 * @param directories of four files each
 */
record OnePlace(String image, int directories) implements ConfigFiles {
    @Override
    public String path() {
        return "web.yaml";
    }

    @Override
    public String text(String host, String tag) {
        return "image: " + host + "/" + image + ":" + tag + " # {\"$imagepolicy\": \"web\"}\n";
    }

    @Override
    public Map<String, String> all(String host) {
        Map<String, String> files = new HashMap<>(Fleet.kustomized(directories));
        files.put(".millrace/updates.yaml", """
                policies:
                  - name: web
                    image: %s/%s
                """.formatted(host, image));
        files.put(path(), text(host, "0"));
        return files;
    }
}
