package dev.kinescope.localcloud.store;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the stores of a local cloud without a data directory may hold together: without a bound, a
 * long run would end the process and all that it holds.
 */
public final class MemoryRoom {
    private final long most;
    private final AtomicLong used = new AtomicLong();

    private MemoryRoom(long most) {
        this.most = most;
    }

    /** Half of what the JVM may take. */
    public static MemoryRoom ofJvm() {
        return of(Runtime.getRuntime().maxMemory() / 2);
    }

    /** So many bytes. */
    static MemoryRoom of(long bytes) {
        return new MemoryRoom(bytes);
    }

    /**
     * Asks for room.
     *
     * @throws DiskFullException if there is none
     */
    void claim(long bytes) {
        if (used.addAndGet(bytes) > most) {
            used.addAndGet(-bytes);
            throw new DiskFullException(
                    "The local cloud keeps everything in memory and may take no more than "
                            + Disk.text(most)
                            + ". Delete streams or objects, start it with --data to keep them on"
                            + " disk, or give the JVM more memory.");
        }
    }

    /** Notes that something is gone. */
    void released(long bytes) {
        used.addAndGet(-bytes);
    }
}
