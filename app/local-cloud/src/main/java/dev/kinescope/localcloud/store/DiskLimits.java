package dev.kinescope.localcloud.store;

/**
 * How much of a disk a data directory may take.
 *
 * @param mostBytes the most that it holds, in bytes
 * @param leastFree what it leaves free on the disk, in bytes
 */
public record DiskLimits(long mostBytes, long leastFree) {
    /** 20 GiB, as long as 512 MiB stay free. */
    public static final DiskLimits DEFAULT =
            new DiskLimits(20L * 1024 * 1024 * 1024, 512L * 1024 * 1024);

    /** Whatever the disk has. */
    public static final DiskLimits NONE = new DiskLimits(Long.MAX_VALUE, 0);
}
