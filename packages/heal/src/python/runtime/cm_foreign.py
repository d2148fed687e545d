"""Pytest plugin: lets a project's own options survive although plugins that get in our way are switched off.

Coverage, parallel runs, time-outs, reruns and random order are blocked with `-p no:NAME`; what the project says about them on its
own command line (`addopts`), in its configuration and in its markers is accepted here and has no effect.
"""

import pytest

# Option -> does a value follow as an argument of its own: 'no', 'yes', 'maybe' (argparse's nargs='?').
FOREIGN_OPTIONS = {
    "--cov": "maybe",
    "--cov-report": "yes",
    "--cov-config": "yes",
    "--cov-fail-under": "yes",
    "--cov-context": "yes",
    "--cov-append": "no",
    "--cov-branch": "no",
    "--cov-reset": "no",
    "--no-cov": "no",
    "--no-cov-on-fail": "no",
    "-n": "yes",
    "--numprocesses": "yes",
    "--maxprocesses": "yes",
    "--max-worker-restart": "yes",
    "--dist": "yes",
    "--tx": "yes",
    "--loadscope-reorder": "no",
    "--no-loadscope-reorder": "no",
    "--forked": "no",
    "--boxed": "no",
    "--timeout": "yes",
    "--timeout-method": "yes",
    "--session-timeout": "yes",
    "--reruns": "yes",
    "--reruns-delay": "yes",
    "--only-rerun": "yes",
    "--rerun-except": "yes",
    "--randomly-seed": "yes",
    "--randomly-dont-reorganize": "no",
    "--randomly-dont-reset-seed": "no",
    "--random-order": "no",
    "--random-order-bucket": "yes",
    "--random-order-seed": "yes",
    "--instafail": "no",
    "--sw": "no",
    "--stepwise": "no",
    "--sw-skip": "no",
    "--stepwise-skip": "no",
}

FOREIGN_SETTINGS = ("timeout", "timeout_method", "timeout_func_only", "session_timeout", "reruns", "reruns_delay")

FOREIGN_MARKERS = ("timeout", "flaky", "xdist_group", "no_cover", "random_order", "forked")


def without_foreign(args):
    """The arguments without those of blocked plugins."""
    kept = []
    waiting = iter(range(len(args)))
    for index in waiting:
        arg = args[index]
        name, equals, _ = arg.partition("=")
        takes = FOREIGN_OPTIONS.get(name)
        if takes is None and len(arg) > 2 and arg.startswith("-n") and (arg[2:].isdigit() or arg[2:] in ("auto", "logical")):
            continue
        if takes is None:
            kept.append(arg)
            continue
        following = args[index + 1] if index + 1 < len(args) else None
        if not equals and following is not None and (takes == "yes" or (takes == "maybe" and not following.startswith("-"))):
            next(waiting)
    return kept


def pytest_addoption(parser):
    for name in FOREIGN_SETTINGS:
        parser.addini(name, "read by a plugin that is switched off here", default=None)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config, parser, args):
    args[:] = without_foreign(args)


def pytest_configure(config):
    for name in FOREIGN_MARKERS:
        config.addinivalue_line("markers", name + ": read by a plugin that is switched off here")


@pytest.fixture(scope="session")
def worker_id():
    return "master"


@pytest.fixture(scope="session")
def testrun_uid():
    return "1"


@pytest.fixture
def no_cover():
    return None
