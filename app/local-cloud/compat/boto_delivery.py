"""Data Firehose in boto3: records put directly, to S3."""

from boto_functions import end_role, once_the_role_is_known, role
from boto_watching import total
from steps import CHECK, until

NAME = "boto-delivery"
ROLE = "boto-delivery-role"
BUCKET = "boto-delivery"


def run(cloud, steps):
    firehose = cloud.client("firehose")
    s3 = cloud.client("s3")
    account = cloud.account
    arn = f"arn:aws:firehose:{cloud.region}:{account}:deliverystream/{NAME}"
    bucket_arn = "arn:aws:s3:::" + BUCKET
    s3.create_bucket(Bucket=BUCKET)
    role_arn = role(cloud, ROLE, "firehose", {
        "deliveryStream": NAME, "bucketArn": bucket_arn,
        "streamArn": f"arn:aws:kinesis:{cloud.region}:{account}:stream/none",
        "transformArn": f"arn:aws:lambda:{cloud.region}:{account}:function:none"})

    def described():
        return firehose.describe_delivery_stream(DeliveryStreamName=NAME)["DeliveryStreamDescription"]

    with steps.step("firehose: a delivery stream for direct puts"):
        made = once_the_role_is_known(firehose, lambda: firehose.create_delivery_stream(
            DeliveryStreamName=NAME, DeliveryStreamType="DirectPut", Tags=[{"Key": "team", "Value": "posts"}],
            ExtendedS3DestinationConfiguration={
                "RoleARN": role_arn, "BucketARN": bucket_arn, "Prefix": "in/", "ErrorOutputPrefix": "errors/",
                "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60}}))
        CHECK.assertEqual(arn, made["DeliveryStreamARN"])
        told = until(described, lambda answer: answer["DeliveryStreamStatus"] != "CREATING")
        CHECK.assertEqual(("ACTIVE", "DirectPut", "1"),
                          (told["DeliveryStreamStatus"], told["DeliveryStreamType"], told["VersionId"]))
        CHECK.assertEqual([NAME], firehose.list_delivery_streams(DeliveryStreamType="DirectPut")["DeliveryStreamNames"])
    with steps.step("firehose: update_destination, and an old version is refused"):
        changed = {"DeliveryStreamName": NAME, "DestinationId": told["Destinations"][0]["DestinationId"],
                   "CurrentDeliveryStreamVersionId": "1", "ExtendedS3DestinationUpdate": {"Prefix": "out/"}}
        firehose.update_destination(**changed)
        told = described()
        s3_part = told["Destinations"][0]["ExtendedS3DestinationDescription"]
        CHECK.assertEqual(("2", "out/", "errors/"),
                          (told["VersionId"], s3_part["Prefix"], s3_part["ErrorOutputPrefix"]))
        with CHECK.assertRaises(firehose.exceptions.ConcurrentModificationException):
            firehose.update_destination(**changed)
    with steps.step("firehose: records one by one and in a batch, to an object"):
        CHECK.assertIn("RecordId", firehose.put_record(DeliveryStreamName=NAME, Record={"Data": b"first\n"}))
        told = firehose.put_record_batch(DeliveryStreamName=NAME, Records=[{"Data": b"second\n"}, {"Data": b"third\n"}])
        CHECK.assertEqual((0, 2), (told["FailedPutCount"], len(told["RequestResponses"])))
        # A MiB fills the buffer, so that nobody waits for the interval.
        firehose.put_record_batch(DeliveryStreamName=NAME, Records=[{"Data": b"x" * 600_000}] * 2)
        found = until(lambda: s3.list_objects_v2(Bucket=BUCKET, Prefix="out/").get("Contents", []), bool, 90)
        body = s3.get_object(Bucket=BUCKET, Key=found[0]["Key"])["Body"].read()
        put = b"first\nsecond\nthird\n" + b"x" * 1_200_000
        # The last record may wait for the next object, and no record is cut.
        CHECK.assertIn(len(body), (len(put), len(put) - 600_000))
        CHECK.assertTrue(put.startswith(body))
    with steps.step("firehose: what CloudWatch counts of it"):
        def counted(metric):
            return total(cloud, "AWS/Firehose", metric, "DeliveryStreamName", NAME)

        for metric, wanted in (("IncomingPutRequests", 3), ("IncomingRecords", 5), ("IncomingBytes", len(put))):
            until(lambda: counted(metric), lambda count: count == wanted, 10)

        def delivered():
            objects = s3.list_objects_v2(Bucket=BUCKET, Prefix="out/")["Contents"]
            return (len(objects), sum(each["Size"] for each in objects))

        # Meanwhile the last record may have come in an object of its own.
        until(lambda: (delivered(), (counted("DeliveryToS3.Success"), counted("DeliveryToS3.Bytes"))),
              lambda both: both[0] == both[1], 10)
    with steps.step("firehose: tags"):
        firehose.tag_delivery_stream(DeliveryStreamName=NAME, Tags=[{"Key": "stage", "Value": "test"}])
        firehose.untag_delivery_stream(DeliveryStreamName=NAME, TagKeys=["team"])
        CHECK.assertEqual([{"Key": "stage", "Value": "test"}],
                          firehose.list_tags_for_delivery_stream(DeliveryStreamName=NAME)["Tags"])
    with steps.step("firehose: exceptions by their class"):
        with CHECK.assertRaises(firehose.exceptions.ResourceNotFoundException) as raised:
            firehose.put_record(DeliveryStreamName="nowhere", Record={"Data": b"x"})
        CHECK.assertEqual(f"Firehose nowhere under account {account} not found.",
                          raised.exception.response["Error"]["Message"].replace("accountId", "account"))
        with CHECK.assertRaises(firehose.exceptions.ResourceInUseException):
            firehose.create_delivery_stream(DeliveryStreamName=NAME, ExtendedS3DestinationConfiguration={
                "RoleARN": role_arn, "BucketARN": bucket_arn})
        with CHECK.assertRaises(firehose.exceptions.InvalidArgumentException):
            firehose.create_delivery_stream(DeliveryStreamName=NAME + "-2")
    with steps.step("firehose: its end"):
        firehose.delete_delivery_stream(DeliveryStreamName=NAME)
        until(lambda: firehose.list_delivery_streams()["DeliveryStreamNames"], lambda names: not names)
        keys = [{"Key": each["Key"]} for each in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
        s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys})
        s3.delete_bucket(Bucket=BUCKET)
        end_role(cloud, ROLE, "firehose")
