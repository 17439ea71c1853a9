"""The command line: `python -m provendocs.versions publish 1.0`, and `... rollback 0.9`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path

from provendocs.errors import GuideError
from provendocs.versions.git import GitFailed
from provendocs.versions.publish import Plan, publish, roll_back
from provendocs.versions.version import version_named


def main() -> None:
    """Publish a version of the site, or point readers to one that is published."""
    parser = ArgumentParser(prog="python -m provendocs.versions", description=main.__doc__)
    parser.add_argument("action", choices=["publish", "rollback"])
    parser.add_argument("version", help="a release such as 1.0, or dev")
    parser.add_argument("--remote", default="origin", help="the remote's name, address or path")
    parser.add_argument("--branch", default="gh-pages", help="the branch that the host serves")
    parser.add_argument("--main", default="main", help="the branch that dev is made from")
    parser.add_argument("--test", default="make test", help="what runs the tests")
    parser.add_argument("--build", default="make build PROOF=require", help="what builds the site")
    parser.add_argument("--site", default="site", help="the folder that the build leaves the site in")
    told = parser.parse_args()
    root = Path.cwd()
    plan = Plan(root, told.remote, told.branch, told.main, told.test, told.build, root / told.site)
    try:
        version = version_named(told.version)
        print(f"publish: {publish(plan, version) if told.action == 'publish' else roll_back(plan, version)}")
    except GuideError as error:
        sys.exit(str(error))
    except GitFailed as failed:
        sys.exit(f"git: {failed}. Nothing was published.")
    except KeyboardInterrupt:
        sys.exit("publish: interrupted. The site is as it was, or as it was to be, and nothing between.")


if __name__ == "__main__":
    main()
