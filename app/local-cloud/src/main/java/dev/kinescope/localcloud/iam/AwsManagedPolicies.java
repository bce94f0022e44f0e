package dev.kinescope.localcloud.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.iam.policy.PolicyDocument;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The managed policies of AWS that people attach to roles of this pipeline, from {@code
 * aws-managed-policies.json}: what each allows of the services that the local cloud has.
 */
final class AwsManagedPolicies {
    private static final String FILE = "aws-managed-policies.json";
    static final String ARN_PREFIX = "arn:aws:iam::aws:policy/";
    private static final Map<String, Known> ALL = read();

    /** One of them. */
    record Known(String arn, String document, PolicyDocument policy) {
        String name() {
            return arn.substring(arn.lastIndexOf('/') + 1);
        }

        String path() {
            return arn.substring(ARN_PREFIX.length() - 1, arn.lastIndexOf('/') + 1);
        }
    }

    private AwsManagedPolicies() {}

    static Optional<Known> find(String arn) {
        return Optional.ofNullable(ALL.get(arn));
    }

    static List<Known> all() {
        return List.copyOf(ALL.values());
    }

    private static Map<String, Known> read() {
        var json = new ObjectMapper();
        try (InputStream in = AwsManagedPolicies.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IOException("It is not there.");
            }
            var all = new LinkedHashMap<String, Known>();
            for (Map.Entry<String, JsonNode> policy : json.readTree(in).properties()) {
                String arn = ARN_PREFIX + policy.getKey().substring(1);
                String document =
                        json.createObjectNode()
                                .put("Version", "2012-10-17")
                                .set("Statement", policy.getValue())
                                .toString();
                all.put(arn, new Known(arn, document, PolicyDocument.ofIdentity(document)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException("The resource " + FILE + " cannot be read.", e);
        }
    }
}
