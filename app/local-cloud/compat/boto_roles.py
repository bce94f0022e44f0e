"""IAM, STS and Comprehend in boto3."""

import json

from steps import CHECK

TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}]}
POLICY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
ROLE = "boto-roles"


def run(cloud, steps):
    iam = cloud.client("iam")
    sts = cloud.client("sts")
    account = cloud.account
    with steps.step("iam: a role and its inline policy"):
        made = iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST), Description="a & <b>",
                               Tags=[{"Key": "team", "Value": "posts"}])["Role"]
        CHECK.assertEqual((f"arn:aws:iam::{account}:role/{ROLE}", TRUST, "a & <b>"),
                          (made["Arn"], made["AssumeRolePolicyDocument"], made["Description"]))
        iam.put_role_policy(RoleName=ROLE, PolicyName="all", PolicyDocument=json.dumps(POLICY))
        CHECK.assertEqual(POLICY, iam.get_role_policy(RoleName=ROLE, PolicyName="all")["PolicyDocument"])
        CHECK.assertEqual(["all"], iam.list_role_policies(RoleName=ROLE)["PolicyNames"])
        iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(TRUST))
        iam.tag_role(RoleName=ROLE, Tags=[{"Key": "stage", "Value": "test"}])
        tags = iam.get_role(RoleName=ROLE)["Role"]["Tags"]
        CHECK.assertEqual([("stage", "test"), ("team", "posts")], sorted((tag["Key"], tag["Value"]) for tag in tags))
    with steps.step("iam: the waiter role_exists and the paginator of list_roles"):
        iam.get_waiter("role_exists").wait(RoleName=ROLE, WaiterConfig={"Delay": 1})
        names = [role["RoleName"] for page in iam.get_paginator("list_roles").paginate(PaginationConfig={"PageSize": 1})
                 for role in page["Roles"]]
        CHECK.assertIn(ROLE, names)
    with steps.step("sts: assume_role, and who one is then"):
        taken = sts.assume_role(RoleArn=made["Arn"], RoleSessionName="visit", DurationSeconds=900)
        keys = taken["Credentials"]
        visitor = cloud.client("sts", aws_access_key_id=keys["AccessKeyId"],
                               aws_secret_access_key=keys["SecretAccessKey"], aws_session_token=keys["SessionToken"])
        CHECK.assertEqual(f"arn:aws:sts::{account}:assumed-role/{ROLE}/visit", visitor.get_caller_identity()["Arn"])
    with steps.step("iam: exceptions by their class"):
        with CHECK.assertRaises(iam.exceptions.NoSuchEntityException) as raised:
            iam.get_role(RoleName="nobody")
        CHECK.assertEqual({"Type": "Sender", "Code": "NoSuchEntity",
                           "Message": "The role with name nobody cannot be found."},
                          raised.exception.response["Error"])
        with CHECK.assertRaises(iam.exceptions.EntityAlreadyExistsException):
            iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
        with CHECK.assertRaises(iam.exceptions.DeleteConflictException):
            iam.delete_role(RoleName=ROLE)
        with CHECK.assertRaises(iam.exceptions.ClientError) as raised:
            iam.list_groups()
        CHECK.assertEqual("InvalidAction", raised.exception.response["Error"]["Code"])
    with steps.step("iam: the role's end"):
        iam.delete_role_policy(RoleName=ROLE, PolicyName="all")
        iam.delete_role(RoleName=ROLE)
        with CHECK.assertRaises(iam.exceptions.NoSuchEntityException):
            iam.get_role(RoleName=ROLE)
    comprehend = cloud.client("comprehend")
    with steps.step("comprehend: one text and many"):
        one = comprehend.detect_sentiment(Text="What a wonderful, happy day!", LanguageCode="en")
        CHECK.assertEqual("POSITIVE", one["Sentiment"])
        CHECK.assertAlmostEqual(1, sum(one["SentimentScore"].values()), places=3)
        many = comprehend.batch_detect_sentiment(TextList=["I hate this", "I love this"], LanguageCode="en")
        CHECK.assertEqual([(0, "NEGATIVE"), (1, "POSITIVE")],
                          [(each["Index"], each["Sentiment"]) for each in many["ResultList"]])
        CHECK.assertEqual([], many["ErrorList"])
    with steps.step("comprehend: languages"):
        one = comprehend.detect_dominant_language(Text="Wo ist bitte der nächste Bahnhof?")
        CHECK.assertEqual("de", one["Languages"][0]["LanguageCode"])
        many = comprehend.batch_detect_dominant_language(TextList=["Where is the station?", "Où est la gare, je vous prie ?"])
        CHECK.assertEqual(["en", "fr"], [each["Languages"][0]["LanguageCode"] for each in many["ResultList"]])
        CHECK.assertEqual([], many["ErrorList"])
    with steps.step("comprehend: entities by their spelling"):
        many = comprehend.batch_detect_entities(TextList=["see you at 10:30, @mina", "nothing"], LanguageCode="en")
        CHECK.assertEqual([[("DATE", "10:30"), ("PERSON", "@mina")], []],
                          [[(each["Type"], each["Text"]) for each in result["Entities"]] for result in many["ResultList"]])
        CHECK.assertEqual([], many["ErrorList"])
    with steps.step("comprehend: exceptions by their class"):
        with CHECK.assertRaises(comprehend.exceptions.TextSizeLimitExceededException):
            comprehend.batch_detect_sentiment(TextList=["short", "x" * 5001], LanguageCode="en")
        with CHECK.assertRaises(comprehend.exceptions.BatchSizeLimitExceededException):
            comprehend.batch_detect_sentiment(TextList=["x"] * 26, LanguageCode="en")
