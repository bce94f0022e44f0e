"""One AWS CLI, called as a person calls it."""

import json
import os
import subprocess
import time

# What AWS says of a role that was made a moment ago; everyone tries again.
NOT_YET = ("cannot be assumed", "unable to assume role", "not authorized to perform", "security token included")


class Aws:
    def __init__(self, program, version, environment, folder):
        self.numbers = tuple(int(part) for part in version.split(".")[:2])
        self.v2 = self.numbers[0] >= 2
        self.environment = environment
        if self.numbers < ((2, 15) if self.v2 else (1, 32)):
            # Those from before 2024 refuse Firehose intervals under 60 seconds by themselves; so AWS decides.
            config = os.path.join(folder, "config")
            with open(config, "w", encoding="utf-8") as file:
                file.write("[default]\nparameter_validation = false\n")
            self.environment = {**environment, "AWS_CONFIG_FILE": config}
        self.folder = folder
        self.base = [program, "--output", "json"]
        # Older ones do not read AWS_ENDPOINT_URL.
        if self.numbers < ((2, 13) if self.v2 else (1, 29)):
            self.base += ["--endpoint-url", environment["AWS_ENDPOINT_URL"]]
        # The first version takes payloads as they are.
        self.raw = ["--cli-binary-format", "raw-in-base64-out"] if self.v2 else []

    def call(self, *arguments):
        command = self.base + [str(argument) for argument in arguments]
        return subprocess.run(command, env=self.environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, timeout=180, check=False)

    def text(self, *arguments):
        """Standard output of a command that has to succeed."""
        ended = self.call(*arguments)
        if ended.returncode != 0:
            raise AssertionError(f"aws {' '.join(map(str, arguments))}\nended with {ended.returncode}:\n"
                                 + ended.stderr + ended.stdout)
        return ended.stdout

    def json(self, *arguments):
        """The parsed answer of a command that has to succeed; None if it says nothing."""
        out = self.text(*arguments)
        return json.loads(out) if out.strip() else None

    def once_the_role_is_known(self, *arguments):
        """The answer, after as many tries as a new role needs."""
        end = time.monotonic() + 60
        while True:
            ended = self.call(*arguments)
            if ended.returncode == 0:
                return json.loads(ended.stdout)
            if not any(words in ended.stderr for words in NOT_YET) or time.monotonic() > end:
                raise AssertionError(f"aws {' '.join(map(str, arguments))}\n{ended.stderr}")
            time.sleep(1)

    def refused(self, *arguments):
        """What a command says that the service refuses, as 'CODE OPERATION: MESSAGE'."""
        ended = self.call(*arguments)
        # 254: the service answered with an error; the first version has said 255 for long.
        if ended.returncode not in ((254,) if self.v2 else (254, 255)):
            raise AssertionError(f"aws {' '.join(map(str, arguments))} ended with {ended.returncode}:\n"
                                 + ended.stderr + ended.stdout)
        return ended.stderr.strip()
