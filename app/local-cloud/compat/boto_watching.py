"""CloudWatch and CloudWatch Logs in boto3."""

import datetime

from steps import CHECK, until

GROUP = "/boto/group"


def total(cloud, namespace, metric, dimension, value):
    """The sum of what a service has told of one thing in the last hour."""
    now = datetime.datetime.now(datetime.timezone.utc)
    points = cloud.client("cloudwatch").get_metric_statistics(
        Namespace=namespace, MetricName=metric, Dimensions=[{"Name": dimension, "Value": value}],
        StartTime=now - datetime.timedelta(hours=1), EndTime=now + datetime.timedelta(hours=1), Period=60,
        Statistics=["Sum"])["Datapoints"]
    return sum(point["Sum"] for point in points)


def run(cloud, steps):
    logs = cloud.client("logs")
    now = datetime.datetime.now(datetime.timezone.utc)
    millis = int(now.timestamp() * 1000)
    with steps.step("logs: a group, a stream, events and how they are found"):
        logs.create_log_group(logGroupName=GROUP)
        logs.create_log_stream(logGroupName=GROUP, logStreamName="one")
        logs.put_retention_policy(logGroupName=GROUP, retentionInDays=7)
        [told] = logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"]
        CHECK.assertEqual((GROUP, 7), (told["logGroupName"], told["retentionInDays"]))
        logs.delete_retention_policy(logGroupName=GROUP)
        words = ["all is well", "ERROR: it is not", "well, ERROR again"]
        logs.put_log_events(logGroupName=GROUP, logStreamName="one", logEvents=[
            {"timestamp": millis + n, "message": text} for n, text in enumerate(words)])
        CHECK.assertEqual(["one"], [each["logStreamName"] for each in
                                    logs.describe_log_streams(logGroupName=GROUP)["logStreams"]])
        got = logs.get_log_events(logGroupName=GROUP, logStreamName="one", startFromHead=True)
        CHECK.assertEqual(words, [each["message"] for each in got["events"]])
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=GROUP, filterPattern="ERROR", PaginationConfig={"PageSize": 1})
        CHECK.assertEqual(words[1:], [each["message"] for page in pages for each in page["events"]])
    with steps.step("logs: exceptions by their class"):
        with CHECK.assertRaises(logs.exceptions.ResourceAlreadyExistsException):
            logs.create_log_group(logGroupName=GROUP)
        with CHECK.assertRaises(logs.exceptions.ResourceNotFoundException):
            logs.get_log_events(logGroupName="/nowhere", logStreamName="one")
    with steps.step("logs: the end of streams and groups"):
        logs.delete_log_stream(logGroupName=GROUP, logStreamName="one")
        CHECK.assertEqual([], logs.describe_log_streams(logGroupName=GROUP)["logStreams"])
        logs.delete_log_group(logGroupName=GROUP)
        CHECK.assertEqual([], logs.describe_log_groups(logGroupNamePrefix=GROUP)["logGroups"])
    cloudwatch = cloud.client("cloudwatch")
    metric = {"Namespace": "Boto", "MetricName": "Posts", "Dimensions": [{"Name": "Mood", "Value": "good"}]}
    with steps.step("cloudwatch: metrics in, listed, and out in both ways"):
        cloudwatch.put_metric_data(Namespace="Boto", MetricData=[
            {"MetricName": "Posts", "Dimensions": metric["Dimensions"], "Timestamp": now, "Value": value, "Unit": "Count"}
            for value in (3.0, 4.0)])
        pages = cloudwatch.get_paginator("list_metrics").paginate(Namespace="Boto")
        listed = until(lambda: [each for page in pages for each in page["Metrics"]], bool)
        CHECK.assertEqual([metric], listed)
        span = {"StartTime": now - datetime.timedelta(hours=1), "EndTime": now + datetime.timedelta(hours=1)}
        data = cloudwatch.get_metric_data(**span, MetricDataQueries=[
            {"Id": "posts", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Sum"}},
            {"Id": "none", "MetricStat": {"Metric": {**metric, "MetricName": "None"}, "Period": 60, "Stat": "Sum"}}])
        CHECK.assertEqual([("posts", [7.0]), ("none", [])],
                          [(each["Id"], each["Values"]) for each in data["MetricDataResults"]])
        [point] = cloudwatch.get_metric_statistics(**span, **metric, Period=60,
                                                   Statistics=["Sum", "Maximum", "SampleCount"])["Datapoints"]
        CHECK.assertEqual((7.0, 4.0, 2.0, "Count"),
                          (point["Sum"], point["Maximum"], point["SampleCount"], point["Unit"]))
    with steps.step("cloudwatch: percentiles and metric math in pages"):
        pages = cloudwatch.get_paginator("get_metric_data").paginate(
            **span, PaginationConfig={"PageSize": 1}, MetricDataQueries=[
                {"Id": "half", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "p50"}},
                {"Id": "most", "MetricStat": {"Metric": metric, "Period": 60, "Stat": "p99.9"}},
                {"Id": "both", "Expression": "SUM([half, most]) * 100", "Label": "hundredfold"}])
        CHECK.assertEqual([("half", [3.0]), ("most", [4.0]), ("both", [700.0])],
                          [(each["Id"], each["Values"]) for page in pages for each in page["MetricDataResults"]
                           if each["Values"]])
    with steps.step("cloudwatch: exceptions by their class"):
        with CHECK.assertRaises(cloudwatch.exceptions.ClientError) as raised:
            cloudwatch.get_metric_data(**span, MetricDataQueries=[])
        CHECK.assertEqual("ValidationError", raised.exception.response["Error"]["Code"])
        with CHECK.assertRaises(cloudwatch.exceptions.InvalidParameterValueException):
            cloudwatch.put_metric_data(Namespace="Boto", MetricData=[
                {"MetricName": "Posts", "Dimensions": [{"Name": "Mood", "Value": "x" * 1025}], "Value": 1}])
