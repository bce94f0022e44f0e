"""Kinesis Data Streams in boto3."""

from steps import CHECK, until

STREAM = "boto-stream"
FIRST = "shardId-000000000000"


def run(cloud, steps):
    kinesis = cloud.client("kinesis")
    account = cloud.account
    arn = f"arn:aws:kinesis:{cloud.region}:{account}:stream/{STREAM}"

    def summary():
        return kinesis.describe_stream_summary(StreamName=STREAM)["StreamDescriptionSummary"]

    def settled():
        return until(summary, lambda told: told["StreamStatus"] == "ACTIVE")

    def read(shard, **where):
        iterator = kinesis.get_shard_iterator(StreamName=STREAM, ShardId=shard, **where)["ShardIterator"]
        return kinesis.get_records(ShardIterator=iterator)

    with steps.step("kinesis: a stream, by the waiter stream_exists"):
        kinesis.create_stream(StreamName=STREAM, ShardCount=1)
        kinesis.get_waiter("stream_exists").wait(StreamName=STREAM, WaiterConfig={"Delay": 1})
        told = kinesis.describe_stream(StreamName=STREAM)["StreamDescription"]
        CHECK.assertEqual((arn, "ACTIVE", {"StreamMode": "PROVISIONED"}, 24, False),
                          (told["StreamARN"], told["StreamStatus"], told["StreamModeDetails"],
                           told["RetentionPeriodHours"], told["HasMoreShards"]))
        CHECK.assertEqual([FIRST], [shard["ShardId"] for shard in told["Shards"]])
    with steps.step("kinesis: records by name and by ARN, bytes as they were"):
        put = kinesis.put_record(StreamName=STREAM, Data=bytes(range(256)), PartitionKey="ключ")
        again = kinesis.put_record(StreamARN=arn, Data="text", PartitionKey="k", ExplicitHashKey="0") \
            if takes(kinesis, "PutRecord", "StreamARN") \
            else kinesis.put_record(StreamName=STREAM, Data="text", PartitionKey="k", ExplicitHashKey="0")
        got = read(FIRST, ShardIteratorType="TRIM_HORIZON")
        CHECK.assertEqual([(put["SequenceNumber"], bytes(range(256)), "ключ"), (again["SequenceNumber"], b"text", "k")],
                          [(each["SequenceNumber"], each["Data"], each["PartitionKey"]) for each in got["Records"]])
        CHECK.assertEqual(0, got["MillisBehindLatest"])
        after = read(FIRST, ShardIteratorType="AFTER_SEQUENCE_NUMBER", StartingSequenceNumber=put["SequenceNumber"])
        since = read(FIRST, ShardIteratorType="AT_TIMESTAMP", Timestamp=got["Records"][0]["ApproximateArrivalTimestamp"])
        CHECK.assertEqual(([b"text"], 2), ([each["Data"] for each in after["Records"]], len(since["Records"])))
    with steps.step("kinesis: put_records beyond a shard's rate fails in part"):
        entries = [{"Data": b"x" * 100_000, "PartitionKey": f"k{n}"} for n in range(30)]
        told = kinesis.put_records(StreamName=STREAM, Records=entries)
        refused = [each for each in told["Records"] if "ErrorCode" in each]
        CHECK.assertEqual(told["FailedRecordCount"], len(refused))
        CHECK.assertTrue(0 < len(refused) < 30, len(refused))
        CHECK.assertEqual(
            {("ProvisionedThroughputExceededException",
              f"Rate exceeded for shard {FIRST} in stream {STREAM} under account {account}.")},
            {(each["ErrorCode"], each["ErrorMessage"]) for each in refused})
    with steps.step("kinesis: exceptions by their class"):
        with CHECK.assertRaises(kinesis.exceptions.ResourceNotFoundException) as raised:
            kinesis.describe_stream(StreamName="nowhere")
        CHECK.assertEqual(f"Stream nowhere under account {account} not found.",
                          raised.exception.response["Error"]["Message"])
        with CHECK.assertRaises(kinesis.exceptions.ResourceInUseException):
            kinesis.create_stream(StreamName=STREAM, ShardCount=1)
        with CHECK.assertRaises(kinesis.exceptions.InvalidArgumentException):
            kinesis.get_records(ShardIterator="nonsense")
        with CHECK.assertRaises(kinesis.exceptions.ClientError) as raised:
            kinesis.put_records(StreamName=STREAM, Records=[{"Data": b"x", "PartitionKey": "k"}] * 501)
        CHECK.assertEqual("ValidationException", raised.exception.response["Error"]["Code"])
    with steps.step("kinesis: split, merge, scale"):
        kinesis.split_shard(StreamName=STREAM, ShardToSplit=FIRST, NewStartingHashKey=str(2**127))
        CHECK.assertEqual(2, settled()["OpenShardCount"])
        kinesis.merge_shards(StreamName=STREAM, ShardToMerge="shardId-000000000001",
                             AdjacentShardToMerge="shardId-000000000002")
        CHECK.assertEqual(1, settled()["OpenShardCount"])
        kinesis.update_shard_count(StreamName=STREAM, TargetShardCount=2, ScalingType="UNIFORM_SCALING")
        CHECK.assertEqual(2, settled()["OpenShardCount"])
        # boto3's paginator repeats the stream's name beside the token, which AWS refuses; so by hand.
        page = kinesis.list_shards(StreamName=STREAM, MaxResults=4)
        rest = kinesis.list_shards(NextToken=page["NextToken"])
        CHECK.assertNotIn("NextToken", rest)
        shards = [shard["ShardId"] for shard in page["Shards"] + rest["Shards"]]
        CHECK.assertEqual([f"shardId-{n:012}" for n in range(6)], shards)
        open_now = kinesis.list_shards(StreamName=STREAM, ShardFilter={"Type": "AT_LATEST"})["Shards"]
        CHECK.assertEqual(shards[-2:], [shard["ShardId"] for shard in open_now])
    with steps.step("kinesis: retention, tags, monitoring, limits"):
        kinesis.increase_stream_retention_period(StreamName=STREAM, RetentionPeriodHours=72)
        kinesis.decrease_stream_retention_period(StreamName=STREAM, RetentionPeriodHours=48)
        CHECK.assertEqual(48, settled()["RetentionPeriodHours"])
        kinesis.add_tags_to_stream(StreamName=STREAM, Tags={"team": "posts", "stage": "test"})
        kinesis.remove_tags_from_stream(StreamName=STREAM, TagKeys=["stage"])
        CHECK.assertEqual([{"Key": "team", "Value": "posts"}], kinesis.list_tags_for_stream(StreamName=STREAM)["Tags"])
        told = kinesis.enable_enhanced_monitoring(StreamName=STREAM, ShardLevelMetrics=["IncomingBytes"])
        CHECK.assertEqual(([], ["IncomingBytes"]),
                          (told["CurrentShardLevelMetrics"], told["DesiredShardLevelMetrics"]))
        settled()
        kinesis.disable_enhanced_monitoring(StreamName=STREAM, ShardLevelMetrics=["ALL"])
        CHECK.assertEqual([{"ShardLevelMetrics": []}], settled()["EnhancedMonitoring"])
        limits = kinesis.describe_limits()
        CHECK.assertEqual(2, limits["OpenShardCount"])
    with steps.step("kinesis: on demand, and then no shard operations"):
        kinesis.update_stream_mode(StreamARN=arn, StreamModeDetails={"StreamMode": "ON_DEMAND"})
        CHECK.assertEqual({"StreamMode": "ON_DEMAND"}, settled()["StreamModeDetails"])
        with CHECK.assertRaises(kinesis.exceptions.ClientError) as raised:
            kinesis.update_shard_count(StreamName=STREAM, TargetShardCount=4, ScalingType="UNIFORM_SCALING")
        CHECK.assertEqual("ValidationException", raised.exception.response["Error"]["Code"])
    with steps.step("kinesis: list_streams in pages, and the end by the waiter stream_not_exists"):
        kinesis.create_stream(StreamName=STREAM + "-2", ShardCount=1)
        pages = kinesis.get_paginator("list_streams").paginate(PaginationConfig={"PageSize": 1})
        CHECK.assertEqual([[STREAM], [STREAM + "-2"]], [page["StreamNames"] for page in pages])
        for stream in (STREAM, STREAM + "-2"):
            kinesis.delete_stream(StreamName=stream)
            kinesis.get_waiter("stream_not_exists").wait(StreamName=stream, WaiterConfig={"Delay": 1})
        CHECK.assertEqual([], kinesis.list_streams()["StreamNames"])


def takes(client, operation, member):
    return member in client.meta.service_model.operation_model(operation).input_shape.members
