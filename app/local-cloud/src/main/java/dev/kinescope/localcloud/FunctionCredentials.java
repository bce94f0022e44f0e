package dev.kinescope.localcloud;

import dev.kinescope.localcloud.auth.Credential;
import dev.kinescope.localcloud.auth.CredentialSource;
import dev.kinescope.localcloud.lambda.FunctionEnvironment;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Gives a function's process the endpoint and a session of its role, as Lambda does. */
final class FunctionCredentials implements FunctionEnvironment {
    private static final Duration VALID_FOR = Duration.ofHours(36);

    private final URI endpoint;
    private final CredentialSource credentials;

    FunctionCredentials(URI endpoint, CredentialSource credentials) {
        this.endpoint = endpoint;
        this.credentials = credentials;
    }

    @Override
    public Map<String, String> forRole(String roleArn, String functionName) {
        Credential session = credentials.assume(roleArn, functionName, VALID_FOR);
        var environment = new HashMap<String, String>();
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        environment.put("AWS_ACCESS_KEY_ID", session.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", session.secretAccessKey());
        session.sessionToken().ifPresent(token -> environment.put("AWS_SESSION_TOKEN", token));
        return environment;
    }
}
