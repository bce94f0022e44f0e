package dev.kinescope.transform.bench;

import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.IntFunction;

/** Transformation events of Firehose with posts as the producer sends them, and their answers. */
public final class Batches {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Batches() {}

    /** An event of so many posts, each in the language that {@code language} says. */
    public static byte[] event(int records, IntFunction<String> language) throws IOException {
        var event = JSON.createObjectNode().put("invocationId", "bench");
        var list = event.putArray("records");
        for (int i = 0; i < records; i++) {
            list.addObject()
                    .put(
                            "recordId",
                            "4959000000000000000000000000000000000000000000%010d".formatted(i))
                    .put("approximateArrivalTimestamp", 1_793_620_800_000L + i)
                    .put("data", Base64.getEncoder().encodeToString(post(i, language.apply(i))));
        }
        return JSON.writeValueAsBytes(event);
    }

    /** The text of a post. */
    public static String text(int i) {
        return "The tram to the harbour came %d minutes late again, and nobody at the stop knew why."
                .formatted(i);
    }

    private static byte[] post(int i, String language) {
        return """
        {"id":"p-%d","created_at":"2026-11-02T00:09:51Z","handle":"mina.example","text":"%s",\
        "favourite_count":%d,"retweet_count":0,"retweeted":false,"followers_count":105,\
        "friends_count":91,"location":null,"lang":"%s","source":"replay","keyword":"tram","ratio":1.50}\
        """
                .formatted(i, text(i), i % 7, language)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** How many records of an answer are not Ok. */
    public static int lost(byte[] answer, int records) throws IOException {
        int ok = 0;
        for (var item : JSON.readTree(answer).get("records")) {
            if (item.get("result").textValue().equals("Ok")) {
                ok++;
            }
        }
        return records - ok;
    }
}
