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

    private final Consumer<String> lines;
    private final Consumer<String> marks;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream mark = new ByteArrayOutputStream();
    private boolean inMark;

    OutputPump(Consumer<String> lines, Consumer<String> marks) {
        this.lines = lines;
        this.marks = marks;
    }

    /** Reads until the end of the output. */
    void run(InputStream output) {
        byte[] buffer = new byte[1 << 14];
        try (output) {
            for (int read = output.read(buffer); read >= 0; read = output.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    accept(buffer[i]);
                }
            }
        } catch (IOException e) {
            LOG.debug("The output of a function's process ended: {}", e.getMessage());
        }
        plain();
        flush();
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
