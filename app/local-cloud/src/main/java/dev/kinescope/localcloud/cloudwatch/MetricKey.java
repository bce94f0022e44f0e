package dev.kinescope.localcloud.cloudwatch;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** What names a metric. */
record MetricKey(String namespace, String metric, Map<String, String> dimensions) {
    static final Comparator<MetricKey> BY_NAME =
            Comparator.comparing(MetricKey::namespace)
                    .thenComparing(MetricKey::metric)
                    .thenComparing(key -> new TreeMap<>(key.dimensions()).toString());

    /** Whether a service of the cloud tells it, not a client. */
    boolean ofAService() {
        return namespace.startsWith("AWS/");
    }

    /** How much memory it takes with all that hangs on it, in units of about 120 bytes. */
    long cost() {
        long characters = namespace.length() + (long) metric.length();
        for (var dimension : dimensions.entrySet()) {
            // Two strings and their place in the map.
            characters += 60L + dimension.getKey().length() + dimension.getValue().length();
        }
        return 5 + characters * 2 / 120;
    }
}
