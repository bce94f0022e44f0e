package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;
import org.xerial.snappy.SnappyHadoopCompatibleOutputStream;
import org.xerial.snappy.SnappyOutputStream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The formats of objects, with the extensions and Content-Encodings that AWS was seen to use. */
enum Compression {
    UNCOMPRESSED("UNCOMPRESSED", "", null) {
        @Override
        OutputStream wrap(OutputStream out, String entry) {
            return out;
        }
    },
    GZIP("GZIP", ".gz", "gzip") {
        @Override
        OutputStream wrap(OutputStream out, String entry) throws IOException {
            return new GZIPOutputStream(out, 8_192);
        }
    },
    ZIP("ZIP", ".zip", "zip") {
        @Override
        OutputStream wrap(OutputStream out, String entry) throws IOException {
            var zip = new ZipOutputStream(out);
            zip.putNextEntry(new ZipEntry(entry));
            return zip;
        }
    },
    SNAPPY("Snappy", ".snappy", "snappy-java") {
        @Override
        OutputStream wrap(OutputStream out, String entry) {
            return new SnappyOutputStream(out);
        }
    },
    HADOOP_SNAPPY("HADOOP_SNAPPY", ".snappy", "hadoop-snappy") {
        @Override
        OutputStream wrap(OutputStream out, String entry) {
            return new SnappyHadoopCompatibleOutputStream(out);
        }
    };

    /** The names as requests give them. */
    static final List<String> NAMES =
            Arrays.stream(values()).map(format -> format.requestName).toList();

    private final String requestName;
    private final String extension;
    private final @Nullable String encoding;

    Compression(String requestName, String extension, @Nullable String encoding) {
        this.requestName = requestName;
        this.extension = extension;
        this.encoding = encoding;
    }

    static Compression of(String requestName) {
        return Arrays.stream(values())
                .filter(format -> format.requestName.equals(requestName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(requestName));
    }

    String extension() {
        return extension;
    }

    /** The Content-Encoding header, if any. */
    @Nullable String encoding() {
        return encoding;
    }

    /**
     * What compresses into memory.
     *
     * @param entry the name of the only file in an archive
     */
    OutputStream compressing(OutputStream memory, String entry) {
        try {
            return wrap(memory, entry);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    abstract OutputStream wrap(OutputStream out, String entry) throws IOException;
}
