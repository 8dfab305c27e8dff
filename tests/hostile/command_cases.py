"""Bad words on the command line, and bad files of the importers: name -> (arguments, edits of the scratch folder)."""
from edits import endless_line, fifo, put

NET = ('<NUMBER OF ZONES> 2\n<NUMBER OF NODES> 3\n<FIRST THRU NODE> 3\n<NUMBER OF LINKS> {links}\n<END OF METADATA>\n'
       '1 3 1.5 0.8 0.7 1 0 0 0 1 ;\n3 2 1 9 2 0 0 0 0 1;\n')
TRIPS = '<NUMBER OF ZONES> 2\n<TOTAL OD FLOW> 7.5\n<END OF METADATA>\nOrigin 1\n1 : 1.00; 2 : {trips};\n'
COMMALAB = ['import', 'commalab', 'x', '-o', 'made']
TNTP = ['import', 'tntp', 'net', 'trips', '-o', 'made']


def tntp(links='2', trips='4.5'):
    return TNTP, [put('net', NET.format(links=links)), put('trips', TRIPS.format(trips=trips))]


def commalab(text):
    return COMMALAB, [put('x', text)]


def word(*arguments):
    return list(arguments), []


CASES = {
    'commalab-a-billion-arcs': commalab('4\n1000000000\n4\n1 2 4 10\n'),
    'commalab-more-than-64-bits': commalab('99999999999999999999\n1\n1\n'),
    'commalab-nan': commalab('2 1 1\n1 2 nan 1\n1 2 1\n'),
    'commalab-infinite': commalab('2 1 1\n1 2 1 inf\n1 2 1\n'),
    'commalab-1e400': commalab('2 1 1\n1 2 1e400 1\n1 2 1\n'),
    'commalab-hex': commalab('2 1 1\n1 2 0x10 1\n1 2 1\n'),
    'commalab-nul': commalab('2 1 1\n1 2 1\0 1\n1 2 1\n'),
    'commalab-utf16': commalab('2 1 1\n1 2 1 1\n1 2 1\n'.encode('utf-16')),
    'commalab-gzip-cut': commalab(b'\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\x33'),
    'commalab-empty': commalab(''),
    'commalab-line-of-a-gigabyte': (COMMALAB, [endless_line('x', '2 1 1', 1 << 30)]),
    'commalab-folder': word('import', 'commalab', 'base', '-o', 'made'),
    'commalab-not-there': word('import', 'commalab', 'nowhere', '-o', 'made'),
    'tntp-a-billion-links': tntp(links='1000000000'),
    'tntp-links-below-zero': tntp(links='-1'),
    'tntp-trips-nan': tntp(trips='nan'),
    'tntp-trips-infinite': tntp(trips='1e999'),
    'tntp-no-end': (TNTP, [put('net', '<NUMBER OF ZONES 2\n'), put('trips', '')]),
    'factor-nan': word('import', 'commalab', 'x', '--capacity-factor', 'nan', '-o', 'made'),
    'factor-huge': word('import', 'commalab', 'x', '--capacity-factor', '1e300', '-o', 'made'),
    'gap-nan': word('solve', 'base', '--gap', 'nan'),
    'gap-below-zero': word('solve', 'base', '--gap', '-1'),
    'gap-comma': word('solve', 'base', '--gap', '0,01'),
    'gap-hex': word('solve', 'base', '--gap', '0x1'),
    'threads-huge': word('solve', 'base', '--threads', '99999999999999999999'),
    'threads-zero': word('solve', 'base', '--threads', '0'),
    'time-limit-nan': word('solve', 'base', '--time-limit', 'nan'),
    'time-limit-below-zero': word('solve', 'base', '--time-limit', '-5'),
    'iterations-below-zero': word('solve', 'base', '--integer', '--iteration-limit', '-5'),
    'seed-word': word('solve', 'base', '--integer', '--seed', 'luck'),
    'plan-look-alike': word('solve', 'base', '--plan', 'аll'),
    'plan-not-utf8': word('solve', 'base', '--plan', 'al\udcff'),
    'plan-terminal-escape': word('solve', 'base', '--plan', '\x1b[31mall'),
    'fairness-unknown': word('solve', 'base', '--fairness', 'Maxmin'),
    'output-is-an-instance': word('solve', 'base', '-o', 'base'),
    'output-nowhere': word('solve', 'base', '-o', 'nowhere/at/all'),
    'instance-nowhere': word('solve', 'nowhere'),
    'instance-a-file': word('check', 'base/node.csv'),
    'instance-blank': word('check', ''),
    'warm-nowhere': word('solve', 'base', '--warm', 'nowhere'),
    'demand-nan': word('compare', 'base', '--plans', 'base', '--demand', 'nan'),
    'demand-huge': word('compare', 'base', '--plans', 'base', '--demand', '1e300'),
    'plans-blank': word('compare', 'base', '--plans', 'base,,all'),
    'top-below-zero': word('bottlenecks', 'base', '--top', '-1'),
    'stress-day-that-is-none': word('stress', 'base', '--from', '2025-02-30'),
    'stress-days-huge': word('stress', 'base', '--days', '99999999999'),
    'stress-factor-nan': word('stress', 'base', '--factor', 'nan'),
    'stress-resource-unknown': word('stress', 'base', '--resources', 'trаck'),
    'budget-nan': word('invest', 'base', '--budget', 'nan'),
    'budget-turned': word('invest', 'base', '--budget', '9:1'),
    'explain-unknown': word('explain', 'base', 'result', 'Ѕ1'),
    'export-kind': word('export', '--lp', 'path', 'base', 'made.mps'),
    'export-nowhere': word('export', '--lp', 'arc', 'base', 'nowhere/made.mps'),
    'receipt-path': word('status', 'spool', '../../etc/passwd@KTZ'),
    'receipt-without-owner': word('result', 'spool', '1'),
    'cancel-unknown': word('cancel', 'spool', '2@KTZ'),
    'submit-owner-path': word('submit', 'spool', '../KTZ', 'one.csv'),
    'submit-owner-hidden-letter': word('submit', 'spool', 'KT\u200bZ', 'one.csv'),
    'submit-receipt-path': word('submit', 'spool', 'KTZ', 'one.csv', '--receipt', '../1'),
    'night-day-that-is-none': word('nightly', 'spool', '--corridor', 'base', '--date', '2025-02-29'),
    'night-days-zero': word('nightly', 'spool', '--corridor', 'base', '--date', '2025-01-06', '--days', '0'),
    'night-chunk-huge': word('nightly', 'run', 'spool', '--date', '2025-01-06', '--chunk', '4294967296'),
    'quote-row-short': word('quote', 'fresh', 'KTZ', '--row', 'A1,ALTY', '--corridor', 'base', '--date', '2025-01-06'),
    'quote-row-line-break': word('quote', 'fresh', 'KTZ', '--row', 'A1,ALTY,POTI,box,14,2025-01-07\nA2,ALTY', '--corridor',
                                 'base', '--date', '2025-01-06'),
    'ledger-shipment-unknown': word('ledger', 'spool', 'shipment', 'KTZ:А1'),
    'command-unknown': word('sovle', 'base'),
    'option-unknown': word('check', '--force', 'base'),
}
