package dev.kinescope.localcloud.calls;

import software.amazon.awssdk.core.SdkRequest;

/**
 * One call of a service, whoever makes it: a client over HTTP or another local service.
 *
 * @param service AWS's signing name, such as {@code kinesis}
 * @param operation AWS's name, such as {@code PutRecords}
 * @param request typed and complete, not yet checked by the service
 */
public record ServiceCall(String service, String operation, SdkRequest request) {}
