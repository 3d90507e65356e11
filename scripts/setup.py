"""Make the environment that every other target stands on: .venv, static/vendor, compiled kernel.

static/vendor holds what we did not write, and the voting program of the browser in one file.

Runs on the machine's own Python with nothing installed, so it uses the standard library alone
and old syntax: an old Python must get as far as the sentence that says it is too old.
"""

import hashlib
import json
import os
import pathlib
import shutil
import subprocess
import sys
import typing

ROOT = pathlib.Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = ROOT / ".setup.json"
VENDOR = ROOT / "static" / "vendor"
KERNEL = ROOT / "voting" / "core" / "fast"
SCRIPTS = ROOT / "static" / "js"
LOCKS = (
    "requirements.lock",
    "pyproject.toml",
    "package.json",
    "package-lock.json",
    "scripts/setup.py",
)

#: What the browser gets, as (path below node_modules, name below static/vendor).
ASSETS = (
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    ("htmx.org/LICENSE", "htmx.LICENSE"),
    (
        "@fontsource/ibarra-real-nova/files/ibarra-real-nova-latin-700-normal.woff2",
        "ibarra-real-nova.woff2",
    ),
    ("@fontsource/ibarra-real-nova/LICENSE", "ibarra-real-nova.LICENSE"),
    ("@noble/ed25519/index.js", "noble-ed25519.js"),
    ("@noble/ed25519/LICENSE", "noble-ed25519.LICENSE"),
)


def stop(message: str) -> typing.NoReturn:
    """Say what to do, and end."""
    sys.exit("\n  " + message.replace("\n", "\n  ") + "\n")


def run(*command: str, env: typing.Optional[typing.Dict[str, str]] = None) -> None:
    """Run a command from the root; where it fails, its own words are above ours."""
    try:
        subprocess.run(command, cwd=str(ROOT), check=True, env=env)
    except subprocess.CalledProcessError as failure:
        stop(
            "This step failed (exit {}):\n    {}\nIts own message is above. "
            "Mend it and run make again; what was done is kept.".format(
                failure.returncode, " ".join(command)
            )
        )


def check_machine() -> None:
    """Refuse early, with the remedy, when something that we need is missing."""
    if sys.version_info < (3, 11):
        stop(
            "Concejo needs Python 3.11 or newer; this is {}.\n"
            "Install one and name it: make PYTHON=python3.12 demo".format(sys.version.split()[0])
        )
    try:
        import ensurepip  # noqa: F401 only whether it is there
        import venv  # noqa: F401 only whether it is there
    except ImportError:
        stop("This Python has no venv module.\nOn Debian and Ubuntu: sudo apt install python3-venv")
    if shutil.which("node") is None or shutil.which("npm") is None:
        stop(
            "Concejo needs Node.js 20 or newer with npm, to fetch what the browser loads.\n"
            "Debian and Ubuntu: sudo apt install nodejs npm · macOS: brew install node"
        )
    version = (
        subprocess.run(["node", "--version"], stdout=subprocess.PIPE, check=True)
        .stdout.decode()
        .strip()
    )
    if int(version.lstrip("v").split(".")[0]) < 20:
        stop("Concejo needs Node.js 20 or newer; this is {}.".format(version))


def fingerprint() -> str:
    """Tell whether anything that the environment is made from has changed."""
    digest = hashlib.sha256(sys.version.encode())
    for name in LOCKS:
        digest.update(name.encode() + (ROOT / name).read_bytes())
    return digest.hexdigest()


def kernel_fingerprint() -> str:
    """Tell whether anything that the compiled kernel of the count is made from has changed."""
    digest = hashlib.sha256()
    for path in sorted(KERNEL.glob("*.py")):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def client_fingerprint() -> str:
    """Tell whether anything that the browser's voting program is made from has changed."""
    digest = hashlib.sha256()
    for path in sorted(SCRIPTS.glob("**/*.js")):
        digest.update(str(path.relative_to(SCRIPTS)).encode() + path.read_bytes())
    return digest.hexdigest()


def stamped(name: str) -> str:
    """Give what was noted when a part was last made; nothing where it never was."""
    try:
        return str(json.loads(STAMP.read_text())[name])
    except (OSError, ValueError, KeyError):
        return ""


def stamp(name: str, value: str) -> None:
    """Note what a part was made from."""
    noted = json.loads(STAMP.read_text()) if STAMP.exists() else {}
    STAMP.write_text(json.dumps(dict(noted, **{name: value})))


def remake(name: str, wanted: str, make: typing.Callable[[], None]) -> bool:
    """Make a part anew if what it is made from has changed; say whether it was."""
    is_made = stamped(name) == wanted and (name != "client" or (VENDOR / "vote.js").exists())
    if not is_made:
        make()
        stamp(name, wanted)
    return not is_made


def is_ready(wanted: str) -> bool:
    """Say whether the environment at hand was made from these very files."""
    has_assets = all((VENDOR / name).exists() for _, name in ASSETS)
    return PYTHON.exists() and has_assets and stamped("fingerprint") == wanted


def make_venv() -> None:
    """Install the locked versions, each checked against its hash, and Concejo itself."""
    usable = (
        PYTHON.exists()
        and subprocess.run([str(PYTHON), "-c", "import pip"], stderr=subprocess.DEVNULL).returncode
        == 0
    )
    if not usable:
        print("· a virtual environment in .venv")
        shutil.rmtree(str(VENV), ignore_errors=True)
        run(sys.executable, "-m", "venv", str(VENV))
    print("· Python packages, as locked in requirements.lock")
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--quiet", "--no-input")
    run(*pip, "install", "--require-hashes", "--only-binary", ":all:", "-r", "requirements.lock")
    run(*pip, "install", "--no-deps", "--no-build-isolation", "--editable", ".")


def make_vendor() -> None:
    """Copy what the browser loads out of node_modules, as locked in package-lock.json."""
    print("· browser assets, as locked in package-lock.json")
    run(
        "npm",
        "ci",
        "--silent",
        "--no-progress",
        env=dict(os.environ, npm_config_update_notifier="false"),
    )
    shutil.rmtree(str(VENDOR), ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source, name in ASSETS:
        shutil.copyfile(str(ROOT / "node_modules" / source), str(VENDOR / name))


def make_client() -> None:
    """Put the browser's voting program into one file, whose hash stands in pages and manifests."""
    print("· the voting program, in one file")
    run(
        str(ROOT / "node_modules" / ".bin" / "esbuild"),
        str(SCRIPTS / "vote" / "page" / "main.js"),
        "--bundle",
        "--minify",
        "--format=esm",
        "--charset=utf8",
        "--target=es2020",
        "--log-level=warning",
        "--outfile=" + str(VENDOR / "vote.js"),
    )


def make_kernel() -> None:
    """Compile the kernel of the count, which takes the first one ten seconds otherwise."""
    print("· the count, compiled")
    # numba looks at the file of a function alone, not at those of the functions that it calls.
    for pattern in ("*.nbi", "*.nbc"):
        for path in KERNEL.glob("__pycache__/" + pattern):
            path.unlink()
    run(str(PYTHON), "-c", "from voting.core.fast.warming import warm; warm()")


def main() -> None:
    """Make what is missing; do nothing, quickly, when all is there."""
    check_machine()
    wanted = fingerprint()
    if not is_ready(wanted):
        print("Setting up Concejo (once; about a minute)")
        STAMP.unlink(missing_ok=True)
        make_venv()
        make_vendor()
        stamp("fingerprint", wanted)
    made = [remake("client", client_fingerprint(), make_client)]
    made.append(remake("kernel", kernel_fingerprint(), make_kernel))
    if any(made):
        print("· ready\n")


if __name__ == "__main__":
    main()
