"""boto3's part: every operation that the local cloud offers is called, and none may be left out."""

import json
import os
import sys
import tempfile

import boto3

import boto_delivery
import boto_functions
import boto_kinesis
import boto_kinesis_more
import boto_policies
import boto_roles
import boto_s3
import boto_secrets
import boto_watching
from steps import CHECK, Steps

PARTS = [boto_roles, boto_policies, boto_kinesis, boto_kinesis_more, boto_s3, boto_secrets, boto_watching,
         boto_functions, boto_delivery]

# Operations, such as "s3 GetObject", that cannot be called from here, each with the reason.
NOT_CALLED = {}

# Operations that Debian's boto3 does not know; only newer ones call them.
ONLY_IN_NEWER = {"kinesis " + operation for operation in [
    "DescribeAccountSettings", "ListTagsForResource", "TagResource", "UntagResource", "UpdateAccountSettings",
    "UpdateMaxRecordSize", "UpdateStreamWarmThroughput"]}


class Cloud:
    """Clients of one session, and the operations that were answered with success."""

    def __init__(self, home, folder):
        self.home = home
        self.folder = folder
        self.called = set()
        self.known = set()
        self.region = os.environ["AWS_DEFAULT_REGION"]
        self.session = boto3.Session()
        self.session.events.register("after-call", self._answered)

    def _answered(self, http_response, model, **_):
        if http_response.status_code < 300:
            self.called.add(name(model.service_model.signing_name, model.name))

    def client(self, service, **options):
        # Older ones do not read AWS_ENDPOINT_URL.
        client = self.session.client(service, endpoint_url=os.environ["AWS_ENDPOINT_URL"], **options)
        model = client.meta.service_model
        self.known.update(name(model.signing_name, operation) for operation in model.operation_names)
        return client

    @property
    def account(self):
        return self.client("sts").get_caller_identity()["Account"]


def name(service, operation):
    """The SDK for Java writes acronyms another way."""
    return f"{service} {operation}".lower()


def main(peer, operations, home, told):
    steps = Steps(peer)
    with open(operations, encoding="utf-8") as file:
        offered = {name(service["service"], operation): f"{service['service']} {operation}"
                   for service in json.load(file) for operation in service["offered"]}
    with tempfile.TemporaryDirectory(prefix="kinescope-boto-") as folder:
        cloud = Cloud(home, folder)
        for part in PARTS:
            with steps.around(f"what {part.__name__} does between its steps"):
                part.run(cloud, steps)
    heard_of = [key for key in offered if key in cloud.known]
    with steps.step("every offered operation is known, but for those that are only in newer boto3s"):
        CHECK.assertEqual(set(), {words for key, words in offered.items() if key not in cloud.known} - ONLY_IN_NEWER)
        CHECK.assertEqual(set(), ONLY_IN_NEWER - set(offered.values()))
        CHECK.assertEqual([], [words for words in NOT_CALLED if words.lower() in cloud.called])
    with steps.step(f"all {len(heard_of)} offered operations that this boto3 knows were called"):
        CHECK.assertEqual([], [offered[key] for key in heard_of
                               if key not in cloud.called and offered[key] not in NOT_CALLED])
    unknown = sorted(words for key, words in offered.items() if key not in cloud.known)
    if unknown:
        print(f"        {peer} does not know: {', '.join(unknown)}", flush=True)
    with open(told, "w", encoding="utf-8") as file:
        json.dump(steps.counts(), file)


if __name__ == "__main__":
    main(*sys.argv[1:])
