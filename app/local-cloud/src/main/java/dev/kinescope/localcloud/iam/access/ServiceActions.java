package dev.kinescope.localcloud.iam.access;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;

import java.util.List;
import java.util.Optional;

/** What the operations of one service need, and how that service refuses. */
interface ServiceActions {

    /**
     * The permissions of a call, in the order they are checked (AWS documentation, Service
     * Authorization Reference).
     *
     * @return empty if the operation is not in the table
     */
    Optional<List<Need>> needs(String operation, SdkRequest request);

    /** The service's own exception for a call that is refused. */
    AwsServiceException refused(String message);
}
