"""Lambda in boto3, with the transform function's own zip."""

import base64
import glob
import io
import json
import os

from boto_watching import total
from steps import CHECK, digest, filled, saying, until, zipped

NAME = "boto-function"
ROLE = "boto-function-role"
HANDLER = "dev.kinescope.transform.TransformHandler::handleRequest"


BOOTSTRAP = """#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while true; do
  curl -sS -D "$TMPDIR/head" -o /dev/null "$api/next" || exit 1
  id=$(tr -d '\\r' <"$TMPDIR/head" | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
  curl -sS -o /dev/null "$api/$id/response" -d '{"from":"shell"}'
done
"""

PYTHON = """def handle(event, context):
    return {"from": "python", "event": event}
"""


def zip_of(cloud, name):
    [path] = glob.glob(os.path.join(cloud.home, "functions", name + "-lambda-*.zip"))
    with open(path, "rb") as file:
        return file.read()


def role(cloud, name, what, values):
    """Makes a role of resources/iam and returns its ARN."""
    iam = cloud.client("iam")
    folder = os.path.join(cloud.home, "resources", "iam")
    values = {"accountId": cloud.account, "region": cloud.region, **values}
    trust = filled(os.path.join(folder, what + "-role-trust.json"), values)
    policy = filled(os.path.join(folder, what + "-role-policy.json"), values)
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    iam.put_role_policy(RoleName=name, PolicyName=what, PolicyDocument=json.dumps(policy))
    return made["Role"]["Arn"]


def end_role(cloud, name, what):
    iam = cloud.client("iam")
    iam.delete_role_policy(RoleName=name, PolicyName=what)
    iam.delete_role(RoleName=name)


def once_the_role_is_known(client, call):
    """A new role takes some seconds; the service says so and everyone tries again."""

    def attempt():
        try:
            return call()
        except client.exceptions.ClientError as e:
            words = e.response["Error"]["Message"]
            if any(said in words for said in ("cannot be assumed", "unable to assume", "not authorized",
                                              "security token included")):
                return None
            raise

    return until(attempt, lambda answer: answer is not None)


def event(*texts):
    return json.dumps({"records": [
        {"recordId": f"r{n}", "data": base64.b64encode(json.dumps({"text": text, "lang": "en"}).encode()).decode()}
        for n, text in enumerate(texts)]})


def run(cloud, steps):
    functions = cloud.client("lambda")
    arn = f"arn:aws:lambda:{cloud.region}:{cloud.account}:function:{NAME}"
    role_arn = role(cloud, ROLE, "transform", {"transformFunction": NAME})
    code = zip_of(cloud, "transform")
    with steps.step("lambda: a function, by the waiters function_exists and function_active_v2"):
        made = once_the_role_is_known(functions, lambda: functions.create_function(
            FunctionName=NAME, Runtime="java21", Role=role_arn, Handler=HANDLER, Code={"ZipFile": code},
            MemorySize=512, Timeout=30, Tags={"team": "posts"}))
        CHECK.assertEqual((arn, "Pending", len(code)), (made["FunctionArn"], made["State"], made["CodeSize"]))
        functions.get_waiter("function_exists").wait(FunctionName=NAME)
        functions.get_waiter("function_active_v2").wait(FunctionName=NAME, WaiterConfig={"Delay": 1})
        told = functions.get_function(FunctionName=NAME)
        CHECK.assertEqual((digest(code), "S3", {"team": "posts"}),
                          (told["Configuration"]["CodeSha256"], told["Code"]["RepositoryType"], told["Tags"]))
    with steps.step("lambda: new code and settings, by the waiter function_updated_v2"):
        functions.update_function_configuration(FunctionName=NAME, Timeout=40, Environment={"Variables": {"MOOD": "good"}})
        functions.get_waiter("function_updated_v2").wait(FunctionName=NAME, WaiterConfig={"Delay": 1})
        told = functions.update_function_code(FunctionName=NAME, ZipFile=code)
        CHECK.assertEqual(digest(code), told["CodeSha256"])
        functions.get_waiter("function_updated_v2").wait(FunctionName=NAME, WaiterConfig={"Delay": 1})
        told = functions.get_function_configuration(FunctionName=NAME)
        CHECK.assertEqual((40, {"Variables": {"MOOD": "good"}}), (told["Timeout"], told["Environment"]))
    with steps.step("lambda: a version and an alias"):
        version = functions.publish_version(FunctionName=NAME, Description="the first")
        CHECK.assertEqual("1", version["Version"])
        functions.create_alias(FunctionName=NAME, Name="live", FunctionVersion="1")
        functions.update_alias(FunctionName=NAME, Name="live", Description="what runs")
        told = functions.get_alias(FunctionName=NAME, Name="live")
        CHECK.assertEqual((arn + ":live", "1", "what runs"),
                          (told["AliasArn"], told["FunctionVersion"], told["Description"]))
        CHECK.assertEqual(["live"], [each["Name"] for each in functions.list_aliases(FunctionName=NAME)["Aliases"]])
        pages = functions.get_paginator("list_versions_by_function").paginate(FunctionName=NAME)
        CHECK.assertEqual(["$LATEST", "1"], [each["Version"] for page in pages for each in page["Versions"]])
        functions.get_waiter("function_active_v2").wait(FunctionName=NAME, Qualifier="live")
    with steps.step("lambda: invocations of every type"):
        told = functions.invoke(FunctionName=NAME, Qualifier="live", Payload=event("I love it", "I hate it"),
                                LogType="Tail")
        CHECK.assertEqual((200, "1"), (told["StatusCode"], told["ExecutedVersion"]))
        CHECK.assertIn(b"END RequestId:", base64.b64decode(told["LogResult"]))
        CHECK.assertEqual(["POSITIVE", "NEGATIVE"],
                          [json.loads(base64.b64decode(each["data"]))["Sentiment"]
                           for each in json.load(told["Payload"])["records"]])
        CHECK.assertEqual(202, functions.invoke(FunctionName=NAME, InvocationType="Event",
                                                Payload=io.BytesIO(event("x").encode()))["StatusCode"])
        CHECK.assertEqual(204, functions.invoke(FunctionName=NAME, InvocationType="DryRun")["StatusCode"])
        failed = functions.invoke(FunctionName=NAME, Payload=b'"no event"')
        CHECK.assertEqual((200, "Unhandled"), (failed["StatusCode"], failed["FunctionError"]))
        CHECK.assertIn("errorMessage", json.load(failed["Payload"]))
    with steps.step("lambda: a share of the account's concurrency"):
        functions.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=5)
        CHECK.assertEqual(5, functions.get_function_concurrency(FunctionName=NAME)["ReservedConcurrentExecutions"])
        CHECK.assertEqual(5, functions.get_function(FunctionName=NAME)["Concurrency"]["ReservedConcurrentExecutions"])
        CHECK.assertEqual(995, functions.get_account_settings()["AccountLimit"]["UnreservedConcurrentExecutions"])
        functions.put_function_concurrency(FunctionName=NAME, ReservedConcurrentExecutions=0)
        with CHECK.assertRaises(functions.exceptions.TooManyRequestsException):
            functions.invoke(FunctionName=NAME, Payload=event("x"))
        functions.delete_function_concurrency(FunctionName=NAME)
    with steps.step("lambda: a bootstrap and a Python function"):
        for runtime, handler, files, answer in (
                ("provided.al2023", "any", {"bootstrap": BOOTSTRAP}, b'{"from":"shell"}'),
                ("python3.13", "main.handle", {"main.py": PYTHON}, b'{"from": "python", "event": [1]}')):
            name = NAME + "-" + runtime.split(".")[0]
            functions.create_function(FunctionName=name, Runtime=runtime, Role=role_arn, Handler=handler, Timeout=30,
                                      Code={"ZipFile": zipped(files)})
            functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
            CHECK.assertEqual(answer, functions.invoke(FunctionName=name, Payload=b"[1]")["Payload"].read())
            functions.delete_function(FunctionName=name)
    with steps.step("lambda: new code takes the place of the old, which a version keeps"):
        name = NAME + "-changing"

        def answer(qualifier):
            return json.load(functions.invoke(FunctionName=name, Qualifier=qualifier)["Payload"])

        old, new = saying("old"), saying("new")
        functions.create_function(FunctionName=name, Runtime="python3.13", Role=role_arn, Handler="main.handle",
                                  Code={"ZipFile": old}, Timeout=30)
        functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
        CHECK.assertEqual("old", answer("$LATEST"))
        CHECK.assertEqual(digest(old), functions.publish_version(FunctionName=name)["CodeSha256"])
        CHECK.assertEqual(digest(new), functions.update_function_code(FunctionName=name, ZipFile=new)["CodeSha256"])
        functions.get_waiter("function_updated_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
        functions.get_waiter("function_active_v2").wait(FunctionName=name, Qualifier="1", WaiterConfig={"Delay": 1})
        CHECK.assertEqual(("new", "old"), (answer("$LATEST"), answer("1")))
        functions.delete_function(FunctionName=name)
    with steps.step("lambda: what CloudWatch counts of it"):
        # The one without an answer comes by itself.
        until(lambda: total(cloud, "AWS/Lambda", "Invocations", "FunctionName", NAME), lambda count: count >= 3)
        CHECK.assertGreaterEqual(total(cloud, "AWS/Lambda", "Errors", "FunctionName", NAME), 1)
        # boto3 tries a throttled call again by itself.
        CHECK.assertGreaterEqual(total(cloud, "AWS/Lambda", "Throttles", "FunctionName", NAME), 1)
        CHECK.assertGreater(total(cloud, "AWS/Lambda", "Duration", "FunctionName", NAME), 0)
    with steps.step("lambda: tags"):
        functions.tag_resource(Resource=arn, Tags={"stage": "test"})
        functions.untag_resource(Resource=arn, TagKeys=["team"])
        CHECK.assertEqual({"stage": "test"}, functions.list_tags(Resource=arn)["Tags"])
    with steps.step("lambda: exceptions by their class"):
        with CHECK.assertRaises(functions.exceptions.ResourceNotFoundException) as raised:
            functions.get_function(FunctionName="nowhere")
        CHECK.assertEqual(f"Function not found: {arn.replace(NAME, 'nowhere')}",
                          raised.exception.response["Error"]["Message"])
        with CHECK.assertRaises(functions.exceptions.ResourceConflictException):
            functions.create_function(FunctionName=NAME, Runtime="java21", Role=role_arn, Handler=HANDLER,
                                      Code={"ZipFile": code})
        with CHECK.assertRaises(functions.exceptions.InvalidRequestContentException):
            functions.invoke(FunctionName=NAME, Payload=b"{not json")
        with CHECK.assertRaises(functions.exceptions.ClientError) as raised:
            functions.list_layers()
        CHECK.assertEqual(("UnknownOperationException", 404),
                          (raised.exception.response["Error"]["Code"],
                           raised.exception.response["ResponseMetadata"]["HTTPStatusCode"]))
    with steps.step("lambda: its end"):
        functions.delete_alias(FunctionName=NAME, Name="live")
        functions.delete_function(FunctionName=NAME)
        pages = functions.get_paginator("list_functions").paginate()
        CHECK.assertEqual([], [each["FunctionName"] for page in pages for each in page["Functions"]])
        end_role(cloud, ROLE, "transform")
