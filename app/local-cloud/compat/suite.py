"""The compatibility suite: starts the distribution's local cloud and leads every peer through it."""

import concurrent.futures
import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import cli_flow
from awscli import Aws
from steps import Steps

HERE = os.path.dirname(os.path.abspath(__file__))
# Many times what it takes: whoever hangs must not hang a build server, too.
BOTO_SECONDS = 900
EXPORTS = {"AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_DEFAULT_REGION"}


class Cloud:
    """``kinescope local-cloud`` with a data directory, and the environment of a shell with its lines pasted."""

    def __init__(self, kinescope, folder):
        self.log = os.path.join(folder, "cloud.err")
        self.lines = os.path.join(folder, "cloud.out")
        data = os.path.join(folder, "data")
        with open(self.log, "w") as err, open(self.lines, "w") as out:
            self.process = subprocess.Popen(
                [kinescope, "local-cloud", "--port", "0", "--data", data], stdout=out, stderr=err)
        end = time.monotonic() + 60
        while "ready" not in self._read(self.log):
            if self.process.poll() is not None or time.monotonic() > end:
                raise SystemExit("The local cloud did not start:\n" + self._read(self.log))
            time.sleep(0.1)
        self.environment = self._environment(folder)

    def _environment(self, folder):
        pasted = dict(re.findall(r"^export (\w+)=(.*)$", self._read(self.lines), re.MULTILINE))
        assert set(pasted) == EXPORTS, pasted
        kept = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
        home = os.path.join(folder, "home")
        os.makedirs(home, exist_ok=True)
        # Nothing of this machine's own AWS settings, and nobody to press a key in a pager.
        return {**kept, **pasted, "HOME": home, "AWS_PAGER": "", "AWS_EC2_METADATA_DISABLED": "true",
                "PYTHONDONTWRITEBYTECODE": "1"}

    @staticmethod
    def _read(path):
        with open(path, encoding="utf-8") as file:
            return file.read()

    def close(self):
        self.process.terminate()
        if self.process.wait(60) not in (0, 143):
            raise SystemExit("The local cloud ended badly:\n" + self._read(self.log))


def output(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False).stdout


def clis(quick):
    """The AWS CLIs by what they are called in the report: Debian's, and another one on the path."""
    found = {}
    for program in ["/usr/bin/aws"] + ([] if quick else others("aws")):
        told = output(program, "--version")
        version = re.match(r"aws-cli/([\d.]+)", told)
        if version:
            found.setdefault("aws " + version[1], program)
        elif program == "/usr/bin/aws":
            raise SystemExit("Debian's AWS CLI does not start:\n" + told)
    return found


def pythons(quick):
    """The boto3s, each by the Python that has it."""
    found = {}
    for program in ["/usr/bin/python3"] + ([] if quick else others("python3")):
        version = output(program, "-c", "import boto3; print('boto3', boto3.__version__)").strip()
        if re.fullmatch(r"boto3 [\d.]+", version):
            found.setdefault(version, program)
        elif program == "/usr/bin/python3":
            raise SystemExit("Debian's boto3 does not start:\n" + version)
    return found


def others(name):
    """The program of a name that is first on the path; it need not be a peer at all."""
    path = shutil.which(name)
    return [path] if path else []


class Suite:
    """The peers, each with a local cloud of its own."""

    def __init__(self, root, folder, quick):
        self.root = root
        self.folder = folder
        self.quick = quick
        self.home = os.path.join(root, "app", "desktop", "target", "kinescope")
        self.kinescope = os.path.join(self.home, "bin", "kinescope")
        self.operations = os.path.join(folder, "operations.json")
        with open(self.operations, "w") as out:
            subprocess.run([self.kinescope, "local-cloud", "operations", "--json"], stdout=out, check=True)

    def run(self):
        """What came of every peer; two at a time, since each waits a good deal."""
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            runs = [pool.submit(self._in_a_cloud, peer, program, self._cli)
                    for peer, program in clis(self.quick).items()]
            runs += [pool.submit(self._in_a_cloud, peer, program, self._boto)
                     for peer, program in pythons(self.quick).items()]
            return [run.result() for run in runs]

    def _in_a_cloud(self, peer, program, drive):
        name = peer.replace(" ", "-")
        folder = os.path.join(self.folder, name)
        os.makedirs(folder)
        cloud = Cloud(self.kinescope, folder)
        try:
            return drive(peer, program, cloud, folder)
        finally:
            cloud.close()
            shutil.copy(cloud.log, os.path.join(self.root, "app", "desktop", "target", f"compat-{name}.log"))

    def _cli(self, peer, program, cloud, folder):
        steps = Steps(peer)
        aws = Aws(program, peer.split()[1], cloud.environment, folder)
        with steps.around("what stands between the steps"):
            cli_flow.run(aws, steps, self.home, folder, self.quick)
        return steps.counts()

    def _boto(self, peer, program, cloud, folder):
        told = os.path.join(folder, "told.json")
        with contextlib.suppress(subprocess.TimeoutExpired):
            subprocess.run([program, "-B", os.path.join(HERE, "boto.py"), peer, self.operations, self.home, told],
                           env=cloud.environment, check=False, timeout=BOTO_SECONDS)
        if not os.path.exists(told):
            return {"peer": peer, "passed": 0, "failed": ["the whole of it ended early or took too long"]}
        with open(told, encoding="utf-8") as file:
            return json.load(file)


def main(root, quick):
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kinescope-compat-") as folder:
        counts = Suite(root, folder, quick).run()
    failed = [f"{peer['peer']}: {name}" for peer in counts for name in peer["failed"]]
    passed = sum(peer["passed"] for peer in counts)
    print(f"\n{', '.join(peer['peer'] for peer in counts)}: {passed} steps passed, {len(failed)} failed,"
          f" {time.monotonic() - begun:.0f} s")
    for name in failed:
        print("FAILED  " + name)
    return 1 if failed or not counts else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--quick" in sys.argv[2:]))
