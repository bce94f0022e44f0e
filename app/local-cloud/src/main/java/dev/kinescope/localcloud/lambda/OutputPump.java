package dev.kinescope.localcloud.lambda;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits a child's output into lines, and takes out the marks that the child's loop puts between
 * two NUL bytes.
 */
final class OutputPump {
    private static final Logger LOG = LoggerFactory.getLogger(OutputPump.class);

    /** CloudWatch Logs takes events up to 256 KB on every path; longer lines are cut there. */
    private static final int MAX_LINE = 256 * 1024 - 26;

    private static final int MAX_MARK = 64;

    /** How long a pause ends the output, and the longest that its end is waited for. */
    private static final long QUIET_MILLIS = 10;

    private static final int MOST_WAITS = 100;

    private final InputStream output;
    private final Consumer<String> lines;
    private final Consumer<String> marks;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream mark = new ByteArrayOutputStream();
    private boolean inMark;
    private long reads;
    private boolean ended;

    OutputPump(InputStream output, Consumer<String> lines, Consumer<String> marks) {
        this.output = output;
        this.lines = lines;
        this.marks = marks;
    }

    /** Reads until the end of the output. */
    void run() {
        byte[] buffer = new byte[1 << 14];
        try (output) {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    accept(buffer[i]);
                }
                progressed();
            }
        } catch (IOException e) {
            LOG.debug("The output of a function's process ended: {}", e.getMessage());
        }
        plain();
        flush();
        end();
    }

    private synchronized void progressed() {
        reads++;
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Waits, for a bounded time, until nothing more comes for a moment. The pipe does not tell
     * whether it is empty while its reader waits at it.
     */
    synchronized void awaitQuiet() throws InterruptedException {
        long before = -1;
        for (int i = 0; i < MOST_WAITS && !ended && reads != before; i++) {
            before = reads;
            wait(QUIET_MILLIS);
        }
    }

    private void accept(byte next) {
        if (next == 0) {
            if (inMark) {
                inMark = false;
                marks.accept(mark.toString(StandardCharsets.US_ASCII));
                mark.reset();
            } else {
                flush();
                inMark = true;
            }
        } else if (inMark) {
            mark.write(next);
            if (next == '\n' || mark.size() > MAX_MARK) {
                plain();
            }
        } else if (next == '\n') {
            emit();
        } else {
            line.write(next);
            if (line.size() >= MAX_LINE) {
                emit();
            }
        }
    }

    /** The function itself printed a NUL: what followed is ordinary output. */
    private void plain() {
        byte[] text = mark.toByteArray();
        mark.reset();
        inMark = false;
        for (byte each : text) {
            accept(each);
        }
    }

    private void flush() {
        if (line.size() > 0) {
            emit();
        }
    }

    private void emit() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }
}
