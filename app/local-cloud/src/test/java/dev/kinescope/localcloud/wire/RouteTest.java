package dev.kinescope.localcloud.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.DeleteFunctionRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationRequest;
import software.amazon.awssdk.services.lambda.model.GetFunctionRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;
import software.amazon.awssdk.services.lambda.model.PublishVersionRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionConfigurationRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLocationRequest;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.ListBucketsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

import java.util.TreeMap;
import java.util.TreeSet;

/** Holds the SDK to where its marshallers said that operations are, when this was written. */
class RouteTest {
    private static String route(SdkPojo builder, Class<?> type) {
        Route route = Route.of(type, builder);
        return route.method()
                + " "
                + (route.first() == null ? "" : "{" + route.first() + "}/")
                + String.join("/", route.template())
                + (route.fixed().isEmpty() ? "" : " " + new TreeMap<>(route.fixed()))
                + (route.requiredQuery().isEmpty()
                        ? ""
                        : " " + new TreeSet<>(route.requiredQuery()))
                + (route.requiredHeaders().isEmpty() ? "" : " " + route.requiredHeaders());
    }

    @Test
    void lambdaOperationsAreWhereTheyWere() {
        assertThat(route(CreateFunctionRequest.builder(), CreateFunctionRequest.class))
                .isEqualTo("POST 2015-03-31/functions");
        assertThat(route(ListFunctionsRequest.builder(), ListFunctionsRequest.class))
                .isEqualTo("GET 2015-03-31/functions");
        assertThat(route(GetFunctionRequest.builder(), GetFunctionRequest.class))
                .isEqualTo("GET 2015-03-31/functions/{FunctionName}");
        assertThat(
                        route(
                                GetFunctionConfigurationRequest.builder(),
                                GetFunctionConfigurationRequest.class))
                .isEqualTo("GET 2015-03-31/functions/{FunctionName}/configuration");
        assertThat(route(UpdateFunctionCodeRequest.builder(), UpdateFunctionCodeRequest.class))
                .isEqualTo("PUT 2015-03-31/functions/{FunctionName}/code");
        assertThat(
                        route(
                                UpdateFunctionConfigurationRequest.builder(),
                                UpdateFunctionConfigurationRequest.class))
                .isEqualTo("PUT 2015-03-31/functions/{FunctionName}/configuration");
        assertThat(route(DeleteFunctionRequest.builder(), DeleteFunctionRequest.class))
                .isEqualTo("DELETE 2015-03-31/functions/{FunctionName}");
        assertThat(route(PublishVersionRequest.builder(), PublishVersionRequest.class))
                .isEqualTo("POST 2015-03-31/functions/{FunctionName}/versions");
        assertThat(route(InvokeRequest.builder(), InvokeRequest.class))
                .isEqualTo("POST 2015-03-31/functions/{FunctionName}/invocations");
    }

    @Test
    void s3OperationsOnBucketsAreWhereTheyWere() {
        assertThat(route(ListBucketsRequest.builder(), ListBucketsRequest.class)).isEqualTo("GET ");
        assertThat(route(CreateBucketRequest.builder(), CreateBucketRequest.class))
                .isEqualTo("PUT {Bucket}/");
        assertThat(route(HeadBucketRequest.builder(), HeadBucketRequest.class))
                .isEqualTo("HEAD {Bucket}/");
        assertThat(route(DeleteBucketRequest.builder(), DeleteBucketRequest.class))
                .isEqualTo("DELETE {Bucket}/");
        assertThat(route(GetBucketLocationRequest.builder(), GetBucketLocationRequest.class))
                .isEqualTo("GET {Bucket}/ {location=}");
        assertThat(route(ListObjectsRequest.builder(), ListObjectsRequest.class))
                .isEqualTo("GET {Bucket}/");
        assertThat(route(ListObjectsV2Request.builder(), ListObjectsV2Request.class))
                .isEqualTo("GET {Bucket}/ {list-type=2}");
        assertThat(route(ListMultipartUploadsRequest.builder(), ListMultipartUploadsRequest.class))
                .isEqualTo("GET {Bucket}/ {uploads=}");
        assertThat(route(DeleteObjectsRequest.builder(), DeleteObjectsRequest.class))
                .isEqualTo("POST {Bucket}/ {delete=}");
    }

    @Test
    void s3OperationsOnObjectsAreWhereTheyWere() {
        assertThat(route(PutObjectRequest.builder(), PutObjectRequest.class))
                .isEqualTo("PUT {Bucket}/{Key+}");
        assertThat(route(GetObjectRequest.builder(), GetObjectRequest.class))
                .isEqualTo("GET {Bucket}/{Key+}");
        assertThat(route(HeadObjectRequest.builder(), HeadObjectRequest.class))
                .isEqualTo("HEAD {Bucket}/{Key+}");
        assertThat(route(DeleteObjectRequest.builder(), DeleteObjectRequest.class))
                .isEqualTo("DELETE {Bucket}/{Key+}");
        assertThat(route(CopyObjectRequest.builder(), CopyObjectRequest.class))
                .isEqualTo("PUT {Bucket}/{Key+} [x-amz-copy-source]");
        assertThat(
                        route(
                                CreateMultipartUploadRequest.builder(),
                                CreateMultipartUploadRequest.class))
                .isEqualTo("POST {Bucket}/{Key+} {uploads=}");
        assertThat(route(UploadPartRequest.builder(), UploadPartRequest.class))
                .isEqualTo("PUT {Bucket}/{Key+} [partNumber, uploadId]");
        assertThat(
                        route(
                                CompleteMultipartUploadRequest.builder(),
                                CompleteMultipartUploadRequest.class))
                .isEqualTo("POST {Bucket}/{Key+} [uploadId]");
        assertThat(route(AbortMultipartUploadRequest.builder(), AbortMultipartUploadRequest.class))
                .isEqualTo("DELETE {Bucket}/{Key+} [uploadId]");
        assertThat(route(ListPartsRequest.builder(), ListPartsRequest.class))
                .isEqualTo("GET {Bucket}/{Key+} [uploadId]");
    }
}
