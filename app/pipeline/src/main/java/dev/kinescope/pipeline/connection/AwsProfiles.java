package dev.kinescope.pipeline.connection;

import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileProperty;

import java.util.Comparator;
import java.util.List;

/** Reads which profiles the shared AWS files offer; the files are read, never written. */
public final class AwsProfiles {
    private AwsProfiles() {}

    /**
     * One profile.
     *
     * @param region the profile's own, or blank
     */
    public record Profile(String name, String region) {}

    /**
     * All profiles of {@code ~/.aws/config} and {@code ~/.aws/credentials}, by name; often none.
     */
    public static List<Profile> available() {
        return ProfileFile.defaultProfileFile().profiles().values().stream()
                .map(profile ->
                        new Profile(
                                profile.name(),
                                profile.property(ProfileProperty.REGION).orElse("")))
                .sorted(Comparator.comparing(Profile::name))
                .toList();
    }
}
