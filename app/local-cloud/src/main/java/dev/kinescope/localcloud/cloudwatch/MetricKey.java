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
}
