package dev.kinescope.desktop.controls;

import java.time.Duration;
import java.util.Locale;

/** Writes numbers the same way everywhere: thousands grouped, units with a space. */
public final class Numbers {
    private static final double KILO = 1000;

    private Numbers() {}

    /** A count: {@code 241,500}. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** A count with its noun: {@code 1 post}, {@code 1,200 posts}. */
    public static String counted(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** A rate: {@code 1,336/s}, below ten with one decimal. */
    public static String perSecond(double value) {
        return amount(value) + "/s";
    }

    /** A number with one decimal below ten, grouped above. */
    public static String amount(double value) {
        return value > 0 && value < 10
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%,.0f", value);
    }

    /** A size in decimal units, as AWS bills it: {@code 397 kB}. */
    public static String bytes(double bytes) {
        if (bytes < KILO) {
            return String.format(Locale.ROOT, "%.0f B", bytes);
        }
        if (bytes < KILO * KILO) {
            return amount(bytes / KILO) + " kB";
        }
        if (bytes < KILO * KILO * KILO) {
            return String.format(Locale.ROOT, "%.2f MB", bytes / KILO / KILO);
        }
        return String.format(Locale.ROOT, "%.2f GB", bytes / KILO / KILO / KILO);
    }

    /** A whole number of bytes in decimal units. */
    public static String bytes(long bytes) {
        return bytes((double) bytes);
    }

    /** A share: {@code 28.0 %}. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    /** A share without decimals: {@code 28 %}. */
    public static String wholePercent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }

    /** A time span in its two largest units: {@code 340 ms}, {@code 8.4 s}, {@code 3 min 10 s}. */
    public static String duration(Duration span) {
        long millis = span.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (millis < 3_600_000) {
            return twoUnits(span.toMinutes(), "min", span.toSecondsPart(), "s");
        }
        if (span.toHours() < 48) {
            return twoUnits(span.toHours(), "h", span.toMinutesPart(), "min");
        }
        return twoUnits(span.toDays(), "d", span.toHoursPart(), "h");
    }

    private static String twoUnits(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    /** How long ago: {@code now}, {@code 3 s ago}, {@code 2 min ago}. */
    public static String ago(Duration age) {
        long seconds = age.toSeconds();
        if (seconds < 1) {
            return "now";
        }
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 48 * 3600 ? seconds / 3600 + " h ago" : seconds / 86_400 + " d ago";
    }
}
