"""Secrets Manager and ECR in boto3."""

import base64

from steps import CHECK

NAME = "boto/secret"


def run(cloud, steps):
    secrets = cloud.client("secretsmanager")
    with steps.step("secretsmanager: a secret, its versions and stages"):
        made = secrets.create_secret(Name=NAME, SecretString="one", Tags=[{"Key": "team", "Value": "posts"}])
        CHECK.assertRegex(made["ARN"], rf"^arn:aws:secretsmanager:{cloud.region}:\d{{12}}:secret:boto/secret-\w{{6}}$")
        CHECK.assertEqual("one", secrets.get_secret_value(SecretId=NAME)["SecretString"])
        put = secrets.put_secret_value(SecretId=made["ARN"], SecretBinary=b"\x00two")
        told = secrets.get_secret_value(SecretId=NAME)
        CHECK.assertEqual((b"\x00two", put["VersionId"], ["AWSCURRENT"]),
                          (told["SecretBinary"], told["VersionId"], told["VersionStages"]))
        CHECK.assertEqual("one", secrets.get_secret_value(SecretId=NAME, VersionStage="AWSPREVIOUS")["SecretString"])
        versions = secrets.list_secret_version_ids(SecretId=NAME)["Versions"]
        CHECK.assertEqual({put["VersionId"]: ["AWSCURRENT"], made["VersionId"]: ["AWSPREVIOUS"]},
                          {each["VersionId"]: each["VersionStages"] for each in versions})
        secrets.update_secret_version_stage(SecretId=NAME, VersionStage="AWSCURRENT",
                                            MoveToVersionId=made["VersionId"], RemoveFromVersionId=put["VersionId"])
        CHECK.assertEqual("one", secrets.get_secret_value(SecretId=NAME)["SecretString"])
    with steps.step("secretsmanager: description, tags and lists"):
        secrets.update_secret(SecretId=NAME, Description="a secret")
        secrets.tag_resource(SecretId=NAME, Tags=[{"Key": "stage", "Value": "test"}])
        secrets.untag_resource(SecretId=NAME, TagKeys=["team"])
        told = secrets.describe_secret(SecretId=NAME)
        CHECK.assertEqual(("a secret", [{"Key": "stage", "Value": "test"}]), (told["Description"], told["Tags"]))
        pages = secrets.get_paginator("list_secrets").paginate()
        CHECK.assertEqual([NAME], [each["Name"] for page in pages for each in page["SecretList"]])
    with steps.step("secretsmanager: gone, back, and gone for good"):
        secrets.delete_secret(SecretId=NAME, RecoveryWindowInDays=7)
        with CHECK.assertRaises(secrets.exceptions.InvalidRequestException):
            secrets.get_secret_value(SecretId=NAME)
        secrets.restore_secret(SecretId=NAME)
        CHECK.assertEqual("one", secrets.get_secret_value(SecretId=NAME)["SecretString"])
        with CHECK.assertRaises(secrets.exceptions.ResourceExistsException):
            secrets.create_secret(Name=NAME, SecretString="x")
        secrets.delete_secret(SecretId=NAME, ForceDeleteWithoutRecovery=True)
        with CHECK.assertRaises(secrets.exceptions.ResourceNotFoundException):
            secrets.get_secret_value(SecretId=NAME)
    ecr = cloud.client("ecr")
    with steps.step("ecr: a repository, empty without a registry"):
        made = ecr.create_repository(repositoryName="boto/repository")["repository"]
        CHECK.assertEqual(f"arn:aws:ecr:{cloud.region}:{cloud.account}:repository/boto/repository",
                          made["repositoryArn"])
        CHECK.assertEqual(["boto/repository"], [each["repositoryName"] for each in
                                                ecr.describe_repositories()["repositories"]])
        CHECK.assertEqual([], ecr.list_images(repositoryName="boto/repository")["imageIds"])
        CHECK.assertEqual([], ecr.describe_images(repositoryName="boto/repository")["imageDetails"])
        [token] = ecr.get_authorization_token()["authorizationData"]
        CHECK.assertTrue(base64.b64decode(token["authorizationToken"]).startswith(b"AWS:"))
        with CHECK.assertRaises(ecr.exceptions.RepositoryAlreadyExistsException):
            ecr.create_repository(repositoryName="boto/repository")
        ecr.delete_repository(repositoryName="boto/repository")
        with CHECK.assertRaises(ecr.exceptions.RepositoryNotFoundException):
            ecr.list_images(repositoryName="boto/repository")
