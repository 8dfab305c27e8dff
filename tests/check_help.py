#!/usr/bin/env python3
"""--help, the manual pages and the completions of bash, zsh and fish say the same, and are in form.

usage: check_help.py KERUEN      What groff, zsh and fish would say is asked where they are installed.
"""
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

FAULTS = []


def fault(text):
    FAULTS.append(text)


def output(*words, **more):
    done = subprocess.run(words, capture_output=True, text=True, **more)
    if done.returncode or done.stderr:
        fault(f'{" ".join(map(str, words))[:200]}: exit code {done.returncode}: {done.stderr[:300]}')
    return done.stdout


def accepts(text, suffix, *words):
    """A checker of syntax, if it is there, has nothing to say."""
    if not shutil.which(words[0]):
        return
    with tempfile.TemporaryDirectory() as place:
        path = Path(place, f'it{suffix}')
        path.write_text(text, encoding='utf-8')
        said = output(*words, path)
        if said:
            fault(f'{words[0]}: {said[:300]}')


def check_page(keruen, command, options):
    page = output(keruen, 'help', *command, '--man')
    accepts(page, '.1', 'groff', '-man', '-Tutf8', '-ww', '-z', '-k')
    plain = page.replace('\\-', '-')
    for section in ('.TH KERUEN', '.SH NAME', '.SH SYNOPSIS', '.SH DESCRIPTION'):
        if section not in plain:
            fault(f'manual of {command}: no {section}')
    for option in options:
        if f'\\fB{option}\\fR' not in plain.replace('\\fR, \\fB', '\\fR \\fB'):
            fault(f'manual of {command}: {option} is missing')
    return plain


def completed(script, words):
    """What bash offers for the last of the words."""
    text = f"""{script}
COMP_WORDS=({' '.join(f"'{w}'" for w in words)}); COMP_CWORD={len(words) - 1}
compopt() {{ :; }}
_keruen; printf '%s\\n' "${{COMPREPLY[@]}}\""""
    return set(output('bash', '--norc', '-c', text).split())


def main():
    keruen = sys.argv[1]
    commands = re.findall(r'^  (\w+) +\S', output(keruen, 'help'), re.M)
    scripts = {shell: output(keruen, 'help', '--completion', shell) for shell in ('bash', 'zsh', 'fish')}
    accepts(scripts['zsh'], '.zsh', 'zsh', '-n')
    accepts(scripts['fish'], '.fish', 'fish', '-n')
    overview = check_page(keruen, [], [])
    if completed(scripts['bash'], ['keruen', '']) != {*commands, '--help', '--version'}:
        fault('bash does not offer the commands')
    for command in commands:
        told = output(keruen, command, '--help')
        if told != output(keruen, 'help', command):
            fault(f'help {command} is not {command} --help')
        options = re.findall(r'^  (?:-\w, |    )(--[\w-]+)', told, re.M)
        letters = re.findall(r'^  (-\w), --', told, re.M)
        check_page(keruen, [command], options)
        if f'keruen-{command} (1)' not in overview:
            fault(f'keruen.1 does not tell of {command}')
        if completed(scripts['bash'], ['keruen', command, '-']) != {*options, *letters, '--help'}:
            fault(f'bash does not offer the options of {command}')
        for option, values in re.findall(r'(--[\w-]+) ([\w]+(?:\|\w+)+)  ', told):
            if completed(scripts['bash'], ['keruen', command, option, '']) != set(values.split('|')):
                fault(f'bash does not offer the values of {command} {option}')
        for option in options:
            if not re.search(rf'__fish_seen_subcommand_from {command}\' -l {option[2:]}\b', scripts['fish']):
                fault(f'fish does not offer {command} {option}')
            if not re.search(rf'^    {command}\) _arguments(.|\n)*?{option}\b(.|\n)*?;;$', scripts['zsh'], re.M):
                fault(f'zsh does not offer {command} {option}')
    if len(commands) < 19:
        fault(f'only {len(commands)} commands were found')
    for text in FAULTS:
        print(text)
    print(f'help: {len(commands)} commands, {len(FAULTS)} fault(s)')
    return 1 if FAULTS else 0


if __name__ == '__main__':
    sys.exit(main())
