"""What every part of the suite stands on: named steps that are printed and counted, and waiting."""

import base64
import contextlib
import hashlib
import io
import json
import os
import time
import traceback
import unittest
import zipfile

CHECK = unittest.TestCase()
CHECK.maxDiff = None


class Steps:
    """The steps of one peer. A step that fails is told at once; the next ones are tried all the same."""

    def __init__(self, peer):
        self.peer = peer
        self.passed = 0
        self.failed = []

    @contextlib.contextmanager
    def step(self, name):
        begun = time.monotonic()
        try:
            yield
        except Exception as e:  # whatever goes wrong in a step is a finding of the suite
            self._fail(name, e)
        else:
            self.passed += 1
            print(f"ok      {self.peer:<16} {name}  ({time.monotonic() - begun:.1f} s)", flush=True)

    @contextlib.contextmanager
    def around(self, name):
        """Not a step itself: counts only if something goes wrong outside of the steps in it."""
        try:
            yield
        except Exception as e:
            self._fail(name, e)

    def _fail(self, name, e):
        self.failed.append(name)
        print(f"FAILED  {self.peer:<16} {name}", flush=True)
        frames = traceback.format_exception(type(e), e, e.__traceback__)
        print("        " + "".join(frames).rstrip().replace("\n", "\n        "), flush=True)

    def counts(self):
        return {"peer": self.peer, "passed": self.passed, "failed": self.failed}


def until(ask, wanted, seconds=60):
    """Asks again until the answer is as wanted; fails with the last answer."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if wanted(answer):
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"After {seconds} s the answer is still {answer!r}")
        time.sleep(0.3)


def filled(path, values):
    """A request file of resources/ with its placeholders filled, as resources/README.md says."""

    def fill(node):
        if isinstance(node, dict):
            # A ParameterValue stays text even where all of it is a number.
            return {key: str(fill(value)) if key == "ParameterValue" else fill(value) for key, value in node.items()}
        if isinstance(node, list):
            return [fill(value) for value in node]
        if not isinstance(node, str):
            return node
        for name, value in values.items():
            if node == "${" + name + "}":
                return value
            node = node.replace("${" + name + "}", str(value))
        return node

    with open(path, encoding="utf-8") as file:
        return fill(json.load(file))


def zipped(files):
    """A zip whose files are executable."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o100755 << 16
            target.writestr(entry, text)
    return made.getvalue()


def digest(code):
    """What Lambda calls a zip by."""
    return base64.b64encode(hashlib.sha256(code).digest()).decode()


def saying(word):
    """The code of a Python function, main.handle, that answers a word."""
    return zipped({"main.py": f"def handle(event, context):\n    return {word!r}\n"})


def write(folder, name, content):
    """Writes a file and returns its path."""
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content if isinstance(content, str) else json.dumps(content, indent=2))
    return path
