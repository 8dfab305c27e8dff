"""Bad things in the spool: what is handed in, what the nights' folders hold, and the ledger."""
import pathlib

from edits import add, cell, endless_line, fifo, folder, gone, link, put, raw, recode, split_by, zipped

FREIGHT = ('shipment_id,origin_node_id,destination_node_id,cargo_id,quantity_t,ready,due\n'
           'A1,ALTY,POTI,box,14,2025-01-07,\n')
JOB = 'nights/2025-01-06/chunks/0000/job.csv'
INSTANCE = 'nights/2025-01-06/instance/'


def one(column, value):
    return [cell('one.csv', 2, column, value)]


# of one.csv, handed in alone
SUBMITTED = {
    'submitted-empty': [put('one.csv', '')],
    'submitted-pipe': [fifo('one.csv')],
    'submitted-device': [link('one.csv', '/dev/zero')],
    'submitted-folder-in-a-folder': [folder('one.csv'), lambda path: (path / 'one.csv' / 'node.csv').mkdir()],
    'submitted-empty-folder': [folder('one.csv')],
    'submitted-foreign-file': [folder('one.csv'), lambda path: (path / 'one.csv' / 'run.sh').write_text('')],
    'submitted-utf16': [recode('one.csv', 'utf-16')],
    'submitted-utf16-without-mark': [recode('one.csv', 'utf-16-le')],
    'submitted-semicolons': [split_by('one.csv', ';')],
    'submitted-workbook': [zipped('one.csv')],
    'submitted-gbk': [cell('one.csv', 2, 'shipment_id', '货1'), recode('one.csv', 'gbk')],
    'submitted-nul': [raw('one.csv', lambda data: data.replace(b'A1', b'A\0'))],
    'submitted-unclosed': [add('one.csv', 'A2,"ALTY')],
    'submitted-line-of-a-gigabyte': [endless_line('one.csv', 'shipment_id,', 1 << 30)],
    'submitted-unknown-node': one('origin_node_id', 'АLTY'),
    'submitted-for-another': [put('one.csv', FREIGHT.replace(',due', ',due,forwarder_id').replace('-07,', '-07,,ADY'))],
    'submitted-id-of-64-bytes': one('shipment_id', 'A' * 64),
    'submitted-id-twice': [add('one.csv', 'A1,ALTY,POTI,box,14,2025-01-07,')],
    'submitted-id-path': one('shipment_id', '../A1'),
    'submitted-quantity-nan': one('quantity_t', 'nan'),
    'submitted-quantity-1e400': one('quantity_t', '1e400'),
    'submitted-comma': one('quantity_t', '12,5'),
    'submitted-local-time': one('ready', '2025-01-07T08:00'),
    'submitted-date-as-number': one('ready', '45664'),
    'submitted-million-rows': [add('one.csv', *[f'B{i},ALTY,POTI,box,14,2025-01-07,' for i in range(100001)])],
}

# of SPOOL/spool.csv, read by every command of the spool
LIMITS = {
    'limits-pipe': [fifo('spool.csv')],
    'limits-folder': [folder('spool.csv')],
    'limits-utf16': [put('spool.csv', 'most_rows\n5\n'.encode('utf-16-le'))],
    'limits-below-zero': [put('spool.csv', 'most_rows\n-1\n')],
    'limits-of-1e15': [put('spool.csv', 'most_rows\n1000000000000000\n')],
    'limits-in-megabytes': [put('spool.csv', 'most_bytes\n10MB\n')],
    'limits-two-rows': [put('spool.csv', 'most_rows\n5\n6\n')],
    'limits-unclosed': [put('spool.csv', 'most_rows\n"5\n')],
    'limits-to-nowhere': [link('spool.csv', 'elsewhere')],
}

# of a night that was planned, before its chunk is run
CHUNKS = {
    'job-missing': [gone(JOB)],
    'job-empty': [put(JOB, '')],
    'job-pipe': [fifo(JOB)],
    'job-utf16': [recode(JOB, 'utf-16')],
    'job-nul': [raw(JOB, lambda data: data.replace(b'0.1.0', b'0.1\0'))],
    'job-unclosed': [raw(JOB, lambda data: data.replace(b'\n,', b'\n",'))],
    'job-version': [cell(JOB, 2, 'version', '9.9')],
    'job-version-long': [cell(JOB, 2, 'version', '9' * 5000)],
    'job-receipt-long': [cell(JOB, 2, 'receipt', 'A' * 5000)],
    'job-receipt-path': [cell(JOB, 2, 'receipt', '../../etc@KTZ')],
    'job-hash-other': [cell(JOB, 2, 'inputs_sha256', '0' * 64)],
    'job-lots-other': [cell(JOB, 2, 'lots_sha256', '0' * 64)],
    'job-plan-unknown': [cell(JOB, 2, 'plan_id', 'nowhere')],
    'job-gap-nan': [cell(JOB, 2, 'gap', 'nan')],
    'job-time-infinite': [cell(JOB, 2, 'time_limit_s', 'inf')],
    'job-iterations-huge': [cell(JOB, 2, 'iteration_limit', '1' + '0' * 15)],
    'job-integer-word': [cell(JOB, 2, 'integer', 'yes')],
    'job-two-rows': [raw(JOB, lambda data: data + data.split(b'\n')[1] + b'\n')],
    'job-without-rows': [raw(JOB, lambda data: data.split(b'\n')[0] + b'\n')],
    'night-instance-changed': [cell(INSTANCE + 'link.csv', 2, 'transit_hours', '13')],
    'night-instance-pipe': [fifo(INSTANCE + 'link.csv')],
    'night-lots-pipe': [fifo('nights/2025-01-06/last_lot.csv')],
    'night-lots-unclosed': [add('nights/2025-01-06/last_lot.csv', '"')],
}

# of SPOOL/ledger.db
LEDGERS = {
    'ledger-is-text': [put('ledger.db', 'shipment_id,quantity_t\n' * 100)],
    'ledger-is-cut': [raw('ledger.db', lambda data: data[:5000])],
    'ledger-is-zeros': [raw('ledger.db', lambda data: bytes(8192))],
    'ledger-is-a-folder': [folder('ledger.db')],
    'ledger-of-tomorrow': [raw('ledger.db', lambda data: data[:60] + b'\0\0\x03\xe7' + data[64:])],
}


def make_spool(keruen, where):
    """A spool with a submission and a planned night."""
    where.mkdir()
    pathlib.Path('one.csv').write_text(FREIGHT)
    keruen('submit', where, 'KTZ', 'one.csv', '--receipt', '1')
    keruen('nightly', 'plan', where, '--corridor', 'base', '--date', '2025-01-06')
