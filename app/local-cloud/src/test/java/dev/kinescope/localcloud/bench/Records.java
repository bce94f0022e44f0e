package dev.kinescope.localcloud.bench;

import software.amazon.awssdk.core.SdkBytes;

import java.nio.ByteBuffer;
import java.util.Random;

/** The records of one writer: each says whose it is and which, so that none can be mistaken. */
final class Records {
    private static final int KEYS = 4096;
    private static final String[] NAMES = new String[KEYS];

    static {
        for (int i = 0; i < KEYS; i++) {
            NAMES[i] = "user-%06d".formatted(i * 7919);
        }
    }

    private final int writer;
    private final byte[] filler = new byte[Sizes.BYTES];
    private int count;

    Records(int writer) {
        this.writer = writer;
        new Random(writer).nextBytes(filler);
    }

    static String key(int number) {
        return NAMES[number % KEYS];
    }

    /** The next record's partition key; ask before {@link #next}. */
    String key() {
        return key(Math.floorMod(count * 31 + writer, KEYS));
    }

    SdkBytes next() {
        byte[] data = filler.clone();
        ByteBuffer.wrap(data).putInt(writer).putInt(count++);
        return SdkBytes.fromByteArrayUnsafe(data);
    }

    static int writer(byte[] data) {
        return ByteBuffer.wrap(data).getInt(0);
    }

    static int number(byte[] data) {
        return ByteBuffer.wrap(data).getInt(4);
    }
}
