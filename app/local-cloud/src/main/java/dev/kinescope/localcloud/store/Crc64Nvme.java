package dev.kinescope.localcloud.store;

import java.util.zip.Checksum;

/**
 * CRC-64/NVME, the checksum that S3 gives to uploads by default: polynomial AD93D23594C93659,
 * reflected, all ones before and after (NVM Express specification; AWS documentation, Checking
 * object integrity).
 */
public final class Crc64Nvme implements Checksum {
    private static final long REFLECTED = 0x9A6C9329AC4BC9B5L;
    private static final int SLICES = 8;
    private static final long[][] TABLES = tables();

    private long state = -1;

    /** The first table is for one byte; each further one for a byte that so many zeros follow. */
    private static long[][] tables() {
        var tables = new long[SLICES][256];
        for (int value = 0; value < 256; value++) {
            long crc = value;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ REFLECTED;
            }
            tables[0][value] = crc;
        }
        for (int slice = 1; slice < SLICES; slice++) {
            for (int value = 0; value < 256; value++) {
                long before = tables[slice - 1][value];
                tables[slice][value] = (before >>> 8) ^ tables[0][(int) before & 0xff];
            }
        }
        return tables;
    }

    @Override
    public void update(int b) {
        state = (state >>> 8) ^ TABLES[0][((int) state ^ b) & 0xff];
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        // Eight bytes at a time: one table look-up for each.
        for (; at + SLICES <= end; at += SLICES) {
            long mixed = state;
            long next = 0;
            for (int i = 0; i < SLICES; i++) {
                next ^= TABLES[SLICES - 1 - i][((int) mixed ^ bytes[at + i]) & 0xff];
                mixed >>>= 8;
            }
            state = next;
        }
        for (; at < end; at++) {
            update(bytes[at]);
        }
    }

    @Override
    public long getValue() {
        return ~state;
    }

    @Override
    public void reset() {
        state = -1;
    }
}
