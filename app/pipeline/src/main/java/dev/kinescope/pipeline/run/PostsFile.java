package dev.kinescope.pipeline.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.producer.MalformedLine;

import software.amazon.awssdk.core.sync.RequestBody;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A local JSONL file of posts, looked through before it is replayed.
 *
 * @param lines all lines that are not blank
 * @param posts lines that are posts with the keyword, which the producer will send
 * @param malformed how many lines are no posts; {@code malformedLines} names the first hundred
 * @param repeats places among the posts, from 0, whose id was there before
 */
public record PostsFile(
        Path file,
        long lines,
        long posts,
        long malformed,
        List<MalformedLine> malformedLines,
        List<Long> repeats) {

    private static final int LINES_KEPT = 100;
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Reads the file once, as the producer will.
     *
     * @param keyword only posts whose text contains it, whatever the case; empty = all
     * @throws IOException naming the file, if it cannot be read
     */
    public static PostsFile scan(Path file, String keyword) throws IOException {
        var scan = new Scan(keyword.toLowerCase(Locale.ROOT));
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (next == '\n') {
                    scan.take(line.toByteArray());
                    line.reset();
                } else {
                    line.write(next);
                }
            }
            scan.take(line.toByteArray());
        }
        return new PostsFile(
                file,
                scan.lines,
                scan.posts,
                scan.malformed,
                List.copyOf(scan.malformedLines),
                List.copyOf(scan.repeats));
    }

    /** How many ids repeat among the first {@code sent} posts, starting over at the end. */
    public long repeatedIdsAmong(long sent) {
        if (posts == 0) {
            return 0;
        }
        long last = sent % posts;
        return sent / posts * repeats.size() + repeats.stream().filter(at -> at < last).count();
    }

    /**
     * Puts the file where the producer function can read it.
     *
     * @return {@code s3://bucket/replay/NAME}, for the producer's {@code posts}
     */
    public String upload(AwsSession session, String bucket) {
        String key = "replay/" + file.getFileName();
        session.s3().putObject(put -> put.bucket(bucket).key(key), RequestBody.fromFile(file));
        return "s3://" + bucket + "/" + key;
    }

    private static final class Scan {
        private final String keyword;
        private final HashSet<String> ids = new HashSet<>();
        private final List<MalformedLine> malformedLines = new ArrayList<>();
        private final List<Long> repeats = new ArrayList<>();
        private long number;
        private long lines;
        private long posts;
        private long malformed;

        Scan(String keyword) {
            this.keyword = keyword;
        }

        void take(byte[] line) {
            number++;
            Optional<String> text = utf8(line);
            if (text.isPresent() && text.get().isBlank()) {
                return;
            }
            lines++;
            if (text.isEmpty()) {
                bad("not UTF-8");
                return;
            }
            JsonNode post;
            try {
                post = JSON.readTree(text.get());
            } catch (JsonProcessingException notJson) {
                bad("not JSON at column " + notJson.getLocation().getColumnNr());
                return;
            }
            if (!post.isObject()) {
                bad("not a JSON object");
            } else if (!post.path("text").isTextual()) {
                bad("no field text");
            } else if (post.path("text").textValue().toLowerCase(Locale.ROOT).contains(keyword)) {
                String id = post.path("id").asText("");
                if (!ids.add(id.isEmpty() ? "line-" + number : id)) {
                    repeats.add(posts);
                }
                posts++;
            }
        }

        private void bad(String reason) {
            malformed++;
            if (malformedLines.size() < LINES_KEPT) {
                malformedLines.add(new MalformedLine(number, reason));
            }
        }

        private static Optional<String> utf8(byte[] line) {
            try {
                return Optional.of(
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(line))
                                .toString());
            } catch (CharacterCodingException notText) {
                return Optional.empty();
            }
        }
    }
}
