"""Bad instances: name -> edits of the base. Each is judged by `check` and by `solve`, those of EVERY by all commands."""
from edits import add, cell, endless_line, fifo, folder, gone, link, put, raw, recode, split_by, sub, zipped

FILES = ['config.csv', 'node.csv', 'link.csv', 'transfer.csv', 'cargo.csv', 'resource.csv', 'plan.csv', 'capacity.csv',
         'transit.csv', 'shipment.csv', 'commitment.csv', 'upgrade.csv']
GIGABYTE = 1 << 30
OPEN = '"never closed'


def unclosed(name):
    """A quote opened in the second line and never closed."""
    return raw(name, lambda data: data.replace(b'\n', b'\n' + OPEN.encode(), 1))


CASES = {}
EVERY = ['every-latin-letter-is-cyrillic', 'every-node-file-is-a-pipe', 'every-number-has-a-comma',
         'every-plan-in-a-circle']

# `solve` hashes what it reads, which takes 9 CPU s a gigabyte: `check` alone will do.
LARGE = ['line-of-a-gigabyte', 'header-of-a-gigabyte', 'quote-of-a-gigabyte']

# In place of each file in turn: what could be waited for, or read, without end, and what other programs leave.
for file in FILES:
    short = file.removesuffix('.csv')
    CASES[f'pipe-{short}'] = [fifo(file)]
    CASES[f'utf16-without-mark-{short}'] = [recode(file, 'utf-16-le')]
    CASES[f'quote-never-closed-{short}'] = [unclosed(file)]
    CASES[f'nul-{short}'] = [raw(file, lambda data: data[:-3] + b'\0' + data[-3:])]

CASES |= {
    # not a file
    'pipe-quota': [fifo('quota.csv')],
    'utf16-without-mark-quota': [put('quota.csv', 'plan_id,resource_id\n'.encode('utf-16-le'))],
    'device-endless': [link('node.csv', '/dev/zero')],
    'device-empty': [link('shipment.csv', '/dev/null')],
    'folder-in-place': [folder('capacity.csv')],
    'link-in-a-circle': [link('node.csv', 'node.csv')],
    'link-to-nowhere': [link('link.csv', 'elsewhere.csv')],
    'link-to-nowhere-optional': [link('transit.csv', 'elsewhere.csv')],
    'zip': [zipped('node.csv')],
    'workbook-old': [put('link.csv', b'\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + bytes(504))],
    'gzip': [put('shipment.csv', b'\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03')],
    'database': [put('plan.csv', b'SQLite format 3\0' + bytes(84))],
    'pdf': [put('cargo.csv', '%PDF-1.7\n%\n1 0 obj\n')],
    'web-page': [put('node.csv', '<!DOCTYPE html>\n<html><body>404 Not Found</body></html>\n')],
    # encodings
    'utf16-big-endian': [recode('node.csv', 'utf-16-be')],
    'utf16-marked-big-endian': [recode('shipment.csv', 'utf-16-be', b'\xfe\xff')],
    'utf32-marked': [recode('resource.csv', 'utf-32-le', b'\xff\xfe\0\0')],
    'utf32': [recode('resource.csv', 'utf-32-be')],
    'gbk': [sub('node.csv', 'Almaty', '阿拉木图'), recode('node.csv', 'gbk')],
    'windows-1251': [sub('node.csv', 'Almaty', 'Алматы'), recode('node.csv', 'cp1251')],
    'koi8-r': [sub('cargo.csv', 'Grain', 'Зерно'), recode('cargo.csv', 'koi8-r')],
    'utf7': [sub('node.csv', 'ALTY', b'+BBAEGwRCBEs-')],
    'overlong': [sub('node.csv', 'Almaty', b'Almat\xc1\xb9')],
    'overlong-nul': [sub('node.csv', 'Almaty', b'Almaty\xc0\x80')],
    'overlong-slash-three-bytes': [sub('node.csv', 'Almaty', b'\xe0\x80\xaf')],
    'surrogate': [sub('node.csv', 'Almaty', b'\xed\xa0\x80')],
    'surrogate-pair': [sub('node.csv', 'Almaty', b'\xed\xa0\xbd\xed\xb0\x80')],
    'beyond-unicode': [sub('node.csv', 'Almaty', b'\xf4\x90\x80\x80')],
    'five-bytes': [sub('node.csv', 'Almaty', b'\xf8\x88\x80\x80\x80')],
    'cut-in-a-letter': [raw('node.csv', lambda data: data.rstrip(b'\n') + b'\xd0')],
    'two-encodings': [sub('node.csv', 'Almaty', 'Алматы'), sub('node.csv', 'Aktau', 'Актау'.encode('cp1251'))],
    'mark-twice': [raw('node.csv', lambda data: b'\xef\xbb\xbf\xef\xbb\xbf' + data)],
    'nul-in-the-header': [sub('link.csv', 'link_id', b'link\0id')],
    # dialects and what spreadsheets do
    'semicolons-link': [split_by('link.csv', ';')],
    'tabs': [split_by('link.csv', '\t')],
    'bars': [split_by('link.csv', '|')],
    'sep-line': [raw('node.csv', lambda data: b'sep=,\n' + data)],
    'semicolons-and-comma': [put('cargo.csv', 'cargo_id;name;t_per_train;t_per_TEU\nbox;Containers;1200,5;14\n')],
    'id-scientific': [cell('shipment.csv', 2, 'shipment_id', '1.2E+05')],
    'date-as-number': [cell('shipment.csv', 2, 'due', '45123')],
    'date-as-number-config': [cell('config.csv', 2, 'start', '45663')],
    'date-german': [cell('capacity.csv', 2, 'from_date', '01.01.2025')],
    'date-american': [cell('capacity.csv', 2, 'to_date', '12/31/2025')],
    'date-slashes': [cell('transit.csv', 2, 'from_date', '2025/01/10')],
    'date-short': [cell('transit.csv', 2, 'from_date', '2025-1-10')],
    'date-two-digit-year': [cell('transit.csv', 2, 'from_date', '25-01-10')],
    'date-hashes': [cell('shipment.csv', 3, 'ready', '########')],
    'reference-error': [cell('shipment.csv', 2, 'quantity_t', '#REF!')],
    'division-error': [cell('capacity.csv', 2, 'per_day', '#DIV/0!')],
    'name-error-as-id': [cell('node.csv', 3, 'node_id', '#NAME?')],
    'not-available': [cell('link.csv', 2, 'transit_hours', '#N/A')],
    'na-word': [cell('link.csv', 2, 'transit_hours', 'NA')],
    'null-word': [cell('cargo.csv', 3, 't_per_train', 'NULL')],
    'apostrophe-number': [cell('shipment.csv', 2, 'quantity_t', "'560")],
    'apostrophe-id': [cell('node.csv', 2, 'node_id', "'ALTY")],
    'formula': [cell('shipment.csv', 2, 'quantity_t', '=280*2')],
    'formula-id': [cell('shipment.csv', 2, 'shipment_id', '=cmd|calc')],
    'trailing-commas': [raw('shipment.csv', lambda data: data.replace(b'\n', b',,,,\n').replace(b',,,,\n', b'\n', 1))],
    'comma-rows-at-the-end': [add('node.csv', ',,,,,', ',,,,,')],
    'total-row': [add('shipment.csv', 'Total,,,,,1788.5,,,,')],
    'title-row': [raw('shipment.csv', lambda data: b'Freight of January 2025,,,,,,,,,\n' + data)],
    'comment-row': [add('node.csv', '# end of nodes')],
    'smart-quotes': [cell('node.csv', 2, 'node_id', '“ALTY”')],
    'true-word': [cell('shipment.csv', 2, 'splittable', 'TRUE')],
    'yes-word': [cell('link.csv', 2, 'directed', 'yes')],
    'percent': [cell('shipment.csv', 2, 'weight', '150%')],
    'currency': [cell('link.csv', 2, 'cost_usd_per_t', '$10')],
    # lines and quotes
    'line-of-a-gigabyte': [endless_line('node.csv', 'node_id,name,x_coord,y_coord,node_type,country\nA,', GIGABYTE)],
    'header-of-a-gigabyte': [endless_line('shipment.csv', 'shipment_id,', GIGABYTE)],
    'quote-of-a-gigabyte': [endless_line('node.csv', 'node_id,name,x_coord,y_coord,node_type,country\nA,"', GIGABYTE)],
    'columns-without-end': [raw('node.csv', lambda data: data + b',' * 200000 + b'\n')],
    'header-of-2000-columns': [put('cargo.csv', 'cargo_id,name' + ''.join(f',t_per_u{i}' for i in range(2000)) + '\n')],
    'quote-swallows-lines': [sub('node.csv', 'Almaty', '"Almaty')],
    'quote-doubled-badly': [sub('node.csv', 'Almaty,', '"Al"ma"ty",')],
    # letters
    'every-latin-letter-is-cyrillic': [sub('node.csv', 'ALTY', 'АLTY')],
    'look-alike-in-a-reference': [cell('link.csv', 2, 'from_node_id', 'АLTY')],
    'look-alike-in-a-mode': [cell('transfer.csv', 2, 'to_mode', 'sеa')],
    'look-alike-in-a-resource-list': [cell('link.csv', 3, 'resources', 'crane;trаck')],
    'look-alike-in-a-column': [sub('node.csv', 'node_id', 'nоde_id')],
    'look-alike-twice': [add('node.csv', 'АKTA,Aktau,51.2,43.6,port,KZ', 'АKTA,Aktau,51.2,43.6,port,KZ')],
    'greek-in-an-id': [cell('cargo.csv', 2, 'cargo_id', 'bοx')],
    'composed-and-not': [cell('node.csv', 3, 'node_id', 'ÁLMA'), cell('link.csv', 2, 'to_node_id', 'A\u0301LMA')],
    'full-width': [cell('node.csv', 2, 'node_id', 'ＡＬＴＹ')],
    'id-joiner': [cell('node.csv', 2, 'node_id', 'AL\u200dTY')],
    'id-no-break-space': [cell('shipment.csv', 2, 'shipment_id', 'S\u00a01')],
    'id-turned-around': [cell('resource.csv', 2, 'resource_id', '\u202etrack')],
    'id-soft-hyphen': [cell('plan.csv', 2, 'plan_id', 'more\u00adferries')],
    'id-hangul-filler': [cell('node.csv', 2, 'node_id', 'AL\u3164TY')],
    'id-grapheme-joiner': [cell('node.csv', 2, 'node_id', 'AL\u034fTY')],
    'id-variation-sign': [cell('node.csv', 2, 'node_id', 'ALTY\ufe0f')],
    'id-tag-letter': [cell('node.csv', 2, 'node_id', 'ALTY\U000e0041')],
    'id-word-joiner': [cell('upgrade.csv', 2, 'upgrade_id', 'U\u20601')],
    'id-newline': [cell('node.csv', 2, 'node_id', 'AL\nTY')],
    'terminal-escape-in-a-name': [cell('config.csv', 2, 'dataset_name', 'Tiny\x1b]0;owned\x07')],
    'direction-turned-in-a-name': [cell('node.csv', 2, 'name', 'Alt\u202eynkol')],
    'id-path': [cell('shipment.csv', 2, 'shipment_id', '../../etc/passwd')],
    'id-backspaces': [cell('shipment.csv', 2, 'shipment_id', 'S1\b\b')],
    'number-full-width': [cell('shipment.csv', 2, 'quantity_t', '５６０')],
    'number-arabic': [cell('shipment.csv', 2, 'quantity_t', '٥٦٠')],
    'number-no-break-space': [cell('shipment.csv', 2, 'quantity_t', '1\u00a0560')],
    'number-minus-sign': [cell('node.csv', 2, 'x_coord', '−80.26')],
    'number-letter-o': [cell('shipment.csv', 2, 'quantity_t', '56O')],
}
