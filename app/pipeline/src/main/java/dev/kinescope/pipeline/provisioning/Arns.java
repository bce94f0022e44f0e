package dev.kinescope.pipeline.provisioning;

/** Builds the names under which AWS knows the pipeline's resources. */
record Arns(String accountId, String region) {
    String stream(String name) {
        return "arn:aws:kinesis:" + region + ":" + accountId + ":stream/" + name;
    }

    String function(String name) {
        return "arn:aws:lambda:" + region + ":" + accountId + ":function:" + name;
    }

    String role(String name) {
        return "arn:aws:iam::" + accountId + ":role/" + name;
    }

    String bucket(String name) {
        return "arn:aws:s3:::" + name;
    }
}
