package dev.kinescope.localcloud;

import dev.kinescope.localcloud.wire.OfferedService;
import dev.kinescope.localcloud.wire.RequestFault;

import java.util.List;

/**
 * What one service of the local cloud offers, as its own class declares it.
 *
 * @param service AWS's name of it in a credential scope, such as {@code kinesis}
 * @param protocols what clients may speak with it, its own protocol first
 * @param offered the operations that are served, by AWS's name and in order of it
 * @param notOffered the other operations that the AWS SDK's client interface has
 */
public record ServiceOperations(
        String service, List<Protocol> protocols, List<String> offered, List<String> notOffered) {

    /**
     * A protocol of a service.
     *
     * @param title what AWS's documentation calls it
     * @param status the HTTP status of the answer to what is not offered
     * @param code the error code of that answer
     */
    public record Protocol(String title, int status, String code) {}

    static ServiceOperations of(OfferedService service) {
        List<String> offered = service.operations().keySet().stream().sorted().toList();
        return new ServiceOperations(
                service.signingName(),
                service.protocols().stream()
                        .map(protocol -> {
                            RequestFault fault = protocol.notOffered("");
                            return new Protocol(protocol.title(), fault.status(), fault.code());
                        })
                        .toList(),
                offered,
                service.knownOperations().stream()
                        .filter(name -> !offered.contains(name))
                        .toList());
    }
}
