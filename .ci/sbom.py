#!/usr/bin/env python3
"""Bill of materials, CycloneDX 1.5: what the binaries are, and the Debian packages of the libraries they load.

usage: sbom.py FILE...     The program first. Written to standard output; the same files give the same bytes.
"""
import datetime
import hashlib
import json
import os
import subprocess
import sys
import uuid
from pathlib import Path


def run(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=True).stdout


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def libraries(path):
    """Where the loader finds what the file names as needed: those alone, not what they need in turn."""
    needed = {line.split('[')[1].rstrip(']') for line in run('readelf', '-dW', path).splitlines() if '(NEEDED)' in line}
    for line in run('ldd', path).splitlines():
        words = line.split()
        if words[0] in needed and '=>' in words:
            yield words[2]


def package(library):
    """The Debian package that a file belongs to; dpkg may know it under /usr or without."""
    for name in (os.path.realpath(library), library, library.removeprefix('/usr')):
        done = subprocess.run(['dpkg-query', '-S', name], capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.split(': ')[0]
    sys.exit(f'{library}: no Debian package has it')


def component(name):
    package_name, source, version, architecture = run(
        'dpkg-query', '-W', '-f=${Package}\t${source:Package}\t${Version}\t${Architecture}', name).split('\t')
    return {'type': 'library', 'bom-ref': f'{package_name}@{version}', 'name': package_name, 'version': version,
            'purl': f'pkg:deb/debian/{package_name}@{version}?arch={architecture}&distro=debian-12',
            'properties': [{'name': 'debian:source', 'value': source}]}


def ours(path, version):
    name = Path(path).name
    return {'type': 'library' if '.so' in name else 'application', 'bom-ref': name, 'name': name, 'version': version,
            'licenses': [{'license': {'id': 'GPL-3.0-or-later'}}], 'hashes': [{'alg': 'SHA-256', 'content': sha256(path)}]}


def main():
    files = sys.argv[1:]
    version = run(files[0], '--version').split()[-1]
    needs = {f: sorted({package(l) for l in libraries(f)}) for f in files}
    parts = {p: component(p) for f in files for p in needs[f]}
    built = [ours(f, version) for f in files]
    when = datetime.datetime.fromtimestamp(int(os.environ['SOURCE_DATE_EPOCH']), datetime.timezone.utc)
    bom = {'bomFormat': 'CycloneDX', 'specVersion': '1.5',
           'serialNumber': f'urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, "".join(sha256(f) for f in files))}', 'version': 1,
           'metadata': {'timestamp': when.strftime('%Y-%m-%dT%H:%M:%SZ'), 'component': built[0],
                        'tools': {'components': [{**component('gcc'), 'type': 'application'}]}},
           'components': [*built[1:], *(parts[p] for p in sorted(parts))],
           'dependencies': [{'ref': b['bom-ref'], 'dependsOn': [parts[p]['bom-ref'] for p in needs[f]]} for f, b in zip(files, built)]}
    print(json.dumps(bom, indent=1))


if __name__ == '__main__':
    main()
