package dev.kinescope.localcloud.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells what a browser sends for a web page of another site, which needs neither keys nor an answer
 * to do harm to an endpoint that takes any keys (Fetch Standard, Origin; Fetch Metadata Request
 * Headers, Sec-Fetch-Site).
 */
final class OriginCheck {
    private OriginCheck() {}

    /** Whether a page that is not this endpoint's own has sent it. */
    static boolean isOfAnotherSite(String host, Map<String, List<String>> headers) {
        String own = "http://" + host.toLowerCase(Locale.ROOT);
        boolean foreign =
                headers.getOrDefault("origin", List.of()).stream()
                        .anyMatch(origin -> !origin.toLowerCase(Locale.ROOT).equals(own));
        // "none" is a person who types the address.
        return foreign
                || headers.getOrDefault("sec-fetch-site", List.of()).stream()
                        .anyMatch(site -> !site.equals("same-origin") && !site.equals("none"));
    }
}
