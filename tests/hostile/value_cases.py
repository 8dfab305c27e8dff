"""Bad values and contradictions in an instance: name -> edits of the base."""
from edits import add, cell, gone, put, sub

LEG = 'S1,1,140,1,load,,ALTY,,rail1520,,,2025-01-06T00:00Z,2025-01-06T12:00Z'
COLUMNS = [('shipment.csv', 'quantity_t', 2), ('link.csv', 'transit_hours', 2), ('capacity.csv', 'per_day', 2),
           ('cargo.csv', 't_per_train', 2), ('node.csv', 'x_coord', 2), ('upgrade.csv', 'cost_musd', 2)]
NUMBERS = {'nan': 'NaN', 'infinite': '-inf', 'hex': '0x1F', '1e400': '1e400', 'overflow': '9' * 40,
           'digits': '1.' + '0' * 60 + '1'}

CASES = {f'{what}-{column.replace("_", "-")}': [cell(file, line, column, value)]
         for (what, value), (file, column, line) in
         [(number, place) for i, number in enumerate(NUMBERS.items()) for place in COLUMNS[i % 2::2]]}

CASES |= {
    # numbers
    'minus-zero-quantity': [cell('shipment.csv', 2, 'quantity_t', '-0')],
    'minus-zero-days': [cell('config.csv', 2, 'days', '-0')],
    'plus-sign': [cell('shipment.csv', 2, 'quantity_t', '+560')],
    'point-first': [cell('shipment.csv', 2, 'quantity_t', '.5')],
    'point-last': [cell('shipment.csv', 2, 'quantity_t', '560.')],
    'two-points': [cell('shipment.csv', 2, 'quantity_t', '5.6.0')],
    'gram': [cell('shipment.csv', 2, 'quantity_t', '0.0001')],
    'capacity-of-1e15': [cell('capacity.csv', 2, 'per_day', '1000000000000000')],
    'capacity-below-zero-by-a-millionth': [cell('capacity.csv', 2, 'per_day', '-0.000001')],
    'days-of-a-billion': [cell('config.csv', 2, 'days', '1000000000')],
    'days-beyond-64-bits': [cell('config.csv', 2, 'days', '18446744073709551617')],
    'step-zero': [cell('config.csv', 2, 'step_hours', '0')],
    'late-factor-below-zero': [cell('config.csv', 2, 'late_factor', '-1')],
    'unserved-hours-huge': [cell('config.csv', 2, 'unserved_hours', '1' + '0' * 13)],
    'weight-huge': [cell('shipment.csv', 2, 'weight', '1' + '0' * 13)],
    'hours-huge': [cell('link.csv', 2, 'transit_hours', '1' + '0' * 13)],
    'lot-of-a-trillion': [cell('commitment.csv', 2, 'lot', '1' + '0' * 12)],
    'latitude-and-longitude-in-grads': [cell('node.csv', 2, 'y_coord', '180')],
    'longitude-360': [cell('node.csv', 2, 'x_coord', '360')],
    'every-number-has-a-comma': [sub('shipment.csv', '1200.5', '"1200,5"')],
    # days and hours
    'day-29-february': [cell('capacity.csv', 2, 'from_date', '2025-02-29')],
    'day-31-april': [cell('capacity.csv', 2, 'from_date', '2025-04-31')],
    'month-13': [cell('shipment.csv', 2, 'ready', '2025-13-01')],
    'day-zero': [cell('shipment.csv', 2, 'ready', '2025-01-00')],
    'year-9999': [cell('shipment.csv', 2, 'due', '9999-12-31')],
    'year-0000': [cell('config.csv', 2, 'start', '0000-01-01')],
    'year-five-digits': [cell('config.csv', 2, 'start', '12025-01-06')],
    'century-not-leap': [cell('shipment.csv', 2, 'due', '2100-02-29')],
    'hour-24': [cell('shipment.csv', 2, 'due', '2025-01-15T24:00Z')],
    'leap-second': [cell('shipment.csv', 2, 'due', '2025-01-15T23:59:60Z')],
    'minute-60': [cell('shipment.csv', 2, 'due', '2025-01-15T12:60Z')],
    'zone-missing': [cell('shipment.csv', 2, 'ready', '2025-01-06T12:00')],
    'zone-by-name': [cell('shipment.csv', 2, 'ready', '2025-01-06T12:00Asia/Almaty')],
    'zone-by-letters': [cell('shipment.csv', 2, 'ready', '2025-01-06T12:00MSK')],
    'zone-too-far': [cell('shipment.csv', 2, 'ready', '2025-01-06T12:00+19:00')],
    'zone-without-colon': [cell('shipment.csv', 2, 'ready', '2025-01-06T12:00+0600')],
    'zone-ambiguous-hour': [cell('shipment.csv', 2, 'ready', '2024-02-29T23:30')],
    'time-with-a-space': [cell('shipment.csv', 2, 'ready', '2025-01-06 12:00Z')],
    'time-american': [cell('shipment.csv', 2, 'ready', '2025-01-06T12:00PM')],
    'time-small-letters': [cell('shipment.csv', 2, 'ready', '2025-01-06t12:00z')],
    'time-fraction': [cell('shipment.csv', 2, 'ready', '2025-01-06T12:00:00.000Z')],
    'date-with-a-time-in-capacity': [cell('capacity.csv', 2, 'from_date', '2025-01-01T00:00Z')],
    # rows that contradict each other
    'row-twice-node': [add('node.csv', 'POTI,Poti port,41.67,42.15,port,GE')],
    'row-twice-link': [add('link.csv', 'L4,ALAT,POTI,0,rail1520,900,36,,20,20,Alat to Poti')],
    'row-twice-capacity': [add('capacity.csv', ',track,2025-01-01,2025-12-31,,2,timetable')],
    'capacity-one-day-shared': [add('capacity.csv', ',track,2025-12-31,2026-01-31,,2,')],
    'capacity-of-nothing': [add('capacity.csv', ',track,2025-06-02,2025-06-01,,2,')],
    'weekday-zero': [cell('capacity.csv', 3, 'weekdays', '0')],
    'weekday-names': [cell('capacity.csv', 3, 'weekdays', 'Mon')],
    'transit-one-day-shared': [add('transit.csv', ',L3,2025-01-12,2025-01-20,48')],
    'transfer-says-two-things': [add('transfer.csv', 'AKTA,rail1520,sea,24,,5,1')],
    'every-plan-in-a-circle': [cell('plan.csv', 2, 'base_plan_id', 'all')],
    'plan-in-a-circle-of-a-hundred': [put('plan.csv', 'plan_id,name,base_plan_id\nmore_ferries,A,\nall,B,more_ferries\n' +
                                          ''.join(f'P{i},P,P{(i + 1) % 100}\n' for i in range(100)))],
    'plans-in-a-tower': [put('plan.csv', 'plan_id,name,base_plan_id\nmore_ferries,A,\nall,B,more_ferries\n' +
                             ''.join(f'P{i},P,{f"P{i - 1}" if i else ""}\n' for i in range(100000)))],
    'cargo-of-990-bad-units': [put('cargo.csv', 'cargo_id,name' + ''.join(f',t_per_u{i}' for i in range(990)) + '\n' +
                                   ''.join(f'c{i},C' + (',' + 'x' * 200) * 990 + '\n' for i in range(100)))],
    'hundred-thousand-unknown-bases': [put('plan.csv', 'plan_id,name,base_plan_id\n' +
                                           ''.join(f'P{i},P,Q{i}\n' for i in range(100000)))],
    'upgrade-in-a-circle': [put('upgrade.csv', 'upgrade_id,name,cost_musd,plan_id,requires,conflicts\n'
                                'U1,A,1,more_ferries,U2,\nU2,B,1,all,U3,\nU3,C,1,all,U1,\n')],
    'upgrade-with-its-rival': [put('upgrade.csv', 'upgrade_id,name,cost_musd,plan_id,requires,conflicts\n'
                                   'U1,A,1,more_ferries,U2,U2\nU2,B,1,all,,\n')],
    'config-twice': [add('config.csv', 'Tiny corridor,1,2025-01-06,10,12,480,1')],
    'config-without-a-row': [put('config.csv', 'dataset_name,format_version,start,days\n')],
    'country-code': [cell('node.csv', 2, 'country', 'KAZ')],
    'link-to-itself': [cell('link.csv', 2, 'to_node_id', 'ALTY')],
    'unit-changed': [cell('resource.csv', 3, 'unit', 'FEU')],
    'cargo-renamed': [cell('cargo.csv', 3, 'cargo_id', 'Grain')],
    'promise-twice': [add('commitment.csv', LEG)],
    'promise-of-nobody': [add('commitment.csv', LEG.replace('S1,1', 'S9,1'))],
    'promise-before-the-horizon': [put('commitment.csv', 'shipment_id,lot,quantity_t,leg,kind,link_id,node_id,from_mode,'
                                       'to_mode,from_node_id,to_node_id,depart,arrive\n' +
                                       LEG.replace('2025-01-06', '1999-01-06') + '\n')],
    'promise-of-more-than-there-is': [cell('commitment.csv', 2, 'quantity_t', '999999999')],
    'config-missing': [gone('config.csv')],
    'nodes-missing': [gone('node.csv')],
    'all-but-the-header-gone': [put('node.csv', 'node_id,name,x_coord,y_coord,node_type,country\n')],
}

# Read, with a warning: a slip is likely, but it could be meant.
WARNED = {
    'length-in-metres': [cell('link.csv', 3, 'length', '2900000')],
    'length-in-thousands-of-km': [cell('link.csv', 3, 'length', '2.9')],
    'hours-are-days': [cell('link.csv', 3, 'transit_hours', '0.72')],
    'hours-are-seconds': [cell('link.csv', 3, 'transit_hours', '259200')],
    'box-in-kilograms': [cell('cargo.csv', 2, 't_per_TEU', '14000')],
    'train-in-kilograms': [cell('cargo.csv', 3, 't_per_train', '2400000')],
    'box-in-thousands-of-tonnes': [cell('cargo.csv', 2, 't_per_TEU', '0.014')],
    'train-in-thousands-of-tonnes': [cell('cargo.csv', 3, 't_per_train', '2.4')],
    'unit-of-a-gram': [put('cargo.csv', 'cargo_id,name,t_per_train,t_per_TEU,t_per_pinch\nbox,Containers,1200,14,0.000001\ngrain,Grain,2400,,0.002\n')],
    'shipment-in-kilograms': [cell('shipment.csv', 3, 'quantity_t', '1200500')],
    'two-alphabets-in-a-new-node': [add('node.csv', 'КАZ,Kaz,51.2,43.6,port,KZ')],
    'due-before-ready': [cell('shipment.csv', 2, 'due', '2025-01-01')],
    'column-unknown': [sub('node.csv', 'country', 'country,colour'),
                       lambda folder: (folder / 'node.csv').write_text(
                           '\n'.join(line + (',' if i else '') for i, line in
                                     enumerate((folder / 'node.csv').read_text().split('\n')[:-1])) + '\n')],
    'trailing-commas-everywhere': [lambda folder: (folder / 'shipment.csv').write_text(
        (folder / 'shipment.csv').read_text().replace('\n', ',,,,\n'))],
}
