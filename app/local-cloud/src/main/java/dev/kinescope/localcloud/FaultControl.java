package dev.kinescope.localcloud;

import dev.kinescope.localcloud.faults.FaultDial;
import dev.kinescope.localcloud.faults.FaultJson;
import dev.kinescope.localcloud.faults.FaultsClient;
import dev.kinescope.localcloud.http.Control;
import dev.kinescope.localcloud.wire.RequestFault;
import dev.kinescope.localcloud.wire.WireReply;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * The dial from outside: {@code GET /_kinescope/faults} lists, {@code POST} sets one, {@code DELETE
 * /_kinescope/faults} clears all and {@code DELETE /_kinescope/faults/ID} one.
 */
final class FaultControl implements Control {
    private static final String JSON = "application/json";

    private final FaultDial dial;

    FaultControl(FaultDial dial) {
        this.dial = dial;
    }

    @Override
    public WireReply serve(String method, String path, byte[] body) {
        boolean all = path.equals(FaultsClient.PATH);
        if (!all && !path.startsWith(FaultsClient.PATH + "/")) {
            throw new RequestFault(404, "NotFound", "There is no " + path + ".");
        }
        return switch (method) {
            case "GET" -> settings();
            case "POST", "PUT" -> set(body);
            case "DELETE" -> {
                if (all) {
                    dial.clear();
                } else {
                    clear(path.substring(FaultsClient.PATH.length() + 1));
                }
                yield settings();
            }
            default ->
                    throw new RequestFault(
                            405,
                            "MethodNotAllowed",
                            "Use GET, POST or DELETE, not " + method + ".");
        };
    }

    private WireReply settings() {
        return WireReply.of(200, JSON, FaultJson.bytes(dial.settings()));
    }

    private WireReply set(byte[] body) {
        try {
            String id = dial.set(FaultJson.fault(body));
            return WireReply.of(
                    200, JSON, ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new RequestFault(
                    400, "InvalidFault", Objects.requireNonNullElse(e.getMessage(), ""));
        }
    }

    private void clear(String id) {
        if (!dial.clear(id)) {
            throw new RequestFault(404, "NotFound", "No fault " + id + " is set.");
        }
    }
}
