package dev.kinescope.localcloud.bench;

/** How much of everything. */
final class Sizes {
    static final int THREADS = 8;
    static final int SHARDS = 4;

    /** Records in a PutRecords. */
    static final int BATCH = 500;

    /** Bytes of a record. */
    static final int BYTES = 200;

    /** Records in an answer of GetRecords. */
    static final int READ = 1000;

    /** Answers of GetRecords that a shard holds. */
    static final int READS = 10;

    private Sizes() {}
}
