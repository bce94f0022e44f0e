package dev.kinescope.localcloud.firehose;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/** Buckets in memory that can refuse the next objects. */
final class FakeBucket implements ObjectSink {
    static final String ARN = "arn:aws:s3:::results";

    final Map<String, Content> objects = new LinkedHashMap<>();

    /** The key of the object that is stored now. */
    String storing = "";

    private int refusals;
    private Consumer<String> whenStored = _ -> {};
    private Runnable meanwhile = () -> {};
    private Runnable afterwards = () -> {};

    void whenStored(Consumer<String> work) {
        whenStored = work;
    }

    /** What happens while the next object is stored. */
    void whileStoring(Runnable work) {
        meanwhile = work;
    }

    /** What happens once the next object is stored; what it throws is the answer. */
    void onceStored(Runnable work) {
        afterwards = work;
    }

    void refuse(int times) {
        refusals = times;
    }

    @Override
    public synchronized void put(String bucketArn, String key, Content content) {
        if (refusals > 0) {
            refusals--;
            throw new NotStored("InternalError", "Slow Down", null);
        }
        storing = key;
        whenStored.accept(bucketArn);
        Runnable now = meanwhile;
        meanwhile = () -> {};
        now.run();
        objects.put(bucketArn.substring(bucketArn.lastIndexOf(':') + 1) + "/" + key, content);
        Runnable then = afterwards;
        afterwards = () -> {};
        then.run();
    }

    /** The texts of all objects whose name begins so, in the order they were stored. */
    List<String> texts(String prefix) {
        return objects.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .map(entry -> text(entry.getValue()))
                .toList();
    }

    /** The lines of all objects whose name begins so, in the order they were stored. */
    List<String> lines(String prefix) {
        var lines = new ArrayList<String>();
        texts(prefix).forEach(text -> text.lines().forEach(lines::add));
        return lines;
    }

    private static String text(Content content) {
        try {
            var in = new ByteArrayInputStream(content.bytes());
            return new String(
                    ("gzip".equals(content.encoding()) ? new GZIPInputStream(in) : in)
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
