"""A provisioned stream in the AWS CLI: its shards change, records go in and out, and it is described."""

import base64

from steps import CHECK, until, write

STREAM = "compat-shards"
HALF = str(2**127)


def run(aws, steps, folder):
    def summary():
        return aws.json("kinesis", "describe-stream-summary", "--stream-name", STREAM)["StreamDescriptionSummary"]

    def settled():
        return until(summary, lambda told: told["StreamStatus"] == "ACTIVE")

    def shards():
        return aws.json("kinesis", "list-shards", "--stream-name", STREAM)["Shards"]

    with steps.step("kinesis create-stream --shard-count"):
        aws.text("kinesis", "create-stream", "--stream-name", STREAM, "--shard-count", 1)
        aws.text("kinesis", "wait", "stream-exists", "--stream-name", STREAM)
        CHECK.assertEqual([{"StartingHashKey": "0", "EndingHashKey": str(2**128 - 1)}],
                          [shard["HashKeyRange"] for shard in shards()])
    with steps.step("kinesis put-record, put-records"):
        told = aws.json("kinesis", "put-record", "--stream-name", STREAM, "--partition-key", "a",
                        *aws.raw, "--data", "first")
        CHECK.assertEqual("shardId-000000000000", told["ShardId"])
        entries = write(folder, "entries.json", [
            {"PartitionKey": f"k{n}", "Data": f"record {n}"} for n in range(5)])
        told = aws.json("kinesis", "put-records", "--stream-name", STREAM, *aws.raw, "--records", "file://" + entries)
        CHECK.assertEqual((0, 5), (told["FailedRecordCount"], len(told["Records"])))
    with steps.step("kinesis split-shard"):
        aws.text("kinesis", "split-shard", "--stream-name", STREAM, "--shard-to-split", "shardId-000000000000",
                 "--new-starting-hash-key", HALF)
        CHECK.assertEqual(2, settled()["OpenShardCount"])
        CHECK.assertEqual([None, "shardId-000000000000", "shardId-000000000000"],
                          [shard.get("ParentShardId") for shard in shards()])
    with steps.step("kinesis merge-shards"):
        aws.text("kinesis", "merge-shards", "--stream-name", STREAM, "--shard-to-merge", "shardId-000000000001",
                 "--adjacent-shard-to-merge", "shardId-000000000002")
        CHECK.assertEqual(1, settled()["OpenShardCount"])
        merged = shards()[3]
        CHECK.assertEqual(("shardId-000000000003", "shardId-000000000001", "shardId-000000000002"),
                          (merged["ShardId"], merged["ParentShardId"], merged["AdjacentParentShardId"]))
    with steps.step("kinesis update-shard-count"):
        told = aws.json("kinesis", "update-shard-count", "--stream-name", STREAM, "--target-shard-count", 2,
                        "--scaling-type", "UNIFORM_SCALING")
        CHECK.assertEqual((STREAM, 1, 2),
                          (told["StreamName"], told["CurrentShardCount"], told["TargetShardCount"]))
        CHECK.assertEqual(2, settled()["OpenShardCount"])
    with steps.step("kinesis get-records of a closed shard, to its children"):
        iterator = aws.json("kinesis", "get-shard-iterator", "--stream-name", STREAM, "--shard-id",
                            "shardId-000000000000", "--shard-iterator-type", "TRIM_HORIZON")["ShardIterator"]
        told = aws.json("kinesis", "get-records", "--shard-iterator", iterator)
        CHECK.assertEqual(["first"] + [f"record {n}" for n in range(5)],
                          [base64.b64decode(record["Data"]).decode() for record in told["Records"]])
        while told.get("NextShardIterator"):
            told = aws.json("kinesis", "get-records", "--shard-iterator", told["NextShardIterator"])
        CHECK.assertEqual(["shardId-000000000001", "shardId-000000000002"],
                          [child["ShardId"] for child in told["ChildShards"]])
    with steps.step("kinesis retention, tags, monitoring"):
        aws.text("kinesis", "increase-stream-retention-period", "--stream-name", STREAM,
                 "--retention-period-hours", 48)
        aws.text("kinesis", "add-tags-to-stream", "--stream-name", STREAM, "--tags", "team=posts")
        aws.text("kinesis", "enable-enhanced-monitoring", "--stream-name", STREAM, "--shard-level-metrics", "ALL")
        told = settled()
        CHECK.assertEqual(48, told["RetentionPeriodHours"])
        CHECK.assertEqual(7, len(told["EnhancedMonitoring"][0]["ShardLevelMetrics"]))
        CHECK.assertEqual([{"Key": "team", "Value": "posts"}],
                          aws.json("kinesis", "list-tags-for-stream", "--stream-name", STREAM)["Tags"])
    with steps.step("refused: a wrong iterator and a wrong name"):
        CHECK.assertIn("(InvalidArgumentException) when calling the GetRecords operation: Invalid ShardIterator.",
                       aws.refused("kinesis", "get-records", "--shard-iterator", "nonsense"))
        CHECK.assertIn("(ValidationException) when calling the DescribeStream operation: 1 validation error detected",
                       aws.refused("kinesis", "describe-stream", "--stream-name", "no spaces please"))
    with steps.step("kinesis delete-stream of the provisioned one"):
        aws.text("kinesis", "delete-stream", "--stream-name", STREAM)
        aws.text("kinesis", "wait", "stream-not-exists", "--stream-name", STREAM)
        CHECK.assertNotIn(STREAM, aws.json("kinesis", "list-streams")["StreamNames"])
