"""The main program of a Python function's process: loads the handler, then takes events from the
Lambda Runtime API one after the other, until the API or standard input closes."""

import datetime
import decimal
import http.client
import importlib
import json
import logging
import os
import signal
import sys
import threading
import time
import traceback

BASE = "/2018-06-01/runtime/"


class FunctionError(Exception):
    """A failure that has a type of Lambda's own instead of a Python class."""

    def __init__(self, error_type, message, cause=None):
        super().__init__(message)
        self.error_type = error_type
        self.cause = cause


class CognitoIdentity:
    """Who called through a mobile SDK; nobody does here."""

    def __init__(self, values):
        self.cognito_identity_id = values.get("cognitoIdentityId")
        self.cognito_identity_pool_id = values.get("cognitoIdentityPoolId")


class Client:
    """The calling application as it describes itself."""

    def __init__(self, values):
        self.installation_id = values.get("installation_id")
        self.app_title = values.get("app_title")
        self.app_version_name = values.get("app_version_name")
        self.app_version_code = values.get("app_version_code")
        self.app_package_name = values.get("app_package_name")


class ClientContext:
    """What the caller sent along beside the event."""

    def __init__(self, values):
        self.client = Client(values["client"]) if "client" in values else None
        self.custom = values.get("custom")
        self.env = values.get("env")


class Context:
    """What a function learns about its invocation (AWS documentation, Lambda context object in
    Python)."""

    def __init__(self, request_id, headers):
        self.aws_request_id = request_id
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn", "")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION", "")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME", "")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME", "")
        client = headers.get("Lambda-Runtime-Client-Context")
        self.client_context = ClientContext(json.loads(client)) if client else None
        self.identity = CognitoIdentity({})
        self._deadline = int(headers.get("Lambda-Runtime-Deadline-Ms", "0"))

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline - int(time.time() * 1000))

    def log(self, message):
        sys.stdout.write(str(message))


class LogHandler(logging.Handler):
    """Writes the function's log records in the managed runtime's form."""

    request_id = ""

    def emit(self, record):
        try:
            at = datetime.datetime.fromtimestamp(record.created, datetime.timezone.utc)
            stamp = at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (at.microsecond // 1000)
            text = self.format(record)
            sys.stdout.write(
                "[%s]\t%s\t%s\t%s\n" % (record.levelname, stamp, LogHandler.request_id, text)
            )
        except Exception:
            self.handleError(record)


class RuntimeApi:
    """The function's side of the Runtime API over one kept connection."""

    def __init__(self, authority):
        self._connection = http.client.HTTPConnection(authority)

    def next(self):
        self._connection.request("GET", BASE + "invocation/next")
        reply = self._connection.getresponse()
        body = reply.read()
        if reply.status != 200:
            raise ConnectionError("the Runtime API ended the poll with status %d" % reply.status)
        return reply.headers, body

    def respond(self, request_id, payload):
        self._post("invocation/" + request_id + "/response", payload, {})

    def fail(self, request_id, error):
        self._post_error("invocation/" + request_id + "/error", error)

    def fail_init(self, error):
        self._post_error("init/error", error)

    def _post_error(self, path, error):
        headers = {"Lambda-Runtime-Function-Error-Type": error["errorType"]}
        self._post(path, json.dumps(error).encode(), headers)

    def _post(self, path, body, headers):
        headers["Content-Type"] = "application/json"
        self._connection.request("POST", BASE + path, body, headers)
        self._connection.getresponse().read()


def end_with_the_parent():
    """Ends this process, and what the function started, when standard input ends."""
    own_input = os.dup(0)
    os.set_inheritable(own_input, False)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    grouped = hasattr(os, "getpgrp") and os.getpgrp() == os.getpid()
    if not grouped and hasattr(os, "setpgid"):
        try:
            os.setpgid(0, 0)
            grouped = True
        except OSError as e:
            print("No process group of its own:", e, file=sys.stderr)

    def watch():
        while os.read(own_input, 1024):
            pass
        if grouped:
            os.killpg(os.getpgrp(), signal.SIGKILL)
        os._exit(1)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def load(handler):
    """The function that "module.function" names; the module may have dots or slashes."""
    module_name, dot, function_name = handler.rpartition(".")
    if not dot:
        raise FunctionError(
            "Runtime.MalformedHandlerName",
            "Bad handler '%s': it is to be module.function" % handler,
        )
    module_name = module_name.replace("/", ".")
    try:
        module = importlib.import_module(module_name)
    except ImportError as e:
        raise FunctionError(
            "Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, e), e
        )
    except SyntaxError as e:
        raise FunctionError(
            "Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, e), e
        )
    function = getattr(module, function_name, None)
    if function is None:
        raise FunctionError(
            "Runtime.HandlerNotFound",
            "Handler '%s' missing on module '%s'" % (function_name, module_name),
        )
    return function


def report(error, request_id):
    """An error as Lambda answers it, without this program's own frames."""
    if isinstance(error, FunctionError):
        error_type, frames = error.error_type, []
        if error.cause is not None:
            frames = own_frames_removed(error.cause)
    else:
        error_type, frames = type(error).__name__, own_frames_removed(error)
    return {
        "errorMessage": str(error),
        "errorType": error_type,
        "requestId": request_id,
        "stackTrace": traceback.format_list(frames),
    }


def own_frames_removed(error):
    frames = traceback.extract_tb(error.__traceback__)
    while frames and (frames[0].filename == __file__ or "importlib" in frames[0].filename):
        frames = frames[1:]
    return frames


def log(error):
    lines = ["[ERROR] %s: %s" % (error["errorType"], error["errorMessage"])]
    if error["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        lines.extend(line.rstrip("\n") for line in error["stackTrace"])
    print("\n".join(lines))


def encode(value):
    """What JSON itself has no form for: decimals are numbers, as in the managed runtime."""
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError("Object of type %s is not JSON serializable" % type(value).__name__)


def call(function, body, context):
    event = json.loads(body)
    result = function(event, context)
    try:
        return json.dumps(result, default=encode).encode()
    except (TypeError, ValueError) as e:
        raise FunctionError("Runtime.MarshalError", "Unable to marshal response: %s" % e, e)


def end_of_output(request_id):
    """Marks where this invocation's output ends, so that the END line comes after the last of
    it."""
    sys.stdout.flush()
    sys.stderr.flush()
    os.write(1, b"\0end " + request_id.encode() + b"\0")


def main():
    end_with_the_parent()
    # This program's directory is the first place to import from: the function's own takes it.
    sys.path[0] = os.environ["LAMBDA_TASK_ROOT"]
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    sys.stderr.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)
    logging.getLogger().addHandler(LogHandler())
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    try:
        function = load(os.environ["_HANDLER"])
    except Exception as e:
        error = report(e, "")
        log(error)
        sys.stdout.flush()
        api.fail_init(error)
        sys.exit(1)
    while True:
        headers, body = api.next()
        request_id = headers.get("Lambda-Runtime-Aws-Request-Id", "")
        LogHandler.request_id = request_id
        try:
            answer = call(function, body, Context(request_id, headers))
        except Exception as e:
            error = report(e, request_id)
            log(error)
            end_of_output(request_id)
            api.fail(request_id, error)
            continue
        end_of_output(request_id)
        api.respond(request_id, answer)


if __name__ == "__main__":
    main()
