#!/usr/bin/env python3
"""What a program or shared library was linked with, read from the ELF file by readelf and objdump: what checksec looks at.

usage: check_hardening.py FILE...     Exit 1 and one line per fault.
"""
import re
import subprocess
import sys


FEWEST_MARKS = 100  # endbr64 at the functions; Debian's own start-up code has a handful


def tool(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def readelf(path, *options):
    return tool('readelf', '-W', *options, path)


def faults(path):
    header, segments, dynamic = readelf(path, '-h'), readelf(path, '-l'), readelf(path, '-d')
    symbols = readelf(path, '--dyn-syms')
    if 'DYN (' not in header:
        yield 'is not position independent'
    if '.so' not in path and 'PIE' not in dynamic:
        yield 'is not a PIE'
    if 'GNU_RELRO' not in segments:
        yield 'has no RELRO segment'
    if not re.search(r'\bBIND_NOW\b|FLAGS_1.*\bNOW\b', dynamic):
        yield 'resolves symbols lazily: RELRO is partial'
    stack = re.search(r'GNU_STACK.*', segments)
    if not stack or 'E' in stack.group(0).split()[-2]:
        yield 'may run code on its stack'
    if re.search(r'LOAD.*\bRWE\b', segments):
        yield 'has a segment that may be written and run'
    if 'TEXTREL' in dynamic:
        yield 'has relocations in its text'
    if 'RPATH' in dynamic or 'RUNPATH' in dynamic:
        yield 'has a path to look for libraries in'
    if '__stack_chk_fail' not in symbols:
        yield 'has no stack protector'
    if not re.search(r'\b__\w+_chk\b', symbols.replace('__stack_chk_fail', '')):
        yield 'calls no checked function: _FORTIFY_SOURCE is off'
    # Not the IBT note of the whole file: Debian 12's crt1.o lacks it, and the linker then drops everyone's.
    if 'X86-64' in header and tool('objdump', '-d', path).count('endbr64') < FEWEST_MARKS:
        yield 'has no marks for indirect branches: -fcf-protection is off'


def main():
    found = [f'{path}: {fault}' for path in sys.argv[1:] for fault in faults(path)]
    for fault in found:
        print(fault)
    print(f'hardening: {len(sys.argv) - 1} file(s), {len(found)} fault(s)')
    return 1 if found else 0


if __name__ == '__main__':
    sys.exit(main())
