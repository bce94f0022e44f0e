package dev.kinescope.pipeline.connection;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A failure as a person needs it: what failed, on which resource, why, and what to do next.
 *
 * @param doing what was being done, for example {@code Create the stream}
 * @param resource which one, for example {@code social-posts}; empty if nothing in particular
 * @param code AWS's error code, or the exception's name
 * @param reason why, in the words of whoever refused
 * @param next what to do now
 * @param details for the fold with the copy button: request id, status, causes; no secrets
 */
public record AwsProblem(
        String doing, String resource, String code, String reason, String next, String details) {

    private static final String NO_ANSWER = "Try again in a moment; if it stays, the details help.";

    /** What to do about an error code; the first whose text the code contains. */
    private static final List<Map.Entry<String, String>> ADVICE =
            List.of(
                    Map.entry(
                            "ExpiredToken",
                            "The sign-in has expired: sign in again, for example with aws sso"
                                    + " login, then reconnect in Settings."),
                    Map.entry(
                            "UnrecognizedClient",
                            "The access key is not known there: check the profile or keys in"
                                    + " Settings."),
                    Map.entry(
                            "InvalidClientTokenId",
                            "The access key is not known there: check the profile or keys in"
                                    + " Settings."),
                    Map.entry(
                            "InvalidAccessKeyId",
                            "The access key is not known there: check the profile or keys in"
                                    + " Settings."),
                    Map.entry(
                            "InvalidSignature",
                            "The secret key is wrong or this computer's clock is off by minutes:"
                                    + " check both."),
                    Map.entry(
                            "SignatureDoesNotMatch",
                            "The secret key is wrong or this computer's clock is off by minutes:"
                                    + " check both."),
                    Map.entry(
                            "RequestTimeTooSkewed",
                            "This computer's clock is off by minutes: set it, then try again."),
                    Map.entry(
                            "AccessDenied",
                            "These credentials may not do that: ask for the permission named in the"
                                    + " reason, or choose another profile in Settings."),
                    Map.entry(
                            "UnauthorizedOperation",
                            "These credentials may not do that: choose another profile in"
                                    + " Settings."),
                    Map.entry(
                            "ResourceNotFound",
                            "It does not exist here: open Provision and create it, or check region"
                                    + " and name."),
                    Map.entry(
                            "NoSuchEntity",
                            "The role does not exist here: open Provision and create it."),
                    Map.entry(
                            "NoSuchBucket",
                            "The bucket does not exist here: open Provision and create it."),
                    Map.entry("NoSuchKey", "The object is gone: refresh the list."),
                    Map.entry(
                            "BucketAlreadyExists",
                            "Bucket names are shared by all accounts: choose another name in"
                                    + " Provision."),
                    Map.entry(
                            "LimitExceeded",
                            "A limit of the account is reached: wait a moment and try again, delete"
                                    + " what is not needed, or ask AWS for a higher quota."),
                    Map.entry(
                            "ProvisionedThroughputExceeded",
                            "The shard is at its limit: send more slowly, or add shards in"
                                    + " Provision."),
                    Map.entry("Throttl", "Too many requests at once: wait a moment and try again."),
                    Map.entry(
                            "TooManyRequests",
                            "Too many requests at once: wait a moment and try again."),
                    Map.entry(
                            "SlowDown", "Too many requests at once: wait a moment and try again."),
                    Map.entry(
                            "ResourceInUse",
                            "It is being created, changed or deleted: wait until it is ready."),
                    Map.entry(
                            "ResourceConflict",
                            "It is being changed at the moment: wait until it is ready."),
                    Map.entry(
                            "ConcurrentModification",
                            "Someone else changed it meanwhile: plan again, then apply."),
                    Map.entry(
                            "ExpiredIterator", "The place in the stream was lost: read it again."),
                    Map.entry("UnknownOperation", "This endpoint does not offer the operation."),
                    Map.entry(
                            "UnsupportedOperation", "This endpoint does not offer the operation."),
                    Map.entry(
                            "Validation",
                            "A value is not allowed: correct the field named in the reason."),
                    Map.entry(
                            "InvalidArgument",
                            "A value is not allowed: correct the field named in the reason."),
                    Map.entry(
                            "InvalidParameterValue",
                            "A value is not allowed: correct the field named in the reason."),
                    Map.entry("RequestTooLarge", "Send less at once."),
                    Map.entry("ServiceUnavailable", "The service is not answering: try again."),
                    Map.entry("InternalFailure", "The service had an error of its own: try again."),
                    Map.entry("InternalError", "The service had an error of its own: try again."));

    /** Makes a problem of any failure; {@code doing} and {@code resource} say what was going on. */
    public static AwsProblem of(String doing, String resource, Throwable failure) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        Optional<AwsServiceException> answered = find(failure, AwsServiceException.class);
        if (answered.isPresent()) {
            AwsServiceException answer = answered.get();
            String code = ServiceErrors.code(answer);
            return new AwsProblem(
                    doing,
                    resource,
                    code,
                    ServiceErrors.message(answer),
                    advice(code, answer.statusCode()),
                    details(failure));
        }
        if (isCancellation(failure)) {
            return new AwsProblem(
                    doing,
                    resource,
                    "Cancelled",
                    "It was stopped; what was done so far is kept.",
                    "Start it again when ready.",
                    details(failure));
        }
        return unanswered(doing, resource, failure);
    }

    private static AwsProblem unanswered(String doing, String resource, Throwable failure) {
        Throwable root = root(failure);
        String code = root.getClass().getSimpleName();
        String message = Optional.ofNullable(root.getMessage()).orElse(code);
        String text = message.toLowerCase(java.util.Locale.ROOT);
        String reason = message;
        String next;
        if (root instanceof java.net.ConnectException || text.contains("connection refused")) {
            reason = "Nothing answers at that address: " + message + ".";
            next = "Start the local cloud, or correct the endpoint in Settings.";
        } else if (root instanceof java.net.UnknownHostException) {
            reason = "The host name is unknown: " + message + ".";
            next = "Check the network, the region and the endpoint in Settings.";
        } else if (root instanceof javax.net.ssl.SSLException) {
            next = "The endpoint may speak plain HTTP, or its certificate is not trusted.";
        } else if (failure instanceof ApiCallAttemptTimeoutException
                || failure instanceof ApiCallTimeoutException
                || root instanceof java.net.SocketTimeoutException) {
            reason = "No answer in time.";
            next = "Check the network, then try again.";
        } else if (text.contains("unable to load credentials")
                || (text.contains("profile") && failure instanceof SdkClientException)) {
            next = "Check the profile in Settings and in the shared AWS files.";
        } else {
            next = NO_ANSWER;
        }
        return new AwsProblem(doing, resource, code, reason, next, details(failure));
    }

    /** Whether the failure is only the answer to a cancel, not to be shown as an error. */
    public static boolean isCancellation(Throwable failure) {
        return find(failure, InterruptedException.class).isPresent()
                || find(failure, AbortedException.class).isPresent();
    }

    /** What failed in one line, for lists and logs. */
    public String headline() {
        return doing + (resource.isEmpty() ? "" : " " + resource) + ": " + reason;
    }

    private static String advice(String code, int status) {
        return ADVICE.stream()
                .filter(entry -> code.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() ->
                        status == 403
                                ? "These credentials may not do that: choose another profile in"
                                        + " Settings."
                                : status == 404
                                        ? "It does not exist here: open Provision and create it."
                                        : NO_ANSWER);
    }

    private static <E extends Throwable> Optional<E> find(Throwable failure, Class<E> type) {
        return causes(failure).stream().filter(type::isInstance).map(type::cast).findFirst();
    }

    private static Throwable root(Throwable failure) {
        return causes(failure).getLast();
    }

    private static List<Throwable> causes(Throwable failure) {
        var causes = new ArrayList<Throwable>();
        for (Throwable each = failure;
                each != null && !causes.contains(each);
                each = each.getCause()) {
            causes.add(each);
        }
        return causes;
    }

    private static String details(Throwable failure) {
        String causes =
                causes(failure).stream()
                        .map(Throwable::toString)
                        .collect(Collectors.joining("\ncaused by "));
        var trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        return causes + "\n\n" + trace;
    }
}
