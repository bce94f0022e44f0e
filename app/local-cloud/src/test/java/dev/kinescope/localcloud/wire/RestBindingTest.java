package dev.kinescope.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.s3.model.GetObjectResponse;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

class RestBindingTest {
    private static String encoded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }

    @Test
    void whatNoHeaderHoldsAsItIsIsEncoded() {
        Map<String, String> headers =
                RestBinding.headers(
                        GetObjectResponse.builder()
                                .contentDisposition("attachment; filename=\"fa\u00e7ade.csv\"")
                                .cacheControl("no\r\nx: y")
                                .contentLanguage("\ufffd")
                                .contentEncoding("plain\ttext ~")
                                .metadata(Map.of("smile", "\ud83d\ude00", "plain", "a"))
                                .build());

        assertThat(headers)
                .containsEntry(
                        "Content-Disposition", encoded("attachment; filename=\"fa\u00e7ade.csv\""))
                .containsEntry("Cache-Control", encoded("no\r\nx: y"))
                .containsEntry("Content-Language", encoded("\ufffd"))
                .containsEntry("Content-Encoding", "plain\ttext ~")
                .containsEntry("x-amz-meta-smile", encoded("\ud83d\ude00"))
                .containsEntry("x-amz-meta-plain", "a");
    }
}
