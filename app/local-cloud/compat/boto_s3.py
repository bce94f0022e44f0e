"""S3 in boto3."""

import hashlib
import io
import json
import os
import urllib.error
import urllib.request

from botocore.config import Config

from steps import CHECK

BUCKET = "boto-bucket"
SOURCE = {"Bucket": BUCKET, "Key": "docs/a.txt"}
MIB = 1024 * 1024


def run(cloud, steps):
    s3 = cloud.client("s3")
    buckets(cloud, s3, steps)
    objects(s3, steps)
    listings(s3, steps)
    uploads(cloud, s3, steps)
    links(cloud, s3, steps)
    ends(s3, steps)


def buckets(cloud, s3, steps):
    with steps.step("s3: a bucket, by the waiter bucket_exists"):
        CHECK.assertEqual("/" + BUCKET, s3.create_bucket(Bucket=BUCKET)["Location"])
        s3.get_waiter("bucket_exists").wait(Bucket=BUCKET)
        s3.head_bucket(Bucket=BUCKET)
        CHECK.assertIn(BUCKET, [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]])
        CHECK.assertIsNone(s3.get_bucket_location(Bucket=BUCKET)["LocationConstraint"])
        CHECK.assertNotIn("Status", s3.get_bucket_versioning(Bucket=BUCKET))
        [rule] = s3.get_bucket_encryption(Bucket=BUCKET)["ServerSideEncryptionConfiguration"]["Rules"]
        CHECK.assertEqual({"SSEAlgorithm": "AES256"}, rule["ApplyServerSideEncryptionByDefault"])
    with steps.step("s3: a bucket's policy and public access block"):
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{cloud.account}:root"}, "Action": "s3:GetObject",
             "Resource": f"arn:aws:s3:::{BUCKET}/*"}]}
        s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(policy))
        CHECK.assertEqual(policy, json.loads(s3.get_bucket_policy(Bucket=BUCKET)["Policy"]))
        s3.delete_bucket_policy(Bucket=BUCKET)
        block = {"BlockPublicAcls": True, "IgnorePublicAcls": True, "BlockPublicPolicy": True,
                 "RestrictPublicBuckets": False}
        s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=block)
        CHECK.assertEqual(block, s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"])
        s3.delete_public_access_block(Bucket=BUCKET)
        [rule] = s3.get_bucket_ownership_controls(Bucket=BUCKET)["OwnershipControls"]["Rules"]
        CHECK.assertEqual({"ObjectOwnership": "BucketOwnerEnforced"}, rule)


def objects(s3, steps):
    with steps.step("s3: an object with its headers, metadata and a range"):
        put = s3.put_object(**SOURCE, Body=b"0123456789", ContentType="text/plain", CacheControl="max-age=1",
                            Metadata={"mood": "good"}, Tagging="team=posts")
        CHECK.assertEqual(f'"{hashlib.md5(b"0123456789").hexdigest()}"', put["ETag"])
        got = s3.get_object(**SOURCE)
        CHECK.assertEqual((b"0123456789", "text/plain", "max-age=1", {"mood": "good"}, put["ETag"]),
                          (got["Body"].read(), got["ContentType"], got["CacheControl"], got["Metadata"], got["ETag"]))
        part = s3.get_object(**SOURCE, Range="bytes=-3")
        CHECK.assertEqual((b"789", "bytes 7-9/10"), (part["Body"].read(), part["ContentRange"]))
        CHECK.assertEqual(10, s3.head_object(**SOURCE)["ContentLength"])
        s3.get_waiter("object_exists").wait(**SOURCE)
        told = s3.get_object_attributes(**SOURCE, ObjectAttributes=["ETag", "ObjectSize"])
        CHECK.assertEqual((put["ETag"].strip('"'), 10), (told["ETag"], told["ObjectSize"]))
    with steps.step("s3: tags"):
        CHECK.assertEqual([{"Key": "team", "Value": "posts"}], s3.get_object_tagging(**SOURCE)["TagSet"])
        tags = [{"Key": "a b", "Value": "<&>"}]
        s3.put_object_tagging(**SOURCE, Tagging={"TagSet": tags})
        CHECK.assertEqual(tags, s3.get_object_tagging(**SOURCE)["TagSet"])
        s3.delete_object_tagging(**SOURCE)
        CHECK.assertEqual([], s3.get_object_tagging(**SOURCE)["TagSet"])
    with steps.step("s3: a copy, a key with every kind of character"):
        key = "docs/ü + &<>%2F.txt"
        told = s3.copy_object(Bucket=BUCKET, Key=key, CopySource=SOURCE)
        CHECK.assertEqual(s3.head_object(**SOURCE)["ETag"], told["CopyObjectResult"]["ETag"])
        CHECK.assertEqual(b"0123456789", s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())
    with steps.step("s3: exceptions by their class"):
        with CHECK.assertRaises(s3.exceptions.NoSuchKey) as raised:
            s3.get_object(Bucket=BUCKET, Key="nothing")
        CHECK.assertEqual({"Code": "NoSuchKey", "Message": "The specified key does not exist."},
                          {name: raised.exception.response["Error"][name] for name in ("Code", "Message")})
        with CHECK.assertRaises(s3.exceptions.NoSuchBucket):
            s3.list_objects_v2(Bucket="boto-nowhere")
        with CHECK.assertRaises(s3.exceptions.ClientError) as raised:
            s3.head_object(Bucket=BUCKET, Key="nothing")
        CHECK.assertEqual("404", raised.exception.response["Error"]["Code"])
        with CHECK.assertRaises(s3.exceptions.ClientError) as raised:
            s3.get_object(**SOURCE, IfNoneMatch=s3.head_object(**SOURCE)["ETag"])
        CHECK.assertEqual(304, raised.exception.response["ResponseMetadata"]["HTTPStatusCode"])
        with CHECK.assertRaises(s3.exceptions.ClientError) as raised:
            s3.get_bucket_website(Bucket=BUCKET)
        CHECK.assertEqual("NotImplemented", raised.exception.response["Error"]["Code"])


def listings(s3, steps):
    with steps.step("s3: listings in pages, with a delimiter, old and new"):
        for n in range(5):
            s3.put_object(Bucket=BUCKET, Key=f"pages/{n % 2}/{n}", Body=b"x")
        pages = s3.get_paginator("list_objects_v2").paginate(
            Bucket=BUCKET, Prefix="pages/", PaginationConfig={"PageSize": 2})
        CHECK.assertEqual([["pages/0/0", "pages/0/2"], ["pages/0/4", "pages/1/1"], ["pages/1/3"]],
                          [[each["Key"] for each in page["Contents"]] for page in pages])
        folders = s3.list_objects_v2(Bucket=BUCKET, Prefix="pages/", Delimiter="/")
        CHECK.assertEqual((2, ["pages/0/", "pages/1/"]),
                          (folders["KeyCount"], [each["Prefix"] for each in folders["CommonPrefixes"]]))
        CHECK.assertIn("docs/ü + &<>%2F.txt",
                       [each["Key"] for each in s3.list_objects_v2(Bucket=BUCKET, Prefix="docs/")["Contents"]])
        old = s3.get_paginator("list_objects").paginate(Bucket=BUCKET, Prefix="pages/",
                                                        PaginationConfig={"PageSize": 3})
        CHECK.assertEqual(5, sum(len(page["Contents"]) for page in old))
        versions = s3.list_object_versions(Bucket=BUCKET, Prefix="pages/0/")["Versions"]
        CHECK.assertEqual([("pages/0/0", "null", True), ("pages/0/2", "null", True), ("pages/0/4", "null", True)],
                          [(each["Key"], each["VersionId"], each["IsLatest"]) for each in versions])


def uploads(cloud, s3, steps):
    with steps.step("s3: upload_file and download_file of 20 MB in parts"):
        content = os.urandom(20 * MIB)
        path = os.path.join(cloud.folder, "large")
        with open(path, "wb") as file:
            file.write(content)
        s3.upload_file(path, BUCKET, "large")
        told = s3.head_object(Bucket=BUCKET, Key="large")
        CHECK.assertEqual(len(content), told["ContentLength"])
        CHECK.assertRegex(told["ETag"], r'^"[0-9a-f]{32}-3"$')
        s3.download_file(BUCKET, "large", path + "-back")
        with open(path + "-back", "rb") as file:
            CHECK.assertEqual(hashlib.sha256(content).digest(), hashlib.sha256(file.read()).digest())
        back = io.BytesIO()
        s3.download_fileobj(BUCKET, "large", back)
        CHECK.assertEqual(content, back.getvalue())
    with steps.step("s3: an upload in parts by hand, and one given up"):
        where = {"Bucket": BUCKET, "Key": "parts"}
        upload = s3.create_multipart_upload(**where, Metadata={"mood": "good"})["UploadId"]
        parts = [{"PartNumber": n, "ETag": s3.upload_part(**where, UploadId=upload, PartNumber=n, Body=body)["ETag"]}
                 for n, body in ((1, b"a" * 5 * MIB), (2, b"b"))]
        CHECK.assertEqual([(1, 5 * MIB), (2, 1)],
                          [(each["PartNumber"], each["Size"])
                           for each in s3.list_parts(**where, UploadId=upload)["Parts"]])
        CHECK.assertEqual([("parts", upload)], [(each["Key"], each["UploadId"]) for each in
                                                s3.list_multipart_uploads(Bucket=BUCKET)["Uploads"]])
        s3.complete_multipart_upload(**where, UploadId=upload, MultipartUpload={"Parts": parts})
        CHECK.assertEqual((5 * MIB + 1, {"mood": "good"}),
                          (s3.head_object(**where)["ContentLength"], s3.head_object(**where)["Metadata"]))
        copied = s3.create_multipart_upload(**where)["UploadId"]
        told = s3.upload_part_copy(**where, UploadId=copied, PartNumber=1, CopySource=SOURCE,
                                   CopySourceRange="bytes=2-5")["CopyPartResult"]
        CHECK.assertEqual(f'"{hashlib.md5(b"2345").hexdigest()}"', told["ETag"])
        s3.complete_multipart_upload(**where, UploadId=copied, MultipartUpload={
            "Parts": [{"PartNumber": 1, "ETag": told["ETag"]}]})
        CHECK.assertEqual(b"2345", s3.get_object(**where)["Body"].read())
        given_up = s3.create_multipart_upload(**where)["UploadId"]
        s3.abort_multipart_upload(**where, UploadId=given_up)
        with CHECK.assertRaises(s3.exceptions.NoSuchUpload):
            s3.list_parts(**where, UploadId=given_up)


def links(cloud, s3, steps):
    presigned(cloud.client("s3", config=Config(signature_version="s3v4")), "4", steps)
    presigned(s3, "2, which boto3 takes by itself", steps)


def presigned(s3, version, steps):
    with steps.step(f"s3: presigned links to get, to put and to nothing, signature version {version}"):
        link = s3.generate_presigned_url("get_object", Params=SOURCE, ExpiresIn=60)
        with urllib.request.urlopen(link) as answer:
            CHECK.assertEqual(b"0123456789", answer.read())
        target = s3.generate_presigned_url("put_object", Params={"Bucket": BUCKET, "Key": "linked"}, ExpiresIn=60)
        # Without the content type that Python would add: version 2 signs it, too.
        put = urllib.request.Request(target, data=b"by link", method="PUT", headers={"Content-Type": ""})
        with urllib.request.urlopen(put) as answer:
            CHECK.assertEqual(200, answer.status)
        CHECK.assertEqual(b"by link", s3.get_object(Bucket=BUCKET, Key="linked")["Body"].read())
        with CHECK.assertRaises(urllib.error.HTTPError) as raised:
            urllib.request.urlopen(link.replace("a.txt", "b.txt"))
        CHECK.assertEqual(403, raised.exception.code)


def ends(s3, steps):
    with steps.step("s3: the end of objects and of the bucket"):
        with CHECK.assertRaises(s3.exceptions.ClientError) as raised:
            s3.delete_bucket(Bucket=BUCKET)
        CHECK.assertEqual("BucketNotEmpty", raised.exception.response["Error"]["Code"])
        s3.delete_object(**SOURCE)
        s3.get_waiter("object_not_exists").wait(**SOURCE)
        keys = [{"Key": each["Key"]} for each in s3.list_objects_v2(Bucket=BUCKET)["Contents"]]
        told = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": keys})
        CHECK.assertEqual((sorted(each["Key"] for each in keys), None),
                          (sorted(each["Key"] for each in told["Deleted"]), told.get("Errors")))
        s3.delete_bucket(Bucket=BUCKET)
        s3.get_waiter("bucket_not_exists").wait(Bucket=BUCKET)
