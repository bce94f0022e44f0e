package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;
import dev.kinescope.localcloud.calls.RoleActor;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;

/** Roles of which some cannot be assumed; tells whose role is acting. */
final class FakeRoles implements RoleActor {
    final Set<String> notAssumed = new HashSet<>();
    final ThreadLocal<String> acting = ThreadLocal.withInitial(() -> "nobody");

    @Override
    public <T> T as(String roleArn, String servicePrincipal, Supplier<T> work) {
        assertThat(servicePrincipal).isEqualTo("firehose.amazonaws.com");
        if (notAssumed.contains(roleArn)) {
            throw new CannotAssumeRoleException(roleArn + " is not there");
        }
        acting.set(roleArn);
        try {
            return work.get();
        } finally {
            acting.set("nobody");
        }
    }
}
