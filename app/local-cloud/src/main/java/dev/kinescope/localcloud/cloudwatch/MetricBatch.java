package dev.kinescope.localcloud.cloudwatch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** How the observations of a minute are written: one compressed run of all metrics. */
final class MetricBatch {
    private static final Logger LOG = LoggerFactory.getLogger(MetricBatch.class);
    private static final int VERSION = 1;

    private MetricBatch() {}

    /** Writes a batch; a series that cannot be written is left out, and the others are not lost. */
    static byte[] encode(Map<Series, NavigableMap<Long, Observed>> parts) {
        var encoded = new ArrayList<byte[]>();
        parts.forEach((series, points) -> {
            try {
                encoded.add(encode(series, points));
            } catch (IOException e) {
                LOG.error(
                        "A minute of the metric {} of {} cannot be written and will not outlive"
                                + " this process.",
                        series.key().metric(),
                        series.key().namespace(),
                        e);
            }
        });
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(new DeflaterOutputStream(bytes))) {
            out.writeByte(VERSION);
            out.writeInt(encoded.size());
            for (byte[] part : encoded) {
                out.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Metrics cannot be encoded.", e);
        }
        return bytes.toByteArray();
    }

    private static byte[] encode(Series series, NavigableMap<Long, Observed> points)
            throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        MetricKey key = series.key();
        out.writeUTF(key.namespace());
        out.writeUTF(key.metric());
        out.writeInt(key.dimensions().size());
        for (var dimension : key.dimensions().entrySet()) {
            out.writeUTF(dimension.getKey());
            out.writeUTF(dimension.getValue());
        }
        out.writeUTF(series.unit().toString());
        MetricHistory.write(points, out);
        return bytes.toByteArray();
    }

    /**
     * Reads a batch; one that cannot be read is left out, since a cloud without it still serves.
     */
    static Map<Series, NavigableMap<Long, Observed>> decode(byte[] batch) {
        try (var in =
                new DataInputStream(new InflaterInputStream(new ByteArrayInputStream(batch)))) {
            int version = in.readByte();
            if (version != VERSION) {
                throw new IOException("It is of version " + version + ".");
            }
            var parts = new HashMap<Series, NavigableMap<Long, Observed>>();
            for (int left = in.readInt(); left > 0; left--) {
                String namespace = in.readUTF();
                String metric = in.readUTF();
                var dimensions = new HashMap<String, String>();
                for (int more = in.readInt(); more > 0; more--) {
                    dimensions.put(in.readUTF(), in.readUTF());
                }
                StandardUnit unit = StandardUnit.fromValue(in.readUTF());
                var points = new TreeMap<Long, Observed>();
                for (int more = in.readInt(); more > 0; more--) {
                    points.put(in.readLong(), Observed.read(in));
                }
                parts.put(
                        new Series(new MetricKey(namespace, metric, Map.copyOf(dimensions)), unit),
                        points);
            }
            return parts;
        } catch (IOException e) {
            LOG.warn("Metrics of about a minute cannot be read back and are left out.", e);
            return Map.of();
        }
    }
}
