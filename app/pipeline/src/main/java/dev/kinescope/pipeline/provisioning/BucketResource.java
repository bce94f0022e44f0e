package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.connection.ServiceErrors;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PlannedChange.Risk;

import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketLocationConstraint;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.util.List;
import java.util.function.Consumer;

/** The bucket for results, errors and posts to replay; nobody outside the account can read it. */
record BucketResource(Site site, String name) implements Resource {
    private static final int DELETED_AT_ONCE = 1000;

    @Override
    public ResourceKind kind() {
        return ResourceKind.BUCKET;
    }

    private boolean exists() {
        try {
            site.session().s3().headBucket(head -> head.bucket(name));
            return true;
        } catch (NoSuchBucketException missing) {
            return false;
        } catch (S3Exception answer) {
            // HEAD has no body, so only the status tells.
            if (answer.statusCode() == 404) {
                return false;
            }
            throw answer;
        }
    }

    private boolean isClosed() {
        try {
            PublicAccessBlockConfiguration block =
                    site.session()
                            .s3()
                            .getPublicAccessBlock(get -> get.bucket(name))
                            .publicAccessBlockConfiguration();
            return Boolean.TRUE.equals(block.blockPublicAcls())
                    && Boolean.TRUE.equals(block.blockPublicPolicy())
                    && Boolean.TRUE.equals(block.ignorePublicAcls())
                    && Boolean.TRUE.equals(block.restrictPublicBuckets());
        } catch (S3Exception answer) {
            if (ServiceErrors.code(answer).equals("NoSuchPublicAccessBlockConfiguration")) {
                return false;
            }
            throw answer;
        }
    }

    @Override
    public ResourceStatus status() {
        if (!exists()) {
            return is(ResourceState.MISSING, "");
        }
        try {
            return is(
                    ResourceState.READY,
                    isClosed() ? "public access blocked" : "public access possible");
        } catch (S3Exception answer) {
            // Deleted between the two calls.
            if (ServiceErrors.code(answer).equals("NoSuchBucket")) {
                return is(ResourceState.MISSING, "");
            }
            throw answer;
        }
    }

    @Override
    public PlannedChange plan() {
        if (!exists()) {
            return new PlannedChange(
                    kind(),
                    name,
                    Action.CREATE,
                    Risk.NONE,
                    List.of(new FieldChange("Public access", "", "blocked")),
                    "Public access blocked, encrypted by S3");
        }
        return isClosed()
                ? unchanged()
                : new PlannedChange(
                        kind(),
                        name,
                        Action.UPDATE,
                        Risk.NONE,
                        List.of(new FieldChange("Public access", "possible", "blocked")),
                        "Nobody outside the account can read it any more");
    }

    @Override
    public void apply(PlannedChange change, Consumer<String> progress) {
        if (change.action() == Action.CREATE) {
            String region = site.session().region();
            try {
                site.session()
                        .s3()
                        .createBucket(create -> {
                            create.bucket(name);
                            // us-east-1 must not be named.
                            if (!region.equals("us-east-1")) {
                                create.createBucketConfiguration(where ->
                                        where.locationConstraint(
                                                BucketLocationConstraint.fromValue(region)));
                            }
                        });
            } catch (BucketAlreadyOwnedByYouException there) {
                progress.accept("It is there already");
            }
        }
        site.session()
                .s3()
                .putPublicAccessBlock(put ->
                        put.bucket(name)
                                .publicAccessBlockConfiguration(block ->
                                        block.blockPublicAcls(true)
                                                .blockPublicPolicy(true)
                                                .ignorePublicAcls(true)
                                                .restrictPublicBuckets(true)));
    }

    @Override
    public void delete(Consumer<String> progress) throws InterruptedException {
        if (!exists()) {
            return;
        }
        long deleted = 0;
        while (true) {
            List<ObjectIdentifier> keys =
                    site
                            .session()
                            .s3()
                            .listObjectsV2(list -> list.bucket(name).maxKeys(DELETED_AT_ONCE))
                            .contents()
                            .stream()
                            .map(S3Object::key)
                            .map(key -> ObjectIdentifier.builder().key(key).build())
                            .toList();
            if (keys.isEmpty()) {
                break;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Deleting the objects was cancelled");
            }
            // Answers 200 even if single keys are refused; listing again would never end then.
            List<S3Error> refused =
                    site.session()
                            .s3()
                            .deleteObjects(delete ->
                                    delete.bucket(name)
                                            .delete(objects -> objects.objects(keys).quiet(true)))
                            .errors();
            deleted += keys.size() - refused.size();
            progress.accept(deleted + " objects deleted");
            if (!refused.isEmpty()) {
                throw refusal(refused);
            }
        }
        site.session().s3().deleteBucket(delete -> delete.bucket(name));
    }

    private ProblemException refusal(List<S3Error> refused) {
        S3Error first = refused.getFirst();
        return new ProblemException(
                new AwsProblem(
                        "Delete the objects of",
                        name,
                        String.valueOf(first.code()),
                        "S3 refused "
                                + refused.size()
                                + " of them, first "
                                + first.key()
                                + ": "
                                + first.code()
                                + (first.message() == null ? "" : ", " + first.message()),
                        "Allow deleting it, or keep the data; what was deleted so far stays"
                                + " deleted.",
                        ""),
                null);
    }
}
