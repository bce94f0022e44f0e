package dev.kinescope.localcloud.iam.access;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Who hands a role to a service must be allowed to pass it (AWS documentation, iam:PassRole). */
final class PassedRoles {
    private PassedRoles() {}

    static List<Need> to(String service, Collection<String> roleArns) {
        return roleArns.stream()
                .filter(Objects::nonNull)
                .distinct()
                .map(arn -> Need.of("iam:PassRole", arn).with("iam:passedtoservice", service))
                .toList();
    }

    static List<Need> and(Need first, List<Need> others) {
        return Stream.concat(Stream.of(first), others.stream()).toList();
    }
}
