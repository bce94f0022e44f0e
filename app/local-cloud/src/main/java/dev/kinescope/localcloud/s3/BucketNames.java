package dev.kinescope.localcloud.s3;

import java.util.List;
import java.util.regex.Pattern;

/** The rules for names of general purpose buckets (AWS documentation, Bucket naming rules). */
final class BucketNames {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final List<String> RESERVED_STARTS = List.of("xn--", "sthree-", "amzn-s3-demo-");
    private static final List<String> RESERVED_ENDS =
            List.of("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3", "-an");

    private BucketNames() {}

    /** Throws InvalidBucketName unless a bucket may have the name. */
    static void check(String name) {
        boolean fine =
                SHAPE.matcher(name).matches()
                        && !name.contains("..")
                        && !IPV4.matcher(name).matches()
                        && RESERVED_STARTS.stream().noneMatch(name::startsWith)
                        && RESERVED_ENDS.stream().noneMatch(name::endsWith);
        if (!fine) {
            throw S3Errors.s3(400, "InvalidBucketName", "The specified bucket is not valid.");
        }
    }
}
