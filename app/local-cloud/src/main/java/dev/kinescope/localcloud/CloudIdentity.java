package dev.kinescope.localcloud;

/** The one account and region that a local cloud stands for; ARNs are made from it. */
public record CloudIdentity(String accountId, String region) {
    /** What a local cloud is unless its settings say otherwise. */
    public static final CloudIdentity DEFAULT = new CloudIdentity("000000000000", "us-east-1");

    /** {@code arn:aws:SERVICE:REGION:ACCOUNT:RESOURCE}. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + accountId + ":" + resource;
    }
}
