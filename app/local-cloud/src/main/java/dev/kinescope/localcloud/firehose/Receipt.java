package dev.kinescope.localcloud.firehose;

import java.util.concurrent.atomic.AtomicInteger;

/** Tells when everything that came of a batch is stored: each holder lets go of it once. */
final class Receipt {
    private final AtomicInteger holders = new AtomicInteger(1);
    private final Runnable stored;

    /** Begins with one holder, who made it. */
    Receipt(Runnable stored) {
        this.stored = stored;
    }

    void hold() {
        holders.incrementAndGet();
    }

    void letGo() {
        if (holders.decrementAndGet() == 0) {
            stored.run();
        }
    }
}
