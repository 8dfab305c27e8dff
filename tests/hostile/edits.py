"""Edits of a folder that make a bad input: each a function of the folder. What it is to change must be there."""
import csv
import io
import os
import zipfile


def put(name, content):
    data = content if isinstance(content, bytes) else content.encode('utf-8')

    def edit(folder):
        (folder / name).write_bytes(data)
    return edit


def raw(name, change):
    """The file's bytes through a function, which must change them."""
    def edit(folder):
        before = (folder / name).read_bytes()
        after = change(before)
        assert after != before, f'{name}: the edit changes nothing'
        (folder / name).write_bytes(after)
    return edit


def sub(name, old, new):
    def change(data):
        assert old.encode() in data, f'{name}: no {old!r}'
        return data.replace(old.encode(), new if isinstance(new, bytes) else new.encode(), 1)
    return raw(name, change)


def add(name, *lines):
    return raw(name, lambda data: data + ''.join(line + '\n' for line in lines).encode())


def recode(name, codec, mark=b''):
    return raw(name, lambda data: mark + data.decode('utf-8').encode(codec))


def split_by(name, separator):
    return raw(name, lambda data: data.replace(b',', separator.encode()))


def cell(name, line, column, value):
    """One cell, by its physical line (the header is 1) and the name of its column; quoted only where it must be."""
    def change(data):
        rows = list(csv.reader(io.StringIO(data.decode('utf-8'))))
        rows[line - 1][rows[0].index(column)] = value
        out = io.StringIO()
        csv.writer(out, lineterminator='\n').writerows(rows)
        return out.getvalue().encode('utf-8')
    return raw(name, change)


def gone(name):
    return lambda folder: (folder / name).unlink()


def instead(name, make):
    """Something else in place of the file."""
    def edit(folder):
        (folder / name).unlink(missing_ok=True)
        make(folder / name)
    return edit


def fifo(name):
    return instead(name, os.mkfifo)


def folder(name):
    return instead(name, lambda path: path.mkdir())


def link(name, target):
    return instead(name, lambda path: path.symlink_to(target))


def zipped(name):
    def change(data):
        out = io.BytesIO()
        with zipfile.ZipFile(out, 'w') as archive:
            archive.writestr(zipfile.ZipInfo(name), data)
        return out.getvalue()
    return raw(name, change)


def endless_line(name, start, size):
    """`start`, then a hole that reads as zeros up to `size` bytes: nothing of it is on the disk."""
    def make(path):
        path.write_bytes(start.encode())
        os.truncate(path, size)
    return instead(name, make)
