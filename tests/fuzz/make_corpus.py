#!/usr/bin/env python3
"""The seeds that the corpora of tests/fuzz began with, from pocket.txt, tests/bad and the program itself.

usage: make_corpus.py KERUEN FOLDER
"""
import gzip
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
INSTANCE = ('config node link transfer cargo resource plan capacity transit shipment commitment quota upgrade').split()
VALUES = {0: ('12.5', '-0.000001', '1e3', '12,5', '1 000', '0x1F', 'inf', '1000000000000', '.5', '5.'), 1: ('1.5e-7', '-12', '999999999999999999999', '1e400', '+.5'),
          2: ('2025-07-01', '2024-02-29', '2025-07-01T05:00+05:00', '2025-07-01T24:00Z', '2999-12-31T23:59-14:00', '1900-01-01'),
          3: ('Aктау', 'Ürümqi', '喀什', '\u202eabc', 'PK\x03\x04', '<html>', 'αlpha'), 4: ('node_id\nname\nnode_ld\n', 'A\nB\nA', 'capacity.csv\nplan.csv\nplans.csv'),
          5: ('20250701T000000Z-1-abc@ALPHA', '../x@A', 'R1@.a', 'ALPHA:S1')}
TNTP_NET = ('<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 1\n<NUMBER OF LINKS> 2\n<END OF METADATA>\n~ tail head\n'
            '1 3 10.5 1 2.5 0.15 4 0 0 1 ;\n3 2 8 1 1e1 0.15 4 0 0 1 ;\n')
TNTP_TRIPS = '<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 12\n<END OF METADATA>\nOrigin 1\n 2 : 12.0; 1 : 0;\n'
COMMALAB = '3 3 2\n1 2 5 10\n2 3 1.5 -1\n1 3 9 4\n1 3 6\n2 3 0.5\n'


def sections(text):
    return {name: body for name, body in (part.split('\n', 1) for part in re.split(r'^=== ', text, flags=re.M)[1:])}


def join(folder):
    return b''.join(b'=== %s\n%s' % (p.name.encode(), p.read_bytes()) for p in sorted(folder.iterdir()) if p.is_file())


def results(keruen, pocket, scratch):
    for name, options in (('lp', []), ('integer', ['--integer']), ('static', ['--static']), ('fair', ['--fairness', 'maxmin']), ('plan', ['--plan', 'most'])):
        subprocess.run([keruen, 'solve', pocket, '-o', scratch / name, '--reproducible', '-q', *options], check=True, capture_output=True)
        yield name, join(scratch / name)


def main():
    keruen, out = sys.argv[1], pathlib.Path(sys.argv[2])
    files = sections((HERE / 'pocket.txt').read_text(encoding='utf-8'))

    def put(target, name, data):
        (out / target).mkdir(parents=True, exist_ok=True)
        (out / target / name).write_bytes(data if isinstance(data, bytes) else data.encode())

    for kind, texts in VALUES.items():
        for i, text in enumerate(texts): put('values', f'{kind}-{i}', bytes([kind]) + text.encode())
    for i, name in enumerate(INSTANCE):
        put('sheet', name, bytes([i]) + files[f'{name}.csv'].encode())
        put('csv', name, files[f'{name}.csv'])
    put('csv', 'quotes', 'a,"b ""c"" d","e\nf"\r\n"",,\n\ufeff1,2,3\n')
    put('csv', 'open_quote', 'a,b\n1,"2\n3\n')
    for target in ('instance', 'solve'): put(target, 'pocket', (HERE / 'pocket.txt').read_bytes())
    without = {k: v for k, v in files.items() if k not in ('commitment.csv', 'quota.csv', 'upgrade.csv', 'transit.csv', 'plan.csv')}
    bare = ''.join(f'=== {k}\n{v}' for k, v in without.items()).replace('more,track,,,,4,\nmost,port,2025-07-02,,,1500,\n', '')
    put('solve', 'bare', bare)
    put('import', 'commalab', b'\0' + COMMALAB.encode())
    put('import', 'commalab_gzip', b'\1' + gzip.compress(COMMALAB.encode(), mtime=0))
    put('import', 'tntp', b'\0' + TNTP_NET.encode() + b'\n=== TRIPS\n' + TNTP_TRIPS.encode())
    freight = 'shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due,splittable\nF1,A,B,ore,12.5,2025-07-01,2025-07-04T12:00Z,1\n'
    night = ('=== spool.csv\nmost_bytes,most_rows,most_new\n1000,,5\n=== last_lot.csv\nshipment_id,last_lot,closed\nS1,3,0\nS2,1,1\n'
             '=== moved.csv\nshipment_id,lot,quantity_t,moved_t,depart,arrive,new_arrive,price_tonne_hours\nS3,1,100,50,2025-07-01T00:00Z,2025-07-01T12:00Z,2025-07-02T12:00Z,1200.5\n')
    put('night', 'freight', '=== shipment.csv\n' + freight + night)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        pocket = scratch / 'pocket'
        pocket.mkdir()
        for name, body in files.items(): (pocket / name).write_text(body, encoding='utf-8')
        for name, data in results(keruen, pocket, scratch): put('result', name, data)
        spool = scratch / 'spool'
        spool.mkdir()
        drop = scratch / 'shipment.csv'
        drop.write_text(freight, encoding='utf-8')
        for name in ('commitment.csv', 'quota.csv'): (pocket / name).unlink()
        subprocess.run([keruen, 'submit', spool, 'ALPHA', drop], check=True, capture_output=True)
        subprocess.run([keruen, 'nightly', spool, '--corridor', pocket, '--date', '2025-06-30'], check=True, capture_output=True)
        jobs = sorted(spool.glob('nights/*/chunks/*/job.csv'))
        put('night', 'job', b'=== job.csv\n' + jobs[0].read_bytes() + night.encode())


if __name__ == '__main__':
    main()
