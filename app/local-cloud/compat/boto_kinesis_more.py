"""What else Kinesis offers, in boto3: consumers, encryption, record sizes, account settings, tags by ARN."""

from steps import CHECK, until

STREAM = "boto-more"


def run(cloud, steps):
    kinesis = cloud.client("kinesis")
    arn = f"arn:aws:kinesis:{cloud.region}:{cloud.account}:stream/{STREAM}"

    def settled():
        return until(lambda: kinesis.describe_stream_summary(StreamName=STREAM)["StreamDescriptionSummary"],
                     lambda told: told["StreamStatus"] == "ACTIVE")

    kinesis.create_stream(StreamName=STREAM, StreamModeDetails={"StreamMode": "ON_DEMAND"})
    settled()
    with steps.step("kinesis: a consumer from its begin to its end"):
        made = kinesis.register_stream_consumer(StreamARN=arn, ConsumerName="reader")["Consumer"]
        CHECK.assertEqual("reader", made["ConsumerName"])
        told = until(lambda: kinesis.describe_stream_consumer(ConsumerARN=made["ConsumerARN"])["ConsumerDescription"],
                     lambda answer: answer["ConsumerStatus"] == "ACTIVE")
        CHECK.assertEqual((made["ConsumerARN"], arn), (told["ConsumerARN"], told["StreamARN"]))
        pages = kinesis.get_paginator("list_stream_consumers").paginate(StreamARN=arn)
        CHECK.assertEqual(["reader"], [each["ConsumerName"] for page in pages for each in page["Consumers"]])
        with CHECK.assertRaises(kinesis.exceptions.ResourceInUseException):
            kinesis.delete_stream(StreamName=STREAM)
        kinesis.deregister_stream_consumer(StreamARN=arn, ConsumerName="reader")
        until(lambda: kinesis.list_stream_consumers(StreamARN=arn)["Consumers"], lambda left: not left)
    with steps.step("kinesis: encryption on and off"):
        key = {"StreamName": STREAM, "EncryptionType": "KMS", "KeyId": "alias/aws/kinesis"}
        kinesis.start_stream_encryption(**key)
        CHECK.assertEqual(("KMS", "alias/aws/kinesis"), (settled()["EncryptionType"], settled()["KeyId"]))
        kinesis.stop_stream_encryption(**key)
        CHECK.assertEqual("NONE", settled()["EncryptionType"])
    if hasattr(kinesis, "update_max_record_size"):
        with steps.step("kinesis: larger records, account settings, warm throughput, tags by ARN"):
            kinesis.update_max_record_size(StreamARN=arn, MaxRecordSizeInKiB=2048)
            CHECK.assertEqual(2048, settled()["MaxRecordSizeInKiB"])
            kinesis.put_record(StreamName=STREAM, Data=b"x" * 2_000_000, PartitionKey="k")
            kinesis.update_account_settings(MinimumThroughputBillingCommitment={"Status": "ENABLED"})
            CHECK.assertEqual("ENABLED",
                              kinesis.describe_account_settings()["MinimumThroughputBillingCommitment"]["Status"])
            told = kinesis.update_stream_warm_throughput(StreamARN=arn, WarmThroughputMiBps=10)
            CHECK.assertEqual(10, told["WarmThroughput"]["TargetMiBps"])
            settled()
            kinesis.tag_resource(ResourceARN=arn, Tags={"team": "posts", "stage": "test"})
            kinesis.untag_resource(ResourceARN=arn, TagKeys=["stage"])
            CHECK.assertEqual([{"Key": "team", "Value": "posts"}],
                              kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"])
    kinesis.delete_stream(StreamName=STREAM)
    kinesis.get_waiter("stream_not_exists").wait(StreamName=STREAM, WaiterConfig={"Delay": 1})
