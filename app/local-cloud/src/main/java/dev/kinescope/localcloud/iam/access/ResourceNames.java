package dev.kinescope.localcloud.iam.access;

import java.util.Optional;

/** What only a service itself knows of the resources that its requests name. */
public interface ResourceNames {

    /** The stream that a shard iterator or a token of ListShards belongs to. */
    Optional<String> streamOfToken(String token);

    /** The ARN of the secret that a name or an ARN means. */
    Optional<String> arnOfSecret(String id);
}
