package dev.kinescope.localcloud.faults;

import dev.kinescope.localcloud.calls.ServiceCall;

import software.amazon.awssdk.core.SdkRequest;

import java.util.List;
import java.util.Optional;

/**
 * What a call is for.
 *
 * @param resource the name of what it works on, empty if its request names none
 */
record Target(String service, String operation, String resource) {
    private static final List<String> NAMES =
            List.of(
                    "StreamName",
                    "StreamARN",
                    "FunctionName",
                    "Bucket",
                    "DeliveryStreamName",
                    "RoleName",
                    "RoleArn",
                    "logGroupName",
                    "SecretId");

    static Target of(ServiceCall call, SdkRequest request) {
        return new Target(call.service(), call.operation(), resource(request));
    }

    /** The name of what a request works on, out of a name or an ARN; empty if it names none. */
    static String resource(SdkRequest request) {
        return NAMES.stream()
                .map(name -> request.getValueForField(name, String.class))
                .flatMap(Optional::stream)
                .findFirst()
                .map(Target::plain)
                .orElse("");
    }

    private static String plain(String nameOrArn) {
        if (!nameOrArn.startsWith("arn:")) {
            return nameOrArn;
        }
        // arn:partition:service:region:account:type/name, for functions :function:name:qualifier
        String[] parts = nameOrArn.split(":", -1);
        String last = parts.length > 6 ? parts[6] : parts[parts.length - 1];
        return last.substring(last.lastIndexOf('/') + 1);
    }

    boolean fits(String wantedService, String wantedOperation, String wantedResource) {
        return fits(wantedService, service)
                && fits(wantedOperation, operation)
                && fits(wantedResource, resource);
    }

    private static boolean fits(String wanted, String is) {
        return wanted.equals(Fault.ANY) || wanted.equals(is);
    }

    /** What decisions about it are counted under. */
    String text() {
        return service + ":" + operation + "/" + resource;
    }
}
