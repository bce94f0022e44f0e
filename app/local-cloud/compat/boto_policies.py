"""Managed policies and what they decide, in boto3's IAM."""

import json

from steps import CHECK, until

ROLE = "boto-policies"
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}


def policy(action):
    return json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Action": action, "Resource": "*"}]})


def run(cloud, steps):
    iam = cloud.client("iam")
    arn = f"arn:aws:iam::{cloud.account}:policy/boto-reading"
    iam.create_role(RoleName=ROLE, AssumeRolePolicyDocument=json.dumps(TRUST))
    with steps.step("iam: a managed policy and its versions"):
        made = iam.create_policy(PolicyName="boto-reading", PolicyDocument=policy("s3:GetObject"))["Policy"]
        CHECK.assertEqual((arn, "v1", 0), (made["Arn"], made["DefaultVersionId"], made["AttachmentCount"]))
        iam.get_waiter("policy_exists").wait(PolicyArn=arn)
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=policy("s3:GetObject*"))
        iam.set_default_policy_version(PolicyArn=arn, VersionId="v2")
        CHECK.assertEqual("v2", iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"])
        version = iam.get_policy_version(PolicyArn=arn, VersionId="v2")["PolicyVersion"]
        CHECK.assertEqual((json.loads(policy("s3:GetObject*")), True),
                          (version["Document"], version["IsDefaultVersion"]))
        CHECK.assertEqual(["v2", "v1"], [each["VersionId"] for each in
                                         iam.list_policy_versions(PolicyArn=arn)["Versions"]])
        iam.delete_policy_version(PolicyArn=arn, VersionId="v1")
        pages = iam.get_paginator("list_policies").paginate(Scope="Local")
        CHECK.assertEqual([arn], [each["Arn"] for page in pages for each in page["Policies"]])
    with steps.step("iam: a role with managed policies, and what it may do"):
        iam.attach_role_policy(RoleName=ROLE, PolicyArn=arn)
        CHECK.assertEqual([{"PolicyName": "boto-reading", "PolicyArn": arn}],
                          iam.list_attached_role_policies(RoleName=ROLE)["AttachedPolicies"])
        role = iam.get_role(RoleName=ROLE)["Role"]["Arn"]

        def decisions():
            return {each["EvalActionName"]: each["EvalDecision"] for each in iam.simulate_principal_policy(
                PolicySourceArn=role, ActionNames=["s3:GetObject", "s3:PutObject"])["EvaluationResults"]}

        CHECK.assertEqual({"s3:GetObject": "allowed", "s3:PutObject": "implicitDeny"},
                          until(decisions, lambda told: told["s3:GetObject"] == "allowed"))
        with CHECK.assertRaises(iam.exceptions.DeleteConflictException):
            iam.delete_policy(PolicyArn=arn)
        iam.detach_role_policy(RoleName=ROLE, PolicyArn=arn)
        iam.delete_policy(PolicyArn=arn)
        with CHECK.assertRaises(iam.exceptions.NoSuchEntityException):
            iam.get_policy(PolicyArn=arn)
    with steps.step("iam: a role's description and tags, and the user that one is"):
        iam.update_role(RoleName=ROLE, Description="reads", MaxSessionDuration=7200)
        told = iam.get_role(RoleName=ROLE)["Role"]
        CHECK.assertEqual(("reads", 7200), (told["Description"], told["MaxSessionDuration"]))
        iam.tag_role(RoleName=ROLE, Tags=[{"Key": "team", "Value": "posts"}, {"Key": "stage", "Value": "test"}])
        iam.untag_role(RoleName=ROLE, TagKeys=["stage"])
        CHECK.assertEqual([{"Key": "team", "Value": "posts"}], iam.list_role_tags(RoleName=ROLE)["Tags"])
        CHECK.assertEqual(f"arn:aws:iam::{cloud.account}:root", iam.get_user()["User"]["Arn"])
    iam.delete_role(RoleName=ROLE)
