package dev.kinescope.localcloud.cloudwatch;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * How often which values occurred: exact for up to 64 different ones, then to within two per cent,
 * so that percentiles need little memory.
 */
final class Distribution {
    private static final int EXACT = 64;

    /** Five bits of a number's fraction are kept, and half of what is below them is put back. */
    private static final long DROPPED = (1L << 47) - 1;

    private static final long HALF = 1L << 46;

    private double[] values = new double[4];
    private double[] counts = new double[4];
    private int size;
    private boolean coarse;

    /** Counts a value that is not negative. */
    void add(double value, double count) {
        double kept = coarse ? rounded(value) : value;
        int at = Arrays.binarySearch(values, 0, size, kept);
        if (at >= 0) {
            counts[at] += count;
            return;
        }
        if (size == EXACT && !coarse) {
            coarsen();
            add(value, count);
            return;
        }
        insert(-at - 1, kept, count);
    }

    void addAll(Distribution other) {
        for (int i = 0; i < other.size; i++) {
            add(other.values[i], other.counts[i]);
        }
    }

    /** The least value that at least so many per cent of all do not exceed. */
    double percentile(double percent) {
        double total = 0;
        for (int i = 0; i < size; i++) {
            total += counts[i];
        }
        double wanted = total * percent / 100;
        double so = 0;
        for (int i = 0; i < size; i++) {
            so += counts[i];
            // A hair's breadth for sums that binary fractions do not hold exactly.
            if (so >= wanted - total * 1e-12) {
                return values[i];
            }
        }
        return values[size - 1];
    }

    int size() {
        return size;
    }

    void write(DataOutputStream out) throws IOException {
        for (int i = 0; i < size; i++) {
            out.writeDouble(values[i]);
            out.writeDouble(counts[i]);
        }
    }

    static Distribution read(DataInputStream in, int size) throws IOException {
        var read = new Distribution();
        for (int i = 0; i < size; i++) {
            read.add(in.readDouble(), in.readDouble());
        }
        return read;
    }

    private void coarsen() {
        double[] exact = Arrays.copyOf(values, size);
        double[] occurred = Arrays.copyOf(counts, size);
        size = 0;
        coarse = true;
        for (int i = 0; i < exact.length; i++) {
            add(exact[i], occurred[i]);
        }
    }

    private void insert(int at, double value, double count) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            counts = Arrays.copyOf(counts, 2 * size);
        }
        System.arraycopy(values, at, values, at + 1, size - at);
        System.arraycopy(counts, at, counts, at + 1, size - at);
        values[at] = value;
        counts[at] = count;
        size++;
    }

    private static double rounded(double value) {
        return value == 0
                ? 0
                : Double.longBitsToDouble((Double.doubleToLongBits(value) & ~DROPPED) | HALF);
    }
}
