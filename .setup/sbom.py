"""What the portal is made of, from its lock: `python .setup/sbom.py requirements.txt`, CycloneDX as JSON on stdout."""

import json
import re
import sys
from pathlib import Path
from typing import Any

PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?==(?P<version>[^ ;\\]+)(?: *; *(?P<marker>[^\\]*[^\\ ]))?")
DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def component(stretch: str) -> dict[str, Any]:
    """One locked package, with the digest of every file of it that is let in."""
    pin = PIN.match(stretch)
    if not pin:
        raise SystemExit(f"Not a locked package: {stretch.splitlines()[0]}")
    address = f"pkg:pypi/{re.sub('[-_.]+', '-', pin['name']).lower()}@{pin['version']}"
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": address,
        "name": pin["name"],
        "version": pin["version"],
        "purl": address,
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in DIGEST.findall(stretch)],
    }
    return found | ({"properties": [{"name": "only-where", "value": pin["marker"]}]} if pin["marker"] else {})


def bill(lock: str) -> dict[str, Any]:
    """The whole list; the same lock gives the same list."""
    joined = re.sub(r"\\\n\s+", "\\\\ ", lock)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": "volunteer-portal", "name": "volunteer-portal"}},
        "components": [component(line) for line in joined.splitlines() if line and not line.startswith("#")],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(Path(sys.argv[1]).read_text()), indent=1) + "\n")
