"""The whole workflow that Kinescope replaces, command by command, in the AWS CLI; then its end, and its errors."""

import base64
import datetime
import glob
import json
import os

import cli_shards
from steps import CHECK, digest, filled, saying, until, write

STREAM = "social-posts"
DELIVERY = "social-posts-to-s3"
BUCKET = "compat-results"
TRANSFORM = "compat-transform"
PRODUCER = "compat-producer"
FIREHOSE_ROLE = "compat-firehose"
ROLES = {FIREHOSE_ROLE: "firehose", TRANSFORM: "transform", PRODUCER: "producer"}
POSTS = 426


class Flow:
    def __init__(self, aws, home, folder):
        self.aws = aws
        self.home = home
        self.folder = folder
        region = aws.environment["AWS_DEFAULT_REGION"]
        account = aws.json("sts", "get-caller-identity")["Account"]
        function = f"arn:aws:lambda:{region}:{account}:function:"
        self.account = account
        self.region = region
        self.values = {
            "accountId": account, "region": region, "stream": STREAM, "deliveryStream": DELIVERY,
            "streamArn": f"arn:aws:kinesis:{region}:{account}:stream/{STREAM}",
            "bucketArn": f"arn:aws:s3:::{BUCKET}",
            "firehoseRoleArn": f"arn:aws:iam::{account}:role/{FIREHOSE_ROLE}",
            "transformFunction": TRANSFORM, "producerFunction": PRODUCER,
            "transformArn": function + TRANSFORM, "transformQualifier": "live",
            "bufferMiB": 1, "bufferSeconds": 1, "transformBufferSeconds": 1}

    def file(self, name, *path):
        """A request file of the distribution's resources, filled; as a file:// argument."""
        source = os.path.join(self.home, "resources", *path)
        return "file://" + write(self.folder, name, filled(source, self.values))

    def zip(self, name):
        [path] = glob.glob(os.path.join(self.home, "functions", name + "-lambda-*.zip"))
        return "fileb://" + path


def run(aws, steps, home, folder, quick):
    flow = Flow(aws, home, folder)
    identity(flow, steps)
    roles(flow, steps)
    stream_and_bucket(flow, steps)
    functions(flow, steps)
    delivery_stream(flow, steps)
    invocations(flow, steps)
    records(flow, steps)
    logs_and_metrics(flow, steps)
    errors(flow, steps)
    if not quick:
        cli_shards.run(aws, steps, folder)
    objects(flow, steps)
    ends(flow, steps)


def identity(flow, steps):
    aws = flow.aws
    with steps.step("sts get-caller-identity"):
        answer = aws.json("sts", "get-caller-identity")
        CHECK.assertEqual(f"arn:aws:iam::{flow.account}:root", answer["Arn"])
        CHECK.assertRegex(flow.account, r"^\d{12}$")
    with steps.step("comprehend batch-detect-sentiment"):
        answer = aws.json("comprehend", "batch-detect-sentiment", "--language-code", "en",
                          "--text-list", "I love this wonderful day", "This is terrible, I hate it")
        CHECK.assertEqual([(0, "POSITIVE"), (1, "NEGATIVE")],
                          [(each["Index"], each["Sentiment"]) for each in answer["ResultList"]])
        CHECK.assertEqual([], answer["ErrorList"])


def roles(flow, steps):
    aws = flow.aws
    for role, what in ROLES.items():
        with steps.step(f"iam create-role, put-role-policy: {role}"):
            trust = flow.file(f"{role}-trust.json", "iam", what + "-role-trust.json")
            policy = flow.file(f"{role}-policy.json", "iam", what + "-role-policy.json")
            made = aws.json("iam", "create-role", "--role-name", role, "--assume-role-policy-document", trust)["Role"]
            CHECK.assertEqual(f"arn:aws:iam::{flow.account}:role/{role}", made["Arn"])
            CHECK.assertIsNone(aws.json("iam", "put-role-policy", "--role-name", role, "--policy-name", what,
                                        "--policy-document", policy))
            with open(trust[len("file://"):]) as file:
                kept = aws.json("iam", "get-role", "--role-name", role)["Role"]
                CHECK.assertEqual(json.load(file), kept["AssumeRolePolicyDocument"])
            CHECK.assertEqual({"PolicyNames": [what]}, aws.json("iam", "list-role-policies", "--role-name", role))


def stream_and_bucket(flow, steps):
    aws = flow.aws
    with steps.step("kinesis create-stream (ON_DEMAND), wait stream-exists"):
        CHECK.assertIsNone(aws.json("kinesis", "create-stream", "--stream-name", STREAM,
                                    "--stream-mode-details", "StreamMode=ON_DEMAND"))
        aws.text("kinesis", "wait", "stream-exists", "--stream-name", STREAM)
        told = aws.json("kinesis", "describe-stream-summary", "--stream-name", STREAM)["StreamDescriptionSummary"]
        CHECK.assertEqual(
            {"StreamName": STREAM, "StreamARN": flow.values["streamArn"], "StreamStatus": "ACTIVE",
             "StreamModeDetails": {"StreamMode": "ON_DEMAND"}, "RetentionPeriodHours": 24, "OpenShardCount": 4,
             "ConsumerCount": 0, "EncryptionType": "NONE", "EnhancedMonitoring": [{"ShardLevelMetrics": []}]},
            {name: told.get(name) for name in
             ("StreamName", "StreamARN", "StreamStatus", "StreamModeDetails", "RetentionPeriodHours",
              "OpenShardCount", "ConsumerCount", "EncryptionType", "EnhancedMonitoring")})
        CHECK.assertEqual([STREAM], aws.json("kinesis", "list-streams")["StreamNames"])
    with steps.step("s3 mb"):
        CHECK.assertEqual(f"make_bucket: {BUCKET}\n", aws.text("s3", "mb", f"s3://{BUCKET}"))
        CHECK.assertIn(" " + BUCKET + "\n", aws.text("s3", "ls"))


def functions(flow, steps):
    aws = flow.aws
    handlers = {TRANSFORM: ("transform", "dev.kinescope.transform.TransformHandler::handleRequest"),
                PRODUCER: ("producer", "dev.kinescope.producer.ProducerHandler::handleRequest")}
    for name, (code, handler) in handlers.items():
        with steps.step(f"lambda create-function from a zip, wait function-active-v2: {name}"):
            made = aws.once_the_role_is_known(
                "lambda", "create-function", "--function-name", name, "--runtime", "java25", "--handler", handler,
                "--role", f"arn:aws:iam::{flow.account}:role/{name}", "--zip-file", flow.zip(code),
                "--memory-size", 512, "--timeout", 60)
            CHECK.assertEqual("Pending", made["State"])
            aws.text("lambda", "wait", "function-active-v2", "--function-name", name)
            CHECK.assertEqual(
                {"State": "Active", "Handler": handler, "MemorySize": 512, "Timeout": 60, "Version": "$LATEST",
                 "PackageType": "Zip", "FunctionArn": flow.values["transformArn"].replace(TRANSFORM, name)},
                chosen(aws.json("lambda", "get-function-configuration", "--function-name", name),
                       "State", "Handler", "MemorySize", "Timeout", "Version", "PackageType", "FunctionArn"))
    with steps.step("lambda update-function-code, wait function-updated-v2"):
        told = aws.json("lambda", "update-function-code", "--function-name", TRANSFORM, "--zip-file",
                        flow.zip("transform"))
        with open(flow.zip("transform")[len("fileb://"):], "rb") as file:
            CHECK.assertEqual(digest(file.read()), told["CodeSha256"])
        aws.text("lambda", "wait", "function-updated-v2", "--function-name", TRANSFORM)
    new_code(flow, steps)
    with steps.step("lambda update-function-configuration, wait function-updated-v2"):
        aws.json("lambda", "update-function-configuration", "--function-name", PRODUCER, "--timeout", 90,
                 "--environment", "Variables={MOOD=good}")
        aws.text("lambda", "wait", "function-updated-v2", "--function-name", PRODUCER)
        told = aws.json("lambda", "get-function-configuration", "--function-name", PRODUCER)
        CHECK.assertEqual((90, {"Variables": {"MOOD": "good"}}, "Successful"),
                          (told["Timeout"], told["Environment"], told["LastUpdateStatus"]))
    with steps.step("lambda publish-version, create-alias"):
        version = aws.json("lambda", "publish-version", "--function-name", TRANSFORM)
        CHECK.assertEqual(("1", flow.values["transformArn"] + ":1"), (version["Version"], version["FunctionArn"]))
        alias = aws.json("lambda", "create-alias", "--function-name", TRANSFORM, "--name", "live",
                         "--function-version", "1")
        CHECK.assertEqual({"Name": "live", "FunctionVersion": "1", "AliasArn": flow.values["transformArn"] + ":live"},
                          chosen(alias, "Name", "FunctionVersion", "AliasArn"))
        aws.text("lambda", "wait", "function-active-v2", "--function-name", TRANSFORM, "--qualifier", "live")


def new_code(flow, steps):
    aws = flow.aws
    name = "changing-code"
    out = os.path.join(flow.folder, "word.json")

    def code(word):
        path = os.path.join(flow.folder, word + ".zip")
        with open(path, "wb") as file:
            file.write(saying(word))
        return "fileb://" + path

    def answer(*qualifier):
        aws.json("lambda", "invoke", "--function-name", name, *qualifier, out)
        with open(out, encoding="utf-8") as file:
            return json.load(file)

    with steps.step("lambda update-function-code from another zip, which answers; a version keeps the old one"):
        aws.json("lambda", "create-function", "--function-name", name, "--runtime", "python3.13", "--handler",
                 "main.handle", "--role", f"arn:aws:iam::{flow.account}:role/{TRANSFORM}", "--zip-file", code("old"),
                 "--timeout", 30)
        aws.text("lambda", "wait", "function-active-v2", "--function-name", name)
        CHECK.assertEqual("old", answer())
        CHECK.assertEqual(digest(saying("old")),
                          aws.json("lambda", "publish-version", "--function-name", name)["CodeSha256"])
        told = aws.json("lambda", "update-function-code", "--function-name", name, "--zip-file", code("new"))
        CHECK.assertEqual(digest(saying("new")), told["CodeSha256"])
        aws.text("lambda", "wait", "function-updated-v2", "--function-name", name)
        CHECK.assertEqual(("new", "old"), (answer(), answer("--qualifier", "1")))
        aws.text("lambda", "delete-function", "--function-name", name)


def delivery_stream(flow, steps):
    aws = flow.aws
    with steps.step("logs create-log-group, create-log-stream"):
        group = "/aws/kinesisfirehose/" + DELIVERY
        CHECK.assertIsNone(aws.json("logs", "create-log-group", "--log-group-name", group))
        CHECK.assertIsNone(aws.json("logs", "create-log-stream", "--log-group-name", group,
                                    "--log-stream-name", "DestinationDelivery"))
    with steps.step("firehose create-delivery-stream --cli-input-json"):
        made = aws.once_the_role_is_known("firehose", "create-delivery-stream", "--cli-input-json",
                                          flow.file("delivery-stream.json", "delivery-stream.json"))
        CHECK.assertEqual(
            {"DeliveryStreamARN": f"arn:aws:firehose:{flow.region}:{flow.account}:deliverystream/{DELIVERY}"}, made)
    with steps.step("firehose describe-delivery-stream until it is ACTIVE"):
        told = until(lambda: aws.json("firehose", "describe-delivery-stream", "--delivery-stream-name", DELIVERY)
                     ["DeliveryStreamDescription"], lambda answer: answer["DeliveryStreamStatus"] != "CREATING")
        CHECK.assertEqual({"DeliveryStreamStatus": "ACTIVE", "DeliveryStreamType": "KinesisStreamAsSource",
                           "VersionId": "1", "HasMoreDestinations": False},
                          chosen(told, "DeliveryStreamStatus", "DeliveryStreamType", "VersionId",
                                 "HasMoreDestinations"))
        CHECK.assertEqual("destinationId-000000000001", told["Destinations"][0]["DestinationId"])
        CHECK.assertEqual({"DeliveryStreamNames": [DELIVERY], "HasMoreDeliveryStreams": False},
                          aws.json("firehose", "list-delivery-streams"))


def invocations(flow, steps):
    aws = flow.aws
    out = os.path.join(flow.folder, "answer.json")

    def invoke(*arguments):
        return aws.json("lambda", "invoke", *aws.raw, *arguments, out)

    def answer():
        with open(out, encoding="utf-8") as file:
            return json.load(file)

    event = flow.file("replay.json", "events", "replay.json")
    with steps.step("lambda invoke, a dry run"):
        told = invoke("--function-name", PRODUCER, "--invocation-type", "DryRun", "--payload", event)
        CHECK.assertEqual(204, told["StatusCode"])
    with steps.step("lambda invoke --cli-binary-format raw-in-base64-out: replay all posts"):
        told = invoke("--function-name", PRODUCER, "--payload", event, "--log-type", "Tail")
        CHECK.assertEqual((200, "$LATEST", None),
                          (told["StatusCode"], told["ExecutedVersion"], told.get("FunctionError")))
        CHECK.assertIn("REPORT RequestId:", base64.b64decode(told["LogResult"]).decode())
        CHECK.assertEqual({"sent": POSTS, "accepted": POSTS, "failed": 0, "done": True},
                          chosen(answer(), "sent", "accepted", "failed", "done"))
    with steps.step("lambda invoke of an alias with a payload on the command line"):
        record = base64.b64encode(b'{"id": "1", "text": "What a wonderful day", "lang": "en"}').decode()
        told = invoke("--function-name", TRANSFORM + ":live", "--payload",
                      json.dumps({"records": [{"recordId": "r1", "data": record}]}))
        CHECK.assertEqual((200, "1"), (told["StatusCode"], told["ExecutedVersion"]))
        [result] = answer()["records"]
        CHECK.assertEqual(("r1", "Ok"), (result["recordId"], result["result"]))
        CHECK.assertEqual("POSITIVE", json.loads(base64.b64decode(result["data"]))["Sentiment"])
    with steps.step("lambda invoke, a function that fails"):
        told = invoke("--function-name", PRODUCER, "--payload", "[1, 2]")
        CHECK.assertEqual((200, "Unhandled"), (told["StatusCode"], told["FunctionError"]))
        CHECK.assertIn("errorMessage", answer())


def records(flow, steps):
    aws = flow.aws
    with steps.step("kinesis get-shard-iterator, get-records"):
        shards = aws.json("kinesis", "list-shards", "--stream-name", STREAM)["Shards"]
        CHECK.assertEqual([f"shardId-{n:012}" for n in range(4)], [shard["ShardId"] for shard in shards])
        iterator = aws.json("kinesis", "get-shard-iterator", "--stream-name", STREAM, "--shard-id",
                            shards[0]["ShardId"], "--shard-iterator-type", "TRIM_HORIZON")["ShardIterator"]
        [record] = aws.json("kinesis", "get-records", "--limit", 1, "--shard-iterator", iterator)["Records"]
        CHECK.assertIn("text", json.loads(base64.b64decode(record["Data"])))


def objects(flow, steps):
    aws = flow.aws
    fetched = os.path.join(flow.folder, "fetched")

    def delivered():
        """Every line of every object, fetched with one command."""
        aws.text("s3", "cp", f"s3://{BUCKET}/posts/", fetched, "--recursive", "--only-show-errors")
        lines = []
        for path in glob.glob(os.path.join(fetched, "**"), recursive=True):
            if os.path.isfile(path):
                with open(path, encoding="utf-8") as file:
                    lines += [json.loads(line) for line in file]
        return lines

    with steps.step(f"s3 cp --recursive until all {POSTS} posts are there, each with its sentiment"):
        posts = until(delivered, lambda lines: len(lines) >= POSTS, 120)
        CHECK.assertEqual(POSTS, len(posts))
        CHECK.assertEqual([], [post for post in posts if "Sentiment" not in post])
    with steps.step("s3 ls --recursive, s3api list-objects-v2"):
        listed = [line.split(None, 3) for line in
                  aws.text("s3", "ls", f"s3://{BUCKET}/", "--recursive").splitlines()]
        CHECK.assertNotEqual([], listed)
        found = aws.json("s3api", "list-objects-v2", "--bucket", BUCKET, "--prefix", "posts/")["Contents"]
        CHECK.assertEqual([(int(size), key) for _, _, size, key in listed if key.startswith("posts/")],
                          [(each["Size"], each["Key"]) for each in found])
        folders = aws.json("s3api", "list-objects-v2", "--bucket", BUCKET, "--delimiter", "/")
        CHECK.assertEqual([{"Prefix": "posts/"}], folders["CommonPrefixes"])
    with steps.step("s3 cp of one object, s3api get-object with a range"):
        key = found[0]["Key"]
        whole = os.path.join(flow.folder, "object.jsonl")
        part = os.path.join(flow.folder, "part.jsonl")
        aws.text("s3", "cp", f"s3://{BUCKET}/{key}", whole)
        told = aws.json("s3api", "get-object", "--bucket", BUCKET, "--key", key, "--range", "bytes=10-19", part)
        CHECK.assertEqual((f"bytes 10-19/{found[0]['Size']}", 10, found[0]["ETag"]),
                          (told["ContentRange"], told["ContentLength"], told["ETag"]))
        with open(whole, "rb") as all_of_it, open(part, "rb") as some_of_it:
            CHECK.assertEqual(all_of_it.read()[10:20], some_of_it.read())
    with steps.step("s3 cp up and s3 sync, s3 rm"):
        aws.text("s3", "cp", write(flow.folder, "note.txt", "a note"), f"s3://{BUCKET}/notes/a b+c.txt")
        CHECK.assertEqual("a note", aws.text("s3", "cp", f"s3://{BUCKET}/notes/a b+c.txt", "-"))
        CHECK.assertEqual(6, aws.json("s3api", "head-object", "--bucket", BUCKET, "--key",
                                      "notes/a b+c.txt")["ContentLength"])
        aws.text("s3", "sync", f"s3://{BUCKET}/notes", os.path.join(flow.folder, "synced"))
        CHECK.assertEqual(["a b+c.txt"], os.listdir(os.path.join(flow.folder, "synced")))
        aws.text("s3", "rm", f"s3://{BUCKET}/notes/", "--recursive")


def logs_and_metrics(flow, steps):
    aws = flow.aws
    group = "/aws/lambda/" + PRODUCER
    with steps.step("logs describe-log-groups, filter-log-events"):
        groups = aws.json("logs", "describe-log-groups", "--log-group-name-prefix", "/aws/lambda/compat-")
        CHECK.assertEqual([group, "/aws/lambda/" + TRANSFORM],
                          [each["logGroupName"] for each in groups["logGroups"]])
        events = until(lambda: aws.json("logs", "filter-log-events", "--log-group-name", group,
                                        "--filter-pattern", "REPORT")["events"], lambda found: len(found) >= 2)
        CHECK.assertEqual(2, len(events))
    if aws.v2:
        with steps.step("logs tail"):
            CHECK.assertIn("START RequestId:", aws.text("logs", "tail", group, "--since", "1h"))
    with steps.step("cloudwatch list-metrics, get-metric-data"):
        named = ["Name=StreamName,Value=" + STREAM]
        metrics = until(lambda: aws.json("cloudwatch", "list-metrics", "--namespace", "AWS/Kinesis", "--metric-name",
                                         "IncomingRecords", "--dimensions", *named)["Metrics"], bool)
        CHECK.assertEqual([{"Namespace": "AWS/Kinesis", "MetricName": "IncomingRecords",
                            "Dimensions": [{"Name": "StreamName", "Value": STREAM}]}], metrics)
        query = write(flow.folder, "query.json", [
            {"Id": "put", "MetricStat": {"Metric": metrics[0], "Period": 86400, "Stat": "Sum"}}])
        data = until(lambda: aws.json("cloudwatch", "get-metric-data", "--metric-data-queries", "file://" + query,
                                      "--start-time", "2020-01-01T00:00:00Z", "--end-time", "2100-01-01T00:00:00Z")
                     ["MetricDataResults"][0], lambda found: sum(found["Values"]) >= POSTS, 90)
        CHECK.assertEqual(("put", "Complete", POSTS), (data["Id"], data["StatusCode"], sum(data["Values"])))
    with steps.step("cloudwatch get-metric-statistics of the functions and of the delivery stream"):
        now = datetime.datetime.now(datetime.timezone.utc)

        def total(namespace, metric, dimension, value):
            points = aws.json("cloudwatch", "get-metric-statistics", "--namespace", namespace, "--metric-name", metric,
                              "--dimensions", f"Name={dimension},Value={value}", "--statistics", "Sum",
                              "--start-time", (now - datetime.timedelta(hours=1)).isoformat(),
                              "--end-time", (now + datetime.timedelta(hours=1)).isoformat(),
                              "--period", 300)["Datapoints"]
            return sum(point["Sum"] for point in points)

        CHECK.assertEqual(2, total("AWS/Lambda", "Invocations", "FunctionName", PRODUCER))
        CHECK.assertEqual(1, total("AWS/Lambda", "Errors", "FunctionName", PRODUCER))
        until(lambda: total("AWS/Firehose", "DataReadFromKinesisStream.Records", "DeliveryStreamName", DELIVERY),
              lambda read: read >= POSTS)


def errors(flow, steps):
    aws = flow.aws
    aws.text("s3", "cp", write(flow.folder, "kept.txt", "kept"), f"s3://{BUCKET}/posts.txt")
    cases = [
        (["kinesis", "describe-stream", "--stream-name", "nowhere"],
         "(ResourceNotFoundException) when calling the DescribeStream operation: "
         f"Stream nowhere under account {flow.account} not found."),
        (["kinesis", "create-stream", "--stream-name", STREAM, "--shard-count", "1"],
         "(ResourceInUseException) when calling the CreateStream operation: "
         f"Stream {STREAM} under account {flow.account} already exists."),
        (["firehose", "describe-delivery-stream", "--delivery-stream-name", "nowhere"],
         "(ResourceNotFoundException) when calling the DescribeDeliveryStream operation: "
         f"Firehose nowhere under account {flow.account} not found."),
        (["lambda", "get-function", "--function-name", "nowhere"],
         "(ResourceNotFoundException) when calling the GetFunction operation: Function not found: "
         f"arn:aws:lambda:{flow.region}:{flow.account}:function:nowhere"),
        (["s3api", "get-object", "--bucket", BUCKET, "--key", "nothing", "nothing"],
         "(NoSuchKey) when calling the GetObject operation: The specified key does not exist."),
        (["s3api", "list-objects-v2", "--bucket", "compat-nowhere"],
         "(NoSuchBucket) when calling the ListObjectsV2 operation: The specified bucket does not exist"),
        (["s3api", "delete-bucket", "--bucket", BUCKET],
         "(BucketNotEmpty) when calling the DeleteBucket operation: "
         "The bucket you tried to delete is not empty"),
        (["iam", "get-role", "--role-name", "nobody"],
         "(NoSuchEntity) when calling the GetRole operation: The role with name nobody cannot be found."),
        (["iam", "create-role", "--role-name", PRODUCER, "--assume-role-policy-document",
          flow.file("trust.json", "iam", "producer-role-trust.json")],
         "(EntityAlreadyExists) when calling the CreateRole operation: "
         f"Role with name {PRODUCER} already exists."),
        (["logs", "get-log-events", "--log-group-name", "/nowhere", "--log-stream-name", "x"],
         "(ResourceNotFoundException) when calling the GetLogEvents operation: "
         "The specified log group does not exist."),
        # Operations that AWS has and the local cloud has not, one in each protocol.
        (["comprehend", "detect-syntax", "--language-code", "en", "--text", "x"],
         "(UnknownOperationException) when calling the DetectSyntax operation: "
         "The local cloud does not offer the operation DetectSyntax."),
        (["iam", "list-users"],
         "(InvalidAction) when calling the ListUsers operation: "
         "Could not find operation ListUsers for version 2010-05-08"),
        (["lambda", "list-layers"],
         "(UnknownOperationException) when calling the ListLayers operation: "
         "The local cloud does not offer GET /2018-10-31/layers."),
        (["s3api", "get-bucket-website", "--bucket", BUCKET],
         "(NotImplemented) when calling the GetBucketWebsite operation: "
         "A header you provided implies functionality that is not implemented"),
    ]
    for arguments, words in cases:
        with steps.step("refused: " + " ".join(arguments[:2])):
            CHECK.assertIn("An error occurred " + words, aws.refused(*arguments))


def ends(flow, steps):
    aws = flow.aws
    with steps.step("firehose delete-delivery-stream"):
        CHECK.assertIsNone(aws.json("firehose", "delete-delivery-stream", "--delivery-stream-name", DELIVERY))
        until(lambda: aws.json("firehose", "list-delivery-streams")["DeliveryStreamNames"], lambda names: not names)
    with steps.step("kinesis delete-stream, wait stream-not-exists"):
        CHECK.assertIsNone(aws.json("kinesis", "delete-stream", "--stream-name", STREAM))
        aws.text("kinesis", "wait", "stream-not-exists", "--stream-name", STREAM)
    with steps.step("lambda delete-alias, delete-function"):
        CHECK.assertIsNone(aws.json("lambda", "delete-alias", "--function-name", TRANSFORM, "--name", "live"))
        for name in (TRANSFORM, PRODUCER):
            aws.text("lambda", "delete-function", "--function-name", name)
        CHECK.assertEqual([], aws.json("lambda", "list-functions")["Functions"])
    with steps.step("s3 rb --force"):
        CHECK.assertIn(f"remove_bucket: {BUCKET}", aws.text("s3", "rb", f"s3://{BUCKET}", "--force"))
        CHECK.assertEqual("", aws.text("s3", "ls"))
    with steps.step("iam delete-role-policy, delete-role; logs delete-log-group"):
        for role, what in ROLES.items():
            CHECK.assertIn("(DeleteConflict)", aws.refused("iam", "delete-role", "--role-name", role))
            aws.text("iam", "delete-role-policy", "--role-name", role, "--policy-name", what)
            aws.text("iam", "delete-role", "--role-name", role)
        for group in aws.json("logs", "describe-log-groups")["logGroups"]:
            aws.text("logs", "delete-log-group", "--log-group-name", group["logGroupName"])
        CHECK.assertEqual([], [role["RoleName"] for role in aws.json("iam", "list-roles")["Roles"]
                               if role["RoleName"].startswith("compat-")])


def chosen(answer, *names):
    return {name: answer.get(name) for name in names}
