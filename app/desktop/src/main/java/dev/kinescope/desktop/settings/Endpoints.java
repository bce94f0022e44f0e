package dev.kinescope.desktop.settings;

import java.net.URI;
import java.net.URISyntaxException;

/** Checks an endpoint's address as a person types it. */
final class Endpoints {
    private Endpoints() {}

    /**
     * The address, without anything secret in it.
     *
     * @throws IllegalArgumentException saying what is wrong, without repeating the address
     */
    static URI parse(String text) {
        URI uri;
        try {
            uri = new URI(text.strip());
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("it is not an address", e);
        }
        if (uri.getHost() == null
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException(
                    "an address begins with http:// or https:// and a host, for example"
                            + " http://127.0.0.1:4566");
        }
        if (uri.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "credentials come from the environment or the default profile, never from the"
                            + " address");
        }
        return uri;
    }
}
