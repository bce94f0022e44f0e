package dev.kinescope.localcloud.cloudwatch;

import org.jspecify.annotations.Nullable;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What was observed of a metric in a stretch of time.
 *
 * <p>Percentiles are known only while every value is: not once a set of statistics came in that
 * hides them, nor with negative values (AWS documentation, CloudWatch concepts, Percentiles).
 */
final class Observed {
    private double sum;
    private double minimum = Double.POSITIVE_INFINITY;
    private double maximum = Double.NEGATIVE_INFINITY;
    private double count;
    private boolean valuesKnown = true;
    private @Nullable Distribution values;

    /** A value that occurred so often. */
    static Observed of(double value, double count) {
        var observed = new Observed();
        observed.add(value, count);
        return observed;
    }

    /** A set of statistics. */
    static Observed of(double sum, double minimum, double maximum, double count) {
        var observed = new Observed();
        observed.sum = sum;
        observed.minimum = minimum;
        observed.maximum = maximum;
        observed.count = count;
        observed.valuesKnown = minimum >= 0 && (minimum == maximum || count == 1);
        return observed;
    }

    void add(double value, double times) {
        if (valuesKnown && value < 0) {
            valuesKnown = false;
            values = null;
        }
        if (valuesKnown && (values != null || (count > 0 && value != minimum))) {
            spread().add(value, times);
        }
        sum += value * times;
        minimum = Math.min(minimum, value);
        maximum = Math.max(maximum, value);
        count += times;
    }

    void add(Observed other) {
        if (other.count == 0) {
            return;
        }
        if (!valuesKnown || !other.valuesKnown) {
            valuesKnown = false;
            values = null;
        } else if (count == 0
                || values != null
                || other.values != null
                || minimum != other.minimum) {
            addValues(other);
        }
        sum += other.sum;
        minimum = Math.min(minimum, other.minimum);
        maximum = Math.max(maximum, other.maximum);
        count += other.count;
    }

    private void addValues(Observed other) {
        if (other.values != null) {
            spread().addAll(other.values);
        } else if (count > 0) {
            spread().add(other.minimum, other.count);
        }
    }

    /** The distribution, begun with the one value there was until now. */
    private Distribution spread() {
        Distribution now = values;
        if (now == null) {
            now = new Distribution();
            if (count > 0) {
                now.add(minimum, count);
            }
            values = now;
        }
        return now;
    }

    double sum() {
        return sum;
    }

    double minimum() {
        return minimum;
    }

    double maximum() {
        return maximum;
    }

    double count() {
        return count;
    }

    boolean percentilesKnown() {
        return valuesKnown;
    }

    /** A percentile, if {@link #percentilesKnown()}. */
    double percentile(double percent) {
        return values == null ? minimum : Math.clamp(values.percentile(percent), minimum, maximum);
    }

    /** How much memory this takes, in units of about 120 bytes. */
    long cost() {
        return values == null ? 1L : 2L + values.size() / 7;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeDouble(sum);
        out.writeDouble(minimum);
        out.writeDouble(maximum);
        out.writeDouble(count);
        out.writeBoolean(valuesKnown);
        Distribution spread = values;
        out.writeInt(spread == null ? 0 : spread.size());
        if (spread != null) {
            spread.write(out);
        }
    }

    static Observed read(DataInputStream in) throws IOException {
        var observed = new Observed();
        observed.sum = in.readDouble();
        observed.minimum = in.readDouble();
        observed.maximum = in.readDouble();
        observed.count = in.readDouble();
        observed.valuesKnown = in.readBoolean();
        int size = in.readInt();
        if (size > 0) {
            observed.values = Distribution.read(in, size);
        }
        return observed;
    }
}
