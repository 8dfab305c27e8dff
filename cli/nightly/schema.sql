-- The ledger, schema 1: what the nights know, and all that ever happened to it.
--
-- Dates are days since 1970-01-01, instants minutes since then, freight whole kilograms, weights millionths.
-- Three things hold by the schema itself, whatever a program does: no row is ever deleted and none of the past is
-- changed; jobs and nights only take the steps allowed here; no shipment is promised more than it is. Every change
-- writes its own line of history. Clock times stand in one table apart, so that two runs of the same nights are equal
-- in everything else.

CREATE TABLE night (
  date INTEGER PRIMARY KEY,
  state TEXT NOT NULL CHECK (state IN ('planned', 'running', 'decided', 'done')),
  instance_sha256 TEXT NOT NULL DEFAULT '',
  status TEXT NOT NULL DEFAULT '' CHECK (status IN ('', 'optimal', 'feasible')),
  objective REAL,
  bound REAL
) STRICT;

CREATE TABLE submission (
  receipt TEXT PRIMARY KEY,
  forwarder TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('freight', 'what-if')),
  sha256 TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('rejected', 'queued', 'running', 'done', 'failed', 'cancelled')),
  night INTEGER REFERENCES night (date),  -- which claimed it; NULL: cancelled before any did
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX submission_state ON submission (state);

CREATE TABLE shipment (
  name TEXT PRIMARY KEY,                  -- in the joint night: FORWARDER:ID
  forwarder TEXT NOT NULL,
  own_id TEXT NOT NULL,
  receipt TEXT NOT NULL REFERENCES submission (receipt),
  origin TEXT NOT NULL,
  destination TEXT NOT NULL,
  cargo TEXT NOT NULL,
  quantity_kg INTEGER NOT NULL CHECK (quantity_kg > 0),
  ready_min INTEGER NOT NULL,
  due_min INTEGER,
  weight_u INTEGER NOT NULL CHECK (weight_u > 0),
  splittable INTEGER NOT NULL CHECK (splittable IN (0, 1)),
  closed TEXT NOT NULL DEFAULT '' CHECK (closed IN ('', 'cancelled', 'rejected')),  -- the rest waits no longer
  UNIQUE (forwarder, own_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX shipment_receipt ON shipment (receipt);

CREATE TABLE lot (
  shipment TEXT NOT NULL REFERENCES shipment (name),
  number INTEGER NOT NULL CHECK (number > 0),
  night INTEGER NOT NULL REFERENCES night (date),  -- which promised it
  quantity_kg INTEGER NOT NULL CHECK (quantity_kg > 0),
  depart_min INTEGER NOT NULL,
  arrive_min INTEGER NOT NULL,
  withdrawn INTEGER REFERENCES night (date),       -- which moved it, at its price; NULL: it holds
  PRIMARY KEY (shipment, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX lot_arrival ON lot (arrive_min);
CREATE INDEX lot_night ON lot (night);

CREATE TABLE leg (
  shipment TEXT NOT NULL,
  lot INTEGER NOT NULL,
  number INTEGER NOT NULL CHECK (number > 0),
  kind TEXT NOT NULL CHECK (kind IN ('load', 'link', 'transfer', 'unload')),
  link TEXT NOT NULL,                     -- the cells of allocation.csv: '' where they are blank
  node TEXT NOT NULL,
  from_mode TEXT NOT NULL,
  to_mode TEXT NOT NULL,
  from_node TEXT NOT NULL,
  to_node TEXT NOT NULL,
  depart_min INTEGER NOT NULL,
  arrive_min INTEGER NOT NULL,
  PRIMARY KEY (shipment, lot, number),
  FOREIGN KEY (shipment, lot) REFERENCES lot (shipment, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE capacity_used (
  resource TEXT NOT NULL,
  date INTEGER NOT NULL,
  shipment TEXT NOT NULL,
  lot INTEGER NOT NULL,
  leg INTEGER NOT NULL,
  kg INTEGER NOT NULL CHECK (kg > 0),
  g_per_unit INTEGER NOT NULL CHECK (g_per_unit > 0),  -- units used: 1000 kg / g_per_unit
  PRIMARY KEY (resource, date, shipment, lot, leg),
  FOREIGN KEY (shipment, lot, leg) REFERENCES leg (shipment, lot, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE decision (
  night INTEGER NOT NULL REFERENCES night (date),
  shipment TEXT NOT NULL REFERENCES shipment (name),
  served_kg INTEGER NOT NULL,             -- promised in this night
  waiting_kg INTEGER NOT NULL,            -- after it
  status TEXT NOT NULL CHECK (status IN ('served', 'partial', 'waiting', 'rejected')),
  reason TEXT NOT NULL,
  PRIMARY KEY (night, shipment)
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_shipment ON decision (shipment);

CREATE TABLE history (
  seq INTEGER PRIMARY KEY,
  night INTEGER,
  subject TEXT NOT NULL,                  -- a receipt, a shipment's name, or 'night'
  event TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE INDEX history_subject ON history (subject);

CREATE TABLE clock (
  seq INTEGER PRIMARY KEY REFERENCES history (seq),
  at TEXT NOT NULL                        -- UTC
) STRICT;

-- What is promised of each shipment, and what waits.
CREATE VIEW shipment_now AS
SELECT *, CASE closed WHEN '' THEN quantity_kg - promised_kg ELSE 0 END AS waiting_kg
FROM (SELECT s.*, (SELECT coalesce(sum(l.quantity_kg), 0) FROM lot AS l
                   WHERE l.shipment = s.name AND l.withdrawn IS NULL) AS promised_kg
      FROM shipment AS s);

-- Nothing is deleted, nothing of the past changed.
CREATE TRIGGER night_stays BEFORE DELETE ON night BEGIN SELECT raise(ABORT, 'nights are never deleted'); END;
CREATE TRIGGER submission_stays BEFORE DELETE ON submission
BEGIN SELECT raise(ABORT, 'submissions are never deleted'); END;
CREATE TRIGGER shipment_stays BEFORE DELETE ON shipment BEGIN SELECT raise(ABORT, 'shipments are never deleted'); END;
CREATE TRIGGER lot_stays BEFORE DELETE ON lot BEGIN SELECT raise(ABORT, 'lots are never deleted'); END;
CREATE TRIGGER leg_stays BEFORE DELETE ON leg BEGIN SELECT raise(ABORT, 'legs are never deleted'); END;
CREATE TRIGGER leg_holds BEFORE UPDATE ON leg BEGIN SELECT raise(ABORT, 'legs are never changed'); END;
CREATE TRIGGER use_stays BEFORE DELETE ON capacity_used BEGIN SELECT raise(ABORT, 'use is never deleted'); END;
CREATE TRIGGER use_holds BEFORE UPDATE ON capacity_used BEGIN SELECT raise(ABORT, 'use is never changed'); END;
CREATE TRIGGER decision_stays BEFORE DELETE ON decision BEGIN SELECT raise(ABORT, 'decisions are never deleted'); END;
CREATE TRIGGER decision_holds BEFORE UPDATE ON decision BEGIN SELECT raise(ABORT, 'decisions are never changed'); END;
CREATE TRIGGER history_stays BEFORE DELETE ON history BEGIN SELECT raise(ABORT, 'history is never deleted'); END;
CREATE TRIGGER history_holds BEFORE UPDATE ON history BEGIN SELECT raise(ABORT, 'history is never changed'); END;
CREATE TRIGGER clock_stays BEFORE DELETE ON clock BEGIN SELECT raise(ABORT, 'clock times are never deleted'); END;
CREATE TRIGGER clock_holds BEFORE UPDATE ON clock BEGIN SELECT raise(ABORT, 'clock times are never changed'); END;
CREATE TRIGGER shipment_closes_only BEFORE UPDATE ON shipment
WHEN (new.name, new.forwarder, new.own_id, new.receipt, new.origin, new.destination, new.cargo, new.quantity_kg,
      new.ready_min, new.weight_u, new.splittable)
     IS NOT (old.name, old.forwarder, old.own_id, old.receipt, old.origin, old.destination, old.cargo,
             old.quantity_kg, old.ready_min, old.weight_u, old.splittable)
  OR new.due_min IS NOT old.due_min OR old.closed <> ''
BEGIN SELECT raise(ABORT, 'a shipment can only be closed, once'); END;
CREATE TRIGGER lot_withdraws_only BEFORE UPDATE ON lot
WHEN (new.shipment, new.number, new.night, new.quantity_kg, new.depart_min, new.arrive_min)
     IS NOT (old.shipment, old.number, old.night, old.quantity_kg, old.depart_min, old.arrive_min)
  OR old.withdrawn IS NOT NULL
BEGIN SELECT raise(ABORT, 'a lot can only be withdrawn, once'); END;

-- Steps.
CREATE TRIGGER night_steps BEFORE UPDATE ON night
WHEN new.date <> old.date OR NOT (old.state, new.state) IN
     (VALUES ('planned', 'running'), ('running', 'decided'), ('decided', 'done'))
BEGIN SELECT raise(ABORT, 'a night goes from planned to running, decided, done'); END;
CREATE TRIGGER night_begins BEFORE INSERT ON night WHEN new.state <> 'planned'
BEGIN SELECT raise(ABORT, 'a night begins as planned'); END;
CREATE TRIGGER submission_steps BEFORE UPDATE ON submission
WHEN (new.receipt, new.forwarder, new.kind, new.sha256) IS NOT (old.receipt, old.forwarder, old.kind, old.sha256)
  OR new.night IS NOT old.night OR NOT (old.state, new.state) IN
     (VALUES ('queued', 'running'), ('queued', 'cancelled'), ('running', 'done'), ('running', 'failed'),
             ('done', 'cancelled'))
BEGIN SELECT raise(ABORT, 'a submission cannot take that step'); END;
CREATE TRIGGER submission_begins BEFORE INSERT ON submission WHEN new.state NOT IN ('queued', 'rejected', 'cancelled')
BEGIN SELECT raise(ABORT, 'a submission begins as queued, rejected or cancelled'); END;
CREATE TRIGGER lot_fits BEFORE INSERT ON lot
WHEN new.quantity_kg > (SELECT waiting_kg FROM shipment_now WHERE name = new.shipment)
BEGIN SELECT raise(ABORT, 'more is promised than the shipment has waiting'); END;

-- History writes itself.
CREATE TRIGGER history_ticks AFTER INSERT ON history
BEGIN INSERT INTO clock VALUES (new.seq, strftime('%Y-%m-%dT%H:%M:%fZ', 'now')); END;
CREATE TRIGGER night_planned AFTER INSERT ON night
BEGIN INSERT INTO history (night, subject, event, text) VALUES (new.date, 'night', new.state, ''); END;
CREATE TRIGGER night_stepped AFTER UPDATE ON night
BEGIN INSERT INTO history (night, subject, event, text) VALUES (new.date, 'night', new.state, new.status); END;
CREATE TRIGGER submission_known AFTER INSERT ON submission
BEGIN INSERT INTO history (night, subject, event, text) VALUES (new.night, new.receipt, new.state, new.reason); END;
CREATE TRIGGER submission_stepped AFTER UPDATE ON submission
BEGIN INSERT INTO history (night, subject, event, text) VALUES (new.night, new.receipt, new.state, new.reason); END;
CREATE TRIGGER shipment_known AFTER INSERT ON shipment
BEGIN INSERT INTO history (night, subject, event, text)
      VALUES ((SELECT night FROM submission WHERE receipt = new.receipt), new.name, 'queued', new.receipt); END;
CREATE TRIGGER shipment_closed AFTER UPDATE ON shipment
BEGIN INSERT INTO history (night, subject, event, text) VALUES (NULL, new.name, new.closed, ''); END;
CREATE TRIGGER lot_promised AFTER INSERT ON lot
BEGIN INSERT INTO history (night, subject, event, text)
      VALUES (new.night, new.shipment, 'promised', 'lot ' || new.number || ', ' || new.quantity_kg || ' kg'); END;
CREATE TRIGGER lot_withdrawn AFTER UPDATE ON lot
BEGIN INSERT INTO history (night, subject, event, text)
      VALUES (new.withdrawn, new.shipment, 'withdrawn', 'lot ' || new.number || ', ' || new.quantity_kg || ' kg'); END;
