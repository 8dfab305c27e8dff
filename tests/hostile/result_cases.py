"""Bad result folders: name -> edits of the result of the base. Each is judged by `verify` and read by `explain`."""
import json

from edits import add, cell, endless_line, fifo, folder, gone, link, put, raw, recode, split_by, sub, zipped

NAME = 'summary.json'


def member(*path, value):
    """One member of summary.json."""
    def change(data):
        root = json.loads(data)
        at = root
        for key in path[:-1]:
            at = at[key]
        at[path[-1]] = value
        return json.dumps(root, indent=2).encode()
    return raw(NAME, change)


CASES = {
    'summary-missing': [gone(NAME)],
    'summary-empty': [put(NAME, '')],
    'summary-pipe': [fifo(NAME)],
    'summary-folder': [folder(NAME)],
    'summary-device': [link(NAME, '/dev/zero')],
    'summary-utf16': [recode(NAME, 'utf-16')],
    'summary-nul': [sub(NAME, 'optimal', b'opti\0mal')],
    'summary-not-utf8': [sub(NAME, 'optimal', b'opti\xffmal')],
    'summary-cut': [raw(NAME, lambda data: data[:300])],
    'summary-two-texts': [raw(NAME, lambda data: data + data)],
    'summary-array': [put(NAME, '[1, 2, 3]\n')],
    'summary-number': [put(NAME, '7\n')],
    'summary-deep': [put(NAME, '[' * 100000)],
    'summary-of-a-gigabyte': [endless_line(NAME, '{"schema": "', 1 << 30)],
    'summary-key-twice': [sub(NAME, '"gap": 0,', '"gap": 0, "gap": 1,')],
    'summary-nan': [sub(NAME, '"gap": 0,', '"gap": NaN,')],
    'summary-1e400': [sub(NAME, '"gap": 0,', '"gap": 1e400,')],
    'summary-number-as-text': [member('objective', value='281400')],
    'summary-objective-null': [member('objective', value=None)],
    'summary-objective-less': [member('objective', value=281399)],
    'summary-objective-huge': [member('objective', value=1e308)],
    'summary-bound-above': [member('bound', value=1e9)],
    'summary-gap-below-zero': [member('gap', value=-1)],
    'summary-tonnes-below-zero': [member('served_t', value=-1788.5)],
    'summary-schema-of-tomorrow': [member('schema', value='keruen.summary/2')],
    'summary-status-unknown': [member('status', value='perfect')],
    'summary-plan-unknown': [member('plan', value='Аll')],
    'summary-plan-other': [member('plan', value='all')],
    'summary-options-text': [member('options', value='none')],
    'summary-static-for-dated': [member('options', 'static', value=True)],
    'summary-fair-without-rows': [member('fairness', value={})],
    'allocation-missing': [gone('allocation.csv')],
    'allocation-pipe': [fifo('allocation.csv')],
    'allocation-utf16': [recode('allocation.csv', 'utf-16-le')],
    'allocation-semicolons': [split_by('allocation.csv', ';')],
    'allocation-zip': [zipped('allocation.csv')],
    'allocation-line-of-a-gigabyte': [endless_line('allocation.csv', 'shipment_id,lot,', 1 << 30)],
    'allocation-unclosed': [add('allocation.csv', 'S1,"')],
    'allocation-lot-zero': [cell('allocation.csv', 2, 'lot', '0')],
    'allocation-lot-of-a-billion-and-one': [cell('allocation.csv', 2, 'lot', '1000000001')],
    'allocation-leg-out-of-order': [cell('allocation.csv', 3, 'leg', '7')],
    'allocation-quantity-below-zero': [cell('allocation.csv', 2, 'quantity_t', '-140')],
    'allocation-quantity-nan': [cell('allocation.csv', 2, 'quantity_t', 'NaN')],
    'allocation-unknown-link': [cell('allocation.csv', 3, 'link_id', 'L9')],
    'allocation-look-alike': [cell('allocation.csv', 3, 'from_node_id', 'АLTY')],
    'allocation-kind': [cell('allocation.csv', 3, 'kind', 'fly')],
    'allocation-backwards-in-time': [cell('allocation.csv', 3, 'arrive', '2025-01-06T00:00Z')],
    'allocation-year-2999': [cell('allocation.csv', 3, 'arrive', '2999-12-31T23:59Z')],
    'allocation-hour-24': [cell('allocation.csv', 3, 'depart', '2025-01-06T24:00Z')],
    'allocation-time-blank': [cell('allocation.csv', 3, 'depart', '')],
    'allocation-row-twice': [raw('allocation.csv', lambda data: data + data.split(b'\n')[1] + b'\n')],
    'allocation-row-gone': [raw('allocation.csv', lambda data: b'\n'.join(data.split(b'\n')[:-2]) + b'\n')],
    'shipments-missing': [gone('shipment_result.csv')],
    'shipments-row-twice': [raw('shipment_result.csv', lambda data: data + data.split(b'\n')[1] + b'\n')],
    'shipments-row-gone': [raw('shipment_result.csv', lambda data: b'\n'.join(data.split(b'\n')[:-2]) + b'\n')],
    'shipments-of-another': [cell('shipment_result.csv', 2, 'shipment_id', 'S77')],
    'shipments-forwarder-of-another': [cell('shipment_result.csv', 2, 'forwarder_id', 'ADY')],
    'shipments-status': [cell('shipment_result.csv', 2, 'status', 'Served')],
    'shipments-kilograms': [cell('shipment_result.csv', 2, 'served_t', '560000')],
    'shipments-cost-infinite': [cell('shipment_result.csv', 2, 'cost_usd', 'inf')],
    'shipments-hours-1e400': [cell('shipment_result.csv', 2, 'transit_hours', '1' + '0' * 400)],
    'shipments-cp1251': [cell('shipment_result.csv', 2, 'reason', 'нет места'), recode('shipment_result.csv', 'cp1251')],
    'days-missing': [gone('resource_day.csv')],
    'days-device': [link('resource_day.csv', '/dev/full')],
    'days-twice': [raw('resource_day.csv', lambda data: data + data.split(b'\n')[1] + b'\n')],
    'days-date-outside': [cell('resource_day.csv', 2, 'date', '2031-01-01')],
    'days-date-that-is-none': [cell('resource_day.csv', 2, 'date', '2025-02-30')],
    'days-use-exponent': [cell('resource_day.csv', 2, 'used', '5e-1')],
    'days-use-thousandfold': [cell('resource_day.csv', 2, 'used', '500.208')],
    'days-price-below-zero': [cell('resource_day.csv', 2, 'shadow_price', '-1')],
    'days-price-huge': [cell('resource_day.csv', 2, 'shadow_price', '1' + '0' * 30)],
    'days-price-beyond': [cell('resource_day.csv', 2, 'shadow_price', '1' + '0' * 31)],
}
